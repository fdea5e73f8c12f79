// How much a guest sharing rule shares, by its criteria and the logic between them.
import type { GuestRule } from './model.ts';

export type Breadth = 'every' | 'every-filled' | 'part';

/** From the narrowest. */
const WIDTHS = ['none', 'part', 'every-filled', 'every'] as const;
type Width = (typeof WIDTHS)[number];

/** What criteria join to: how wide, and which criterion it is when it is a single one. */
interface Term {
  width: Width;
  single?: { criterion: GuestRule['criteria'][number]; negated: boolean };
}

/** Fields that always hold a value, so that "is not empty" is no condition. */
const ALWAYS_FILLED =
  /^(Id|Name|LastName|OwnerId|CreatedDate|CreatedById|LastModifiedDate|LastModifiedById|SystemModstamp|IsDeleted|CaseNumber)$/;

const MAX_LOGIC = 2000;

/** Every record, every record with some field filled in, or a part. Logic that cannot be read counts as a part. */
export function breadth({ criteria, logic = '' }: GuestRule): Breadth {
  if (criteria.length === 0) return 'every';
  const written = logic.trim() === '' ? criteria.map((_, index) => index + 1).join(' AND ') : logic;
  const { width } = readLogic(written, criteria) ?? { width: 'part' };
  return width === 'none' ? 'part' : width;
}

/** `1 AND (2 OR NOT 3)`; undefined when it says something else. */
function readLogic(logic: string, criteria: GuestRule['criteria']): Term | undefined {
  if (logic.length > MAX_LOGIC) return undefined;
  const tokens = logic.toUpperCase().match(/\d+|AND|OR|NOT|[()]|\S/g) ?? [];
  let next = 0;
  const take = (token: string): boolean => {
    if (tokens[next] !== token) return false;
    next += 1;
    return true;
  };
  const joined = (word: 'AND' | 'OR', part: () => Term | undefined, negated: boolean): Term | undefined => {
    const terms = [part()];
    while (take(word)) terms.push(part());
    const known = terms.filter((term) => term !== undefined);
    if (known.length < terms.length) return undefined;
    // Turned around, AND joins like OR.
    return known.reduce((before, after) => join(before, after, (word === 'OR') !== negated));
  };
  const either = (negated: boolean): Term | undefined =>
    joined('OR', () => joined('AND', () => one(negated), negated), negated);
  const one = (negated: boolean): Term | undefined => {
    if (take('NOT')) return one(!negated);
    if (take('(')) {
      const inside = either(negated);
      return take(')') ? inside : undefined;
    }
    const criterion = criteria[Number(tokens[next] ?? '') - 1];
    next += 1;
    return criterion === undefined
      ? undefined
      : { width: widthOf(criterion, negated), single: { criterion, negated } };
  };
  const whole = either(false);
  return next === tokens.length ? whole : undefined;
}

function join(a: Term, b: Term, or: boolean): Term {
  if (or && opposite(a, b)) return { width: 'every' };
  const aWider = WIDTHS.indexOf(a.width) > WIDTHS.indexOf(b.width);
  return { width: aWider === or ? a.width : b.width };
}

/** "Is not empty" holds for all, "is empty" for none, where the field always holds a value. */
function widthOf({ field, operation, value = '' }: GuestRule['criteria'][number], negated: boolean): Width {
  const empty = value.trim() === '' || value.trim().toLowerCase() === 'null';
  const says = operation === 'equals' ? negated : operation === 'notEqual' ? !negated : undefined;
  if (!empty || says === undefined) return 'part';
  if (!says) return ALWAYS_FILLED.test(field) ? 'none' : 'part';
  return ALWAYS_FILLED.test(field) ? 'every' : 'every-filled';
}

/** One of two criteria always holds: a value and every other value, a box that is ticked or not. */
function opposite(a: Term, b: Term): boolean {
  if (a.single === undefined || b.single === undefined) return false;
  const [one, other] = [a.single.criterion, b.single.criterion];
  if (one.field !== other.field) return false;
  const [mine, yours] = [one.value ?? '', other.value ?? ''].map((value) => value.trim().toLowerCase());
  const means = ({ criterion: { operation }, negated }: NonNullable<Term['single']>): boolean | undefined =>
    operation === 'equals' ? !negated : operation === 'notEqual' ? negated : undefined;
  const [a1, b1] = [means(a.single), means(b.single)];
  if (a1 === undefined || b1 === undefined) return false;
  const box = [mine, yours].sort().join() === 'false,true';
  return mine === yours ? a1 !== b1 : box && a1 === b1;
}
