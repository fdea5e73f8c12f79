// Condition trees to closures: each node can be tested, and can explain what decided it.
import type { Exposure } from '../exposure.ts';
import type { Text, Unknown } from '../snapshot/resource.ts';
import { exposedNode } from './exposed.ts';
import { leafTest } from './operators.ts';
import type { Condition } from './rule.ts';
import { and, not, or, type Truth } from './truth.ts';
import { type Place, readPath, whereIs } from './values.ts';

/** What a condition is tested against. */
export interface Subject {
  settings: Record<string, unknown>;
  facts: Record<string, unknown>;
  exposures: Exposure[];
  /** Milliseconds since 1970. */
  now: number;
  /** Steps left; below zero, everything is unknown. */
  budget: { left: number };
  /** Below `where`: the entry, and where it stands. */
  entry: { value: unknown; place: Place } | undefined;
}

/** What decided, filled in by `explain`. */
export interface Trace {
  exposures: Set<Exposure>;
  evidence: { place: Place; text: Text; value?: string }[];
  missing: { place: Place; reason?: 'malformed' }[];
  /** Undecided exposures bring their own. */
  unknowns: Unknown[];
}

export interface Node {
  test(subject: Subject): Truth;
  /** Adds to the trace why `test` said what it said: the parts that said the same. */
  explain(subject: Subject, trace: Trace): void;
}

/** Turns a checked condition into closures. */
export function compile(condition: Condition): Node {
  if (condition.all !== undefined) return combined(condition.all.map(compile), true, and);
  if (condition.any !== undefined) return combined(condition.any.map(compile), false, or);
  if (condition.not !== undefined) return negated(compile(condition.not));
  if (condition.exposed !== undefined) return metered(exposedNode(condition.exposed));
  if (condition.where !== undefined) {
    const where = compile(condition.where);
    if (condition.some !== undefined) return metered(some(condition.some, where));
    if (condition.none !== undefined) return negated(metered(some(condition.none, where)));
    if (condition.every !== undefined) return negated(metered(some(condition.every, negated(where))));
  }
  if (condition.field !== undefined) return metered(leaf(condition.field, condition));
  throw new Error('a condition without a kind; the rule was not checked');
}

/** Takes a step; when there are none left, the answer is unknown. */
function metered(node: Node): Node {
  return {
    test(subject) {
      subject.budget.left--;
      return subject.budget.left < 0 ? 'unknown' : node.test(subject);
    },
    explain: node.explain,
  };
}

function negated(node: Node): Node {
  return { test: (subject) => not(node.test(subject)), explain: node.explain };
}

function combined(nodes: Node[], start: boolean, combine: (a: Truth, b: Truth) => Truth): Node {
  const test = (subject: Subject): Truth => {
    let result: Truth = start;
    for (const node of nodes) {
      result = combine(result, node.test(subject));
      if (result === !start) return result;
    }
    return result;
  };
  return {
    test,
    explain(subject, trace) {
      const result = test(subject);
      for (const node of nodes) if (node.test(subject) === result) node.explain(subject, trace);
    },
  };
}

/** True for a list of which at least one entry makes `where` true. No list: none. */
function some(path: string, where: Node): Node {
  const read = readPath(path);
  const test = (subject: Subject): Truth => {
    const list = read(subject);
    if (list === null) return false;
    if (!Array.isArray(list)) return 'unknown';
    let result: Truth = false;
    for (const value of list) {
      result = or(result, where.test(within(subject, value, NOWHERE)));
      if (result === true) return result;
    }
    return result;
  };
  return {
    test,
    explain(subject, trace) {
      const list = read(subject);
      const place = whereIs(path, subject);
      if (list === undefined) trace.missing.push({ place });
      else if (list !== null && !Array.isArray(list)) trace.missing.push({ place, reason: 'malformed' });
      else {
        const entries = list ?? [];
        const result = test(subject);
        if (result === false) trace.evidence.push({ place, text: noneOf(place.label, entries.length) });
        else explainEntries(entries, result, { subject, place, where, trace });
      }
    },
  };
}

const NOWHERE: Place = { setting: '', pointer: '', label: '' };

/** The same, one entry further in. Written out because copies by spreading are several times slower. */
export function within(
  { settings, facts, exposures, now, budget }: Subject,
  value: unknown,
  place: Place,
): Subject {
  return { settings, facts, exposures, now, budget, entry: { value, place } };
}

const MAX_EXPLAINED = 20;

function explainEntries(
  entries: unknown[],
  result: Truth,
  { subject, place, where, trace }: { subject: Subject; place: Place; where: Node; trace: Trace },
): void {
  let explained = 0;
  for (const [index, value] of entries.entries()) {
    const at = {
      setting: place.setting,
      pointer: `${place.pointer}/${index}`,
      label: `${place.label}[${index}]`,
    };
    const inside = within(subject, value, at);
    if (where.test(inside) !== result) continue;
    where.explain(inside, trace);
    if (++explained === MAX_EXPLAINED) return;
  }
}

function noneOf(label: string, entries: number): Text {
  return entries === 0
    ? { en: `${label} has no entries`, ja: `${label} は空です` }
    : {
        en: `the condition holds for none of the ${entries} entries of ${label}`,
        ja: `${label} の ${entries} 件のうち、条件に当てはまるものはありません`,
      };
}

function leaf(path: string, condition: Condition): Node {
  const read = readPath(path);
  const decide = leafTest(condition);
  // These two look at each character or entry once for each part of the operand.
  const effort = condition.glob?.length ?? condition.ports_cover?.length ?? 1;
  return {
    test(subject) {
      const value = read(subject);
      if (typeof value === 'string') subject.budget.left -= (value.length * effort) >> 10;
      else if (Array.isArray(value)) subject.budget.left -= (value.length * effort) >> 4;
      return subject.budget.left < 0 ? 'unknown' : decide(value, subject.now);
    },
    explain(subject, trace) {
      const value = read(subject);
      const place = whereIs(path, subject);
      if (value === undefined) trace.missing.push({ place });
      else if (decide(value, subject.now) === 'unknown') trace.missing.push({ place, reason: 'malformed' });
      else trace.evidence.push({ place, ...inWords(place.label, value) });
    },
  };
}

const MAX_SHOWN = 200;

function inWords(label: string, value: unknown): { text: Text; value?: string } {
  if (value === null) return { text: { en: `${label} is not set`, ja: `${label} は設定されていません` } };
  const whole = typeof value === 'string' ? value : JSON.stringify(value);
  const shown = whole.length > MAX_SHOWN ? `${whole.slice(0, MAX_SHOWN)}…` : whole;
  const text = { en: `${label} is ${shown}`, ja: `${label} は ${shown}` };
  return whole.length > MAX_SHOWN ? { text } : { text, value: whole };
}
