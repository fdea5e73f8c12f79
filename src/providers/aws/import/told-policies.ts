// A policy as far as it is told -> a document for the engine: what waits for apply is marked, so that it decides nothing.
import { UNREAD } from '../../../policy/read/members.ts';
import type { Origin } from '../../../snapshot/resource.ts';
import { type Told, toldOf } from '../../../snapshot/told.ts';
import { withStandIns } from './terraform-stand-ins.ts';
import { memberOf } from './told-documents.ts';

/** What a policy is attached to. */
export interface Own {
  arn: string;
  /** The name at the end of the ARN. */
  name: string;
  /** It holds objects that its policy may speak of: what follows its ARN in theirs, `/*`. */
  objects?: string;
  /** It has parts that its policy may speak of, or is nothing but a policy about other things. */
  parts?: true;
}

/** JSON of what is told; what is not is an object that says why. */
export function plain(told: Told): unknown {
  switch (told.is) {
    case 'value':
      return told.value;
    case 'list':
      return told.items.map(plain);
    case 'map':
      return Object.fromEntries(told.entries.map(([key, inner]) => [key, plain(inner)]));
    case 'json':
      return { [UNREAD]: 'a part of it is JSON in a text' };
    case 'text':
    case 'later':
      return { [UNREAD]: told.why };
  }
}

/** A document for the engine, and for each statement where it is written. */
export interface Settled {
  document: Record<string, unknown>;
  from: { at?: Origin }[];
}

/**
 * The policy of a thing. A resource that is not told is the thing itself: services refuse policies that speak of others. What one member
 * of a list lets in does not hang on the others, so that those that are not told become a statement of their own, at the end.
 */
export function settledPolicy(policy: Told, own: Own | undefined): Settled {
  const listed = memberOf(policy, 'Statement');
  const statements = listed?.is === 'list' ? listed.items : listed === undefined ? [] : [listed];
  const certain: { statement: unknown; from: number }[] = [];
  const open: { statement: unknown; from: number }[] = [];
  for (const [from, statement] of statements.entries()) {
    const { known, others } = split(withSources(own === undefined ? statement : withOwn(statement, own)));
    if (known !== undefined) certain.push({ statement: plain(known), from });
    for (const other of others) open.push({ statement: plain(other), from });
  }
  const all = [...certain, ...open];
  const rest = policy.is === 'map' ? policy.entries.filter(([key]) => key !== 'Statement') : [];
  const head = Object.fromEntries(rest.map(([key, inner]) => [key, plain(inner)]));
  return {
    document: { ...head, Statement: all.map(({ statement }) => statement) },
    from: all.map(({ from }) => {
      const statement = statements[from];
      return statement?.is === 'map' && statement.at !== undefined ? { at: statement.at } : {};
    }),
  };
}

function withSources(statement: Told): Told {
  if (statement.is !== 'map') return statement;
  return {
    is: 'map',
    entries: statement.entries.map(([key, inner]) => [
      key,
      key === 'Condition' ? withStandIns(inner) : inner,
    ]),
  };
}

function withOwn(statement: Told, own: Own): Told {
  if (statement.is !== 'map') return statement;
  const effect = memberOf(statement, 'Effect');
  const allows = effect?.is === 'value' && effect.value === 'Allow';
  const entries = statement.entries.map(([key, inner]): [string, Told] => {
    if (key !== 'Resource') return [key, inner];
    const items = inner.is === 'list' ? inner.items : [inner];
    const named = new Map<string, Told>();
    for (const one of items.flatMap((item) => resourcesOf(item, own, allows)))
      named.set(JSON.stringify(one), one);
    return [key, { is: 'list', items: [...named.values()] }];
  });
  return { is: 'map', entries };
}

/**
 * `${bucket.arn}/*` -> the ARN of the bucket, and what follows the gap. What is not told is all of it for a statement that allows; one that
 * denies may deny a part of it alone, and does not shut what it may spare.
 */
function resourcesOf(told: Told, { arn, name, objects, parts }: Own, allows: boolean): Told[] {
  const all = objects !== undefined ? [arn, arn + objects] : parts === true ? ['*'] : [arn];
  const exact = objects === undefined && parts !== true;
  const whole = allows || exact ? all.map((one) => toldOf(one)) : [told];
  // Of what has parts, nobody can tell whether a gap is the thing itself.
  if (told.is === 'later' || (parts === true && told.is === 'text' && told.parts.length === 1)) return whole;
  if (told.is !== 'text') return [told];
  const filled = told.parts.map((part, at) => part ?? (at === 0 ? arn : name)).join('');
  if (filled === arn || filled.startsWith(`${arn}/`)) return [toldOf(filled)];
  const tail = told.parts.slice(told.parts.lastIndexOf(null) + 1).join('');
  return tail.startsWith('/') ? [toldOf(arn + tail)] : whole;
}

/** The statement with what is told alone, then one for each element that is not told to its end. */
function split(statement: Told): { known?: Told; others: Told[] } {
  if (statement.is !== 'map') return { others: [statement] };
  let known: [string, Told][] | undefined = statement.entries;
  const others: Told[] = [];
  for (const [name, value] of statement.entries) {
    if (name !== 'Principal' && name !== 'Action' && name !== 'Resource') continue;
    const [told, open] = name === 'Principal' ? splitPrincipal(value) : splitList(value);
    if (open === undefined) continue;
    const put = (inner: Told): [string, Told][] =>
      statement.entries.map((entry): [string, Told] => (entry[0] === name ? [name, inner] : entry));
    others.push({ is: 'map', entries: put(open) });
    known =
      told === undefined || known === undefined
        ? undefined
        : known.map((entry): [string, Told] => (entry[0] === name ? [name, told] : entry));
  }
  return known === undefined ? { others } : { known: { is: 'map', entries: known }, others };
}

function isOpen({ is }: Told): boolean {
  return is !== 'value';
}

function splitList(told: Told): [Told | undefined, Told | undefined] {
  if (told.is !== 'list') return isOpen(told) ? [undefined, told] : [told, undefined];
  const open = told.items.filter(isOpen);
  const known = told.items.filter((item) => !isOpen(item));
  if (open.length === 0) return [told, undefined];
  return [known.length === 0 ? undefined : { is: 'list', items: known }, { is: 'list', items: open }];
}

function splitPrincipal(told: Told): [Told | undefined, Told | undefined] {
  if (told.is !== 'map') return splitList(told);
  const known: [string, Told][] = [];
  const open: [string, Told][] = [];
  for (const [kind, names] of told.entries) {
    const [some, others] = splitList(names);
    if (some !== undefined) known.push([kind, some]);
    if (others !== undefined) open.push([kind, others]);
  }
  if (open.length === 0) return [told, undefined];
  return [known.length === 0 ? undefined : { is: 'map', entries: known }, { is: 'map', entries: open }];
}
