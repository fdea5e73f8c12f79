// Conditions and Resource elements as tests on one variable each.
// Source: IAM user guide, "Condition operators", "Multivalued context keys", "Check for existence", "Policy variables".

import { RESOURCE_NAME } from '../callers/scene.ts';
import { beginning, exactly, inAnyCase, type Pattern, pattern, type Reading } from '../language/pattern.ts';
import type { Condition } from '../read/document.ts';
import { type Part, parts } from '../read/parts.ts';
import { rangesOf } from '../read/ranges.ts';
import { findList, keepList, type Lists, type ReadList } from '../read/read-list.ts';
import { ALWAYS, type Literal, NEVER, type State, type Test } from './cell.ts';

/** What a policy variable can be: one string, absent, or anything (`undefined`). */
export type Variables = (name: string) => { text: string } | { absent: true } | undefined;

export interface Reader {
  /** The document has policy variables. */
  variables: boolean;
  variable: Variables;
  lists: Lists;
}

/** A pattern, `none` where a variable has no value, or `open` where it depends on a value that is not fixed. */
type Read = { pattern: Pattern } | 'none' | { open: Pattern | undefined };

function read(text: string, reading: Reading, reader: Reader): Read {
  let open = false;
  const pieces: Part[] = [];
  for (const part of parts(text, reader.variables)) {
    if (part.kind !== 'variable') {
      pieces.push(part);
      continue;
    }
    const value = reader.variable(part.name);
    if (value === undefined) {
      open = true;
      pieces.push({ kind: 'star' });
    } else if ('text' in value) pieces.push({ kind: 'text', text: value.text });
    else if (part.fallback !== undefined) pieces.push({ kind: 'text', text: part.fallback });
    else return 'none';
  }
  const made = pattern(pieces, open && reading !== 'arn' ? 'glob' : reading, text);
  return open || made === undefined ? { open: made } : { pattern: made };
}

/** Does none of the texts depend on a policy variable? */
export function isConstant(values: string[], variables: boolean): boolean {
  if (!variables) return true;
  for (const value of values) if (value.includes('${')) return false;
  return true;
}

function readAll(values: string[], reading: Reading, reader: Reader): ReadList {
  const constant = isConstant(values, reader.variables);
  const known = constant ? findList(reader.lists, values, reading, reader.variables) : undefined;
  if (known !== undefined) return known;
  const answer = (constant ? readPlain(values, reading) : undefined) ?? readEach(values, reading, reader);
  if (constant) keepList(reader.lists, values, reading, reader.variables, answer);
  return answer;
}

/** Lists whose texts are all written plainly: the two bounds are one. */
function readPlain(values: string[], reading: Reading): ReadList | undefined {
  const sure: Pattern[] = [];
  for (const value of values) {
    const simple = plainly(value, reading);
    if (simple === undefined) return undefined;
    sure.push(simple);
  }
  return { sure, perhaps: sure, wild: false };
}

function readEach(values: string[], reading: Reading, reader: Reader): ReadList {
  const sure: Pattern[] = [];
  const perhaps: Pattern[] = [];
  let wild = false;
  for (const value of values) {
    const found = read(value, reading, reader);
    if (found === 'none') continue;
    if ('pattern' in found) {
      sure.push(found.pattern);
      perhaps.push(found.pattern);
    } else if (found.open === undefined) wild = true;
    else perhaps.push(found.open);
  }
  return { sure, perhaps, wild };
}

/** Texts as they are nearly always written: no wildcard, or a star at the end. */
function plainly(text: string, reading: Reading): Pattern | undefined {
  if (reading === 'literal') return exactly(text);
  if (reading === 'literal-any-case') return inAnyCase(text);
  if (reading === 'arn') return undefined;
  if (text.includes('?')) return undefined;
  const star = text.indexOf('*');
  if (star < 0) return exactly(text);
  return star === text.length - 1 ? beginning(text.slice(0, -1)) : undefined;
}

/** The Resource or NotResource element as a test on the resource. */
export function resourceLiteral(resources: string[], negated: boolean, reader: Reader): Literal {
  const { sure, perhaps } = readAll(resources, 'glob', reader);
  const test = (patterns: Pattern[]): Test => ({
    absent: false,
    present: { kind: 'text', quantifier: 'all', patterns, negated },
  });
  if (sure.length === perhaps.length) return certain(RESOURCE_NAME, test(sure));
  return {
    key: RESOURCE_NAME,
    sure: test(negated ? perhaps : sure),
    perhaps: test(negated ? sure : perhaps),
  };
}

/** A literal whose extent is known. */
function certain(key: string, test: Test): Literal {
  return { key, sure: test, perhaps: test };
}

const TEXTS: Record<string, [Reading, boolean]> = {
  StringEquals: ['literal', false],
  StringNotEquals: ['literal', true],
  StringEqualsIgnoreCase: ['literal-any-case', false],
  StringNotEqualsIgnoreCase: ['literal-any-case', true],
  StringLike: ['glob', false],
  StringNotLike: ['glob', true],
  ArnEquals: ['arn', false],
  ArnLike: ['arn', false],
  ArnNotEquals: ['arn', true],
  ArnNotLike: ['arn', true],
  Bool: ['literal-any-case', false],
  BinaryEquals: ['literal', false],
};

/** One condition as a test on its key. `type` is what the key's values are. */
export function conditionLiteral(condition: Condition, state: State | undefined, reader: Reader): Literal {
  const { key, operator, quantifier, ifExists, values } = condition;
  const unclear: Literal = { key, sure: NEVER, perhaps: ALWAYS };
  if (condition.opaque !== undefined || state === undefined) return unclear;
  if (operator === 'Null') return nullLiteral(key, values) ?? unclear;
  const negated = operator.includes('Not');
  const absent = ifExists || (quantifier === undefined ? negated : quantifier === 'all');
  const type = state.present?.kind ?? 'text';
  const texts = TEXTS[operator];
  if (texts !== undefined) {
    if (state.present !== null && type !== 'text')
      return { key, sure: { absent, present: false }, perhaps: { absent, present: true } };
    const [reading] = texts;
    const { sure, perhaps, wild } = readAll(values, reading, reader);
    const present = (patterns: Pattern[]): Test['present'] => ({
      kind: 'text',
      quantifier: quantifier ?? 'any',
      patterns,
      negated,
    });
    if (!wild && sure.length === perhaps.length) return certain(key, { absent, present: present(sure) });
    const narrowest = negated ? (wild ? false : present(perhaps)) : present(sure);
    const widest = negated ? present(sure) : wild ? true : present(perhaps);
    return { key, sure: { absent, present: narrowest }, perhaps: { absent, present: widest } };
  }
  const ranges = rangesOf(operator, values);
  if (state.present === null)
    return { key, sure: { absent, present: false }, perhaps: { absent, present: false } };
  if (ranges === undefined || type !== 'number')
    return { key, sure: { absent, present: false }, perhaps: { absent, present: true } };
  const test: Test = { absent, present: { kind: 'number', ranges, outside: negated } };
  return { key, sure: test, perhaps: test };
}

function nullLiteral(key: string, values: string[]): Literal | undefined {
  const wanted = new Set(values.map((value) => value.toLowerCase()));
  if (wanted.size === 0 || [...wanted].some((value) => value !== 'true' && value !== 'false'))
    return undefined;
  const test: Test = { absent: wanted.has('true'), present: wanted.has('false') };
  return { key, sure: test, perhaps: test };
}
