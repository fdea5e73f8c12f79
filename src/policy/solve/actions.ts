// Actions by enumeration: which statements name which actions, and which actions behave alike.

import type { ActionFact } from '../kinds/kind.ts';
import type { Statement } from '../read/document.ts';
import { globMatcher } from './action-glob.ts';

/** Actions that the same statements name and that no caller tells apart. */
export interface Group {
  facts: ActionFact[];
  /** For each statement, in the order in which they were given: does it name these actions? */
  named: boolean[];
}

/** Which actions of a list a pattern names: their indexes, and for each index whether it is one. */
interface Named {
  indexes: number[];
  is: boolean[];
}

// The same patterns stand in most policies.
const matched = new WeakMap<ActionFact[], Map<string, Named>>();

const lowered = new WeakMap<ActionFact[], string[]>();

/** The names of a list of actions as policies are compared with them. */
export function lowerNames(facts: ActionFact[]): string[] {
  const known = lowered.get(facts);
  if (known !== undefined) return known;
  const names = facts.map((fact) => fact.name.toLowerCase());
  lowered.set(facts, names);
  return names;
}

function matching(facts: ActionFact[], pattern: string): Named {
  let patterns = matched.get(facts);
  if (patterns === undefined || patterns.size > 2000) {
    patterns = new Map();
    matched.set(facts, patterns);
  }
  const before = patterns.get(pattern);
  if (before !== undefined) return before;
  const is = lowerNames(facts).map(globMatcher(pattern));
  const answer = { is, indexes: [...facts.keys()].filter((index) => is[index]) };
  patterns.set(pattern, answer);
  return answer;
}

// What a caller has to be to ask for an action does not depend on the policy.
const traits = new WeakMap<ActionFact[], string[]>();

function traitsOf(facts: ActionFact[], trait: (fact: ActionFact) => string): string[] {
  const known = traits.get(facts);
  if (known !== undefined) return known;
  const made = facts.map(trait);
  traits.set(facts, made);
  return made;
}

// Most policies name their actions in one of a few ways: what follows from that alone is kept.
const grouped = new WeakMap<ActionFact[], Map<string, Group[]>>();
const LONGEST = 500;

/** Groups actions that the same statements name and whose trait is the same; what no Allow names is left out. */
export function groupActions(
  facts: ActionFact[],
  statements: Statement[],
  trait: (fact: ActionFact) => string,
): Group[] {
  const key = wording(statements);
  if (key.length > LONGEST) return groupsOf(facts, statements, trait);
  let known = grouped.get(facts);
  if (known === undefined || known.size > 1000) {
    known = new Map();
    grouped.set(facts, known);
  }
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = groupsOf(facts, statements, trait);
  known.set(key, made);
  return made;
}

/** All that groups depend on, without ambiguity: every text stands behind its length. */
function wording(statements: Statement[]): string {
  let words = '';
  for (const { allow, notAction, actions } of statements) {
    words += allow ? (notAction ? 'N' : 'A') : notAction ? 'M' : 'D';
    for (const action of actions) words += `${action.length}:${action}`;
    if (words.length > LONGEST) break;
  }
  return words;
}

function groupsOf(
  facts: ActionFact[],
  statements: Statement[],
  trait: (fact: ActionFact) => string,
): Group[] {
  const known = traitsOf(facts, trait);
  const named = statements.map(({ actions }) => actions.map((pattern) => matching(facts, pattern)));
  const groups = new Map<string, Group>();
  for (const index of allowed(facts, statements, named)) {
    const fact = facts[index];
    if (fact === undefined) continue;
    let key = known[index] ?? '';
    for (let at = 0; at < statements.length; at++) key += names(statements[at], named[at], index) ? '1' : '0';
    const group = groups.get(key);
    if (group) group.facts.push(fact);
    else {
      const naming = statements.map((statement, at) => names(statement, named[at], index));
      groups.set(key, { facts: [fact], named: naming });
    }
  }
  const made = [...groups.values()];
  for (const group of made) lists.set(group.facts, { number: numbered++, words: undefined });
  return made;
}

/** What grants say of their actions. */
export interface Words {
  actions: string[];
  access: ActionFact['access'][];
}

// Lists of groups have numbers, so that what is said of one, or of some of them together, is said once.
const lists = new WeakMap<ActionFact[], { number: number; words: Words | undefined }>();
let numbered = 0;
const said = new Map<string, Words>();

/** The names of actions and what they do, both sorted; not to be changed. */
export function wordsOf(some: ActionFact[][]): Words {
  let key = '';
  for (const list of some) {
    const kept = lists.get(list);
    if (kept === undefined) return sayAll(some);
    if (some.length === 1) {
      kept.words ??= sayAll(some);
      return kept.words;
    }
    key += `${kept.number} `;
  }
  const known = said.get(key);
  if (known !== undefined) return known;
  const made = sayAll(some);
  if (said.size > 1000) said.clear();
  said.set(key, made);
  return made;
}

function sayAll(lists: ActionFact[][]): Words {
  const facts = lists.flat();
  const access = new Set<ActionFact['access']>();
  for (const fact of facts) access.add(fact.access);
  const actions = facts.map((fact) => fact.name).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return { actions, access: [...access].sort() };
}

function names(statement: Statement | undefined, lists: Named[] = [], index: number): boolean {
  for (const list of lists) if (list.is[index] === true) return statement?.notAction === false;
  return statement?.notAction === true;
}

/** The indexes of the actions that some Allow may name, in order. */
function allowed(facts: ActionFact[], statements: Statement[], lists: Named[][]): Iterable<number> {
  const all = new Set<number>();
  for (const [at, statement] of statements.entries()) {
    if (!statement.allow) continue;
    if (statement.notAction) {
      for (let index = 0; index < facts.length; index++)
        if (names(statement, lists[at], index)) all.add(index);
    } else for (const { indexes } of lists[at] ?? []) for (const index of indexes) all.add(index);
  }
  return all.size < 2 ? all : [...all].sort((a, b) => a - b);
}

/** Splits a list of actions by a trait. */
export function split(facts: ActionFact[], trait: (fact: ActionFact) => string): ActionFact[][] {
  const parts = new Map<string, ActionFact[]>();
  for (const fact of facts) {
    const key = trait(fact);
    const part = parts.get(key);
    if (part) part.push(fact);
    else parts.set(key, [fact]);
  }
  return [...parts.values()];
}
