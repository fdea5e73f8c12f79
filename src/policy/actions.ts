// Actions by enumeration: which statements name which actions, and which actions behave alike.
import type { Statement } from './document.ts';
import type { ActionFact } from './kinds/kind.ts';

/** Whether texts match a pattern with `*` and `?`; the pieces between stars are looked for from left to right. */
export function globMatcher(glob: string): (text: string) => boolean {
  const [head = '', ...middle] = glob.split('*');
  const tail = middle.pop();
  if (!glob.includes('*') && !glob.includes('?')) return (text) => text === glob;
  if (tail === undefined) return (text) => text.length === head.length && standsAt(head, text, 0);
  const pieces = middle.filter((piece) => piece !== '');
  const plain = !glob.includes('?');
  return (text) => {
    const end = text.length - tail.length;
    if (end < head.length) return false;
    if (
      plain
        ? !text.startsWith(head) || !text.endsWith(tail)
        : !standsAt(head, text, 0) || !standsAt(tail, text, end)
    )
      return false;
    let at = head.length;
    for (const piece of pieces) {
      at = plain ? text.indexOf(piece, at) : find(piece, text, at);
      if (at < 0) return false;
      at += piece.length;
    }
    return at <= end;
  };
}

/** Does the piece, whose `?` are any character, stand in the text at a place? */
function standsAt(piece: string, text: string, at: number): boolean {
  if (at + piece.length > text.length) return false;
  for (let index = 0; index < piece.length; index++) {
    const wanted = piece.charAt(index);
    if (wanted !== '?' && wanted !== text.charAt(at + index)) return false;
  }
  return true;
}

function find(piece: string, text: string, from: number): number {
  for (let at = from; at + piece.length <= text.length; at++) if (standsAt(piece, text, at)) return at;
  return -1;
}

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

/** Groups actions that the same statements name and whose trait is the same; what no Allow names is left out. */
export function groupActions(
  facts: ActionFact[],
  statements: Statement[],
  trait: (fact: ActionFact) => string,
): Group[] {
  const known = traitsOf(facts, trait);
  const lists = statements.map(({ actions }) => actions.map((pattern) => matching(facts, pattern)));
  const groups = new Map<string, Group>();
  for (const index of allowed(facts, statements, lists)) {
    const fact = facts[index];
    if (fact === undefined) continue;
    let key = known[index] ?? '';
    for (let at = 0; at < statements.length; at++) key += names(statements[at], lists[at], index) ? '1' : '0';
    const group = groups.get(key);
    if (group) group.facts.push(fact);
    else {
      const named = statements.map((statement, at) => names(statement, lists[at], index));
      groups.set(key, { facts: [fact], named });
    }
  }
  return [...groups.values()];
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
