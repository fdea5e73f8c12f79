// From cells to grants: merged by caller, with conditions in words and a request that is re-checked.

import type { Budget } from './budget.ts';
import { PRINCIPAL, type Scene } from './callers/scene.ts';
import type { World } from './callers/world.ts';
import { isMany } from './keys/traits.ts';
import type { ActionFact } from './kinds/kind.ts';
import { anAddress } from './language/interval.ts';
import type { Caller, Grant, Request } from './question.ts';
import type { Condition, Statement } from './read/document.ts';
import { ACCOUNTS } from './solve/account.ts';
import { wordsOf } from './solve/actions.ts';
import { aValue, type Cell, type State } from './solve/cell.ts';
import { byName } from './solve/run.ts';
import type { Solution } from './solve/solve.ts';

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
  const desk: Desk = { scene, allows, budget, keys: [...scene.keys].sort(), openings: new Map() };
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
  /** A policy that names a thousand accounts lets most of them in by the same statements. */
  openings: Map<string, Pick<Grant, 'pointers' | 'conditions'>>;
}

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
  const { statements } = one.solution;
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
  const request = one.certain ? witness(one, desk) : undefined;
  if (request) grant.witness = request;
  return grant;
}

function openingOf(statements: number[], desk: Desk): Pick<Grant, 'pointers' | 'conditions'> {
  const key = statements.length === 1 ? String(statements[0]) : statements.join();
  const known = desk.openings.get(key);
  if (known !== undefined) return known;
  const opening = desk.allows.filter((statement) => statements.includes(statement.index));
  const conditions = new Set<string>();
  for (const statement of opening) for (const one of statement.conditions) conditions.add(inWords(one));
  const made = { pointers: opening.map((statement) => statement.pointer), conditions: [...conditions] };
  desk.openings.set(key, made);
  return made;
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

/** A request out of the cell: the shortest value of each key, none where a key may be left out. */
function witness(one: Found, { scene, keys, budget }: Desk): Request | undefined {
  const { solution, world, facts } = one;
  const { cell, run } = solution;
  const [fact] = facts;
  if (cell === undefined || run === undefined || fact === undefined) return undefined;
  const context: Request['context'] = {};
  const of = (key: string) => cell[scene.places.get(key) ?? -1] ?? byName(run, key);
  try {
    for (const key of keys) {
      const state = of(key);
      if (state === undefined || state.absent) continue;
      const value = spell(key, state, aValue(state, budget) ?? [], isMany(key));
      if (value !== undefined) context[key] = value;
    }
    const resource = of('');
    const [arn = scene.question.resource] = resource ? (aValue(resource, budget) ?? []) : [];
    const principal = who(world, cell, scene, context, (key) => {
      const state = of(key);
      return state ? aValue(state, budget)?.[0] : undefined;
    });
    oneAccount(context['aws:principalarn'] ?? principal, context);
    const transport = world.sender.road === 'vpc-endpoint' ? 'vpc-endpoint' : 'internet';
    return { principal, action: fact.name, resource: arn, context, transport };
  } catch {
    return undefined;
  }
}

function spell(key: string, state: State, words: string[], many: boolean): string | string[] | undefined {
  const { present } = state;
  if (present === null) return undefined;
  if (present.kind === 'text') return many ? words : words[0];
  if (key.endsWith('ip')) return anAddress(present.ranges);
  const [range] = present.ranges;
  if (range === undefined) return undefined;
  const value = range.first < -(10n ** 20n) ? range.last : range.first;
  if (key === 'aws:currenttime' || key === 'aws:tokenissuetime')
    return new Date(Number(value > 10n ** 15n ? 10n ** 15n : value < 0n ? 0n : value)).toISOString();
  return value % 1000n === 0n ? String(value / 1000n) : (Number(value) / 1000).toFixed(3);
}

function who(
  world: World,
  cell: Cell,
  scene: Scene,
  context: Request['context'],
  value: (key: string) => string | undefined,
): string {
  const { sender } = world;
  if (sender.kind === 'anonymous') return 'anonymous';
  if (sender.kind === 'service')
    return sender.service ?? value('aws:principalservicename') ?? 'a.amazonaws.com';
  if (sender.kind === 'signed') {
    const root = `arn:${scene.partition}:iam::${sender.account}:root`;
    // Where nothing asks who of the account it is, the shortest name is its root's.
    const anyone = cell[PRINCIPAL] === undefined && /^\d+$/.test(sender.account);
    const said = ACCOUNTS.map((key) => context[key]).find((account) => typeof account === 'string');
    const free = anyone ? undefined : said === undefined ? value('aws:principalarn') : undefined;
    const arn = context['aws:principalarn'] ?? free ?? root.replace('::stranger:', `::${said}:`);
    return typeof arn === 'string' ? arn : arn.join();
  }
  const issuer = sender.issuer?.name ?? '';
  const subject = value(`${issuer}:sub`) ?? value(`${issuer}:id`) ?? 'x';
  return `token of ${issuer} with sub ${subject}`;
}

/** The account that a caller's ARN says is the one that the other keys say. */
function oneAccount(principal: string | string[], context: Request['context']): void {
  const [, account] = /^arn:[^:]*:[^:]*::(\d{12}):/.exec(String(principal)) ?? [];
  for (const key of ACCOUNTS) if (account !== undefined && key in context) context[key] = account;
}
