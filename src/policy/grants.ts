// From cells to grants: merged by caller, with conditions in words and a request that is re-checked.

import type { Budget } from './budget.ts';
import type { Scene } from './callers/scene.ts';
import type { World } from './callers/world.ts';
import type { ActionFact } from './kinds/kind.ts';
import type { Caller, Grant } from './question.ts';
import type { Condition, Statement } from './read/document.ts';
import { wordsOf } from './solve/actions.ts';
import type { Solution } from './solve/solve.ts';
import { witness } from './witness.ts';

/** Actions that one world was given. */
export interface Found {
  world: World;
  facts: ActionFact[];
  solution: Solution;
  certain: boolean;
  reason?: string;
  /** named-account: no request without a spelled-out external id gets in. */
  externalId?: boolean;
}

/** One grant for each caller, certainty and set of statements; of the roads to one action the first that is certain counts. */
export function toGrants(found: Found[], allows: Statement[], scene: Scene, budget: Budget): Grant[] {
  if (found.length === 0) return [];
  const keys = scene.keys.length > 1 ? [...scene.keys].sort() : scene.keys;
  const desk: Desk = { scene, allows, budget, keys, openings: undefined };
  const [single] = found;
  if (single !== undefined && found.length === 1) return [toGrant(single, [single.facts], desk)];
  desk.openings = new Map();
  const made: Grant[] = [];
  for (const ways of byCaller(found)) {
    const grants: Gathered[] = [];
    for (const { one, facts } of shares(ways)) {
      const before = grants.find((grant) => isAlike(grant.one, one));
      if (before === undefined) grants.push({ one, lists: [facts] });
      else before.lists.push(facts);
    }
    for (const { one, lists } of grants) made.push(toGrant(one, lists, desk));
  }
  return made.length === 1 ? made : made.sort((a, b) => ORDER[a.caller.class] - ORDER[b.caller.class]);
}

/** Ways that make one grant, with the actions of each. */
interface Gathered {
  one: Found;
  lists: ActionFact[][];
}

/** Two ways of one caller that differ in nothing but the actions. */
function isAlike(a: Found, b: Found): boolean {
  if (a.certain !== b.certain || (a.externalId === true) !== (b.externalId === true)) return false;
  if (!a.certain && a.reason !== b.reason) return false;
  const [some, others] = [a.solution.statements, b.solution.statements];
  return some.length === others.length && some.every((index, at) => index === others[at]);
}

/** In the order in which the callers come. */
function byCaller(found: Found[]): Iterable<Found[]> {
  const [first] = found;
  if (found.every((one) => one.world.key === first?.world.key)) return [found];
  const callers = new Map<string, Found[]>();
  for (const one of found) {
    const before = callers.get(one.world.key);
    if (before) before.push(one);
    else callers.set(one.world.key, [one]);
  }
  return callers.values();
}

/** What the grants of one judgement have in common. */
interface Desk {
  scene: Scene;
  allows: Statement[];
  budget: Budget;
  /** The keys of the policies, sorted. */
  keys: string[];
  /** Of several grants: a policy that names a thousand accounts lets most of them in by the same statements. */
  openings: Map<string, Opening> | undefined;
}

/** The statements that open a door, and what they ask for. */
type Opening = Pick<Grant, 'pointers' | 'conditions'>;

/** The ways of one caller, each with the actions for which it is the one that counts. */
function shares(ways: Found[]): { one: Found; facts: ActionFact[] }[] {
  const [first] = ways;
  if (ways.every((one) => one.world === first?.world)) return ways.map((one) => ({ one, facts: one.facts }));
  const best = new Map<ActionFact, Found>();
  for (const one of ways)
    for (const fact of one.facts) {
      const before = best.get(fact);
      if (before === undefined || (one.certain && !before.certain)) best.set(fact, one);
    }
  const parts = new Map<Found, ActionFact[]>();
  for (const [fact, one] of best) parts.set(one, [...(parts.get(one) ?? []), fact]);
  return [...parts].map(([one, facts]) => ({ one, facts }));
}

const ORDER: Record<Caller['class'], number> = {
  anonymous: 0,
  'web-identity': 1,
  'any-account': 2,
  'any-account-via-service': 3,
  service: 4,
  'named-account': 5,
  'named-identity': 6,
  organization: 7,
};

function callerOf(one: Found): Caller {
  const { caller } = one.world;
  return caller.class === 'named-account' ? { ...caller, externalId: one.externalId === true } : caller;
}

function toGrant(one: Found, lists: ActionFact[][], desk: Desk): Grant {
  const { statements, cell, run } = one.solution;
  const { actions, access } = wordsOf(lists);
  const { pointers, conditions } = openingOf(statements, desk);
  const grant: Grant = {
    caller: callerOf(one),
    actions: [...actions],
    access: [...access],
    certainty: one.certain ? 'exact' : 'maybe',
    statements,
    pointers: [...pointers],
    conditions: [...conditions],
  };
  if (one.reason !== undefined) grant.reason = one.reason;
  const action = one.facts[0]?.name;
  if (!one.certain || cell === undefined || run === undefined || action === undefined) return grant;
  const request = witness({ world: one.world, run, cell, action }, desk.scene, desk.keys, desk.budget);
  if (request !== undefined) grant.witness = request;
  return grant;
}

function openingOf(statements: number[], desk: Desk): Opening {
  const { openings } = desk;
  if (openings === undefined) return readOpening(statements, desk);
  const key = statements.length === 1 ? String(statements[0]) : statements.join();
  const made = openings.get(key) ?? readOpening(statements, desk);
  openings.set(key, made);
  return made;
}

function readOpening(statements: number[], desk: Desk): Opening {
  const pointers: string[] = [];
  const conditions: string[] = [];
  for (const statement of desk.allows) {
    if (!statements.includes(statement.index)) continue;
    pointers.push(statement.pointer);
    for (const one of statement.conditions) conditions.push(inWords(one));
  }
  return { pointers, conditions: conditions.length < 2 ? conditions : [...new Set(conditions)] };
}

/** `aws:Referer like https://example.com/*` */
function inWords({ operator, quantifier, ifExists, key, values }: Condition): string {
  const set = quantifier === undefined ? '' : quantifier === 'all' ? 'all values of ' : 'any value of ';
  return `${set}${key} ${operatorInWords(operator)}${ifExists ? ' (if there is one)' : ''} ${values.join(', ')}`;
}

const operatorWords = new Map<string, string>();

function operatorInWords(operator: string): string {
  const known = operatorWords.get(operator);
  if (known !== undefined) return known;
  const plain = operator.replace(/^(String|Arn|Numeric|Date|Binary)/, '');
  const words = plain.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  if (operatorWords.size < 100) operatorWords.set(operator, words);
  return words;
}
