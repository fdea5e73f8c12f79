// From cells to grants: merged by caller, with conditions in words and a request that is re-checked.
import { aValue, type Solver, type State } from './cell.ts';
import type { Condition, Statement } from './document.ts';
import { evaluate } from './evaluate.ts';
import { anAddress } from './interval.ts';
import { isMany } from './keys.ts';
import type { ActionFact } from './kinds/kind.ts';
import type { Caller, Grant, Question, Request } from './question.ts';
import type { Scene } from './scene.ts';
import type { Solution } from './solve.ts';
import { callerKey, type World } from './worlds.ts';

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
export function toGrants(found: Found[], allows: Statement[], scene: Scene, solver: Solver): Grant[] {
  const best = new Map<string, Map<ActionFact, Found>>();
  for (const one of found) {
    const key = callerKey(one.world.caller);
    const actions = best.get(key) ?? new Map<ActionFact, Found>();
    best.set(key, actions);
    for (const fact of one.facts) {
      const before = actions.get(fact);
      if (before === undefined || (one.certain && !before.certain)) actions.set(fact, one);
    }
  }
  const grants = new Map<string, { one: Found; facts: ActionFact[] }>();
  const keys = new Map<Found, string>();
  for (const actions of best.values()) {
    for (const [fact, one] of actions) {
      const { statements } = one.solution;
      const key =
        keys.get(one) ?? [callerKey(callerOf(one)), one.certain, one.reason, statements.join()].join('|');
      keys.set(one, key);
      const group = grants.get(key);
      if (group) group.facts.push(fact);
      else grants.set(key, { one, facts: [fact] });
    }
  }
  const made = [...grants.values()].map(({ one, facts }) => toGrant(one, facts, allows, scene, solver));
  return made.sort((a, b) => ORDER.indexOf(a.caller.class) - ORDER.indexOf(b.caller.class));
}

const ORDER: Caller['class'][] = [
  'anonymous',
  'web-identity',
  'any-account',
  'any-account-via-service',
  'service',
  'named-account',
  'named-identity',
  'organization',
];

function callerOf(one: Found): Caller {
  const { caller } = one.world;
  return caller.class === 'named-account' ? { ...caller, externalId: one.externalId === true } : caller;
}

function toGrant(one: Found, facts: ActionFact[], allows: Statement[], scene: Scene, solver: Solver): Grant {
  const opening = allows.filter((statement) => one.solution.statements.includes(statement.index));
  const grant: Grant = {
    caller: callerOf(one),
    actions: facts.map((fact) => fact.name).sort(),
    access: [...new Set(facts.map((fact) => fact.access))].sort(),
    certainty: one.certain ? 'exact' : 'maybe',
    statements: one.solution.statements,
    pointers: opening.map((statement) => statement.pointer),
    conditions: [...new Set(opening.flatMap((statement) => statement.conditions.map(inWords)))],
  };
  if (one.reason !== undefined) grant.reason = one.reason;
  const request = one.certain ? witness(one, scene, solver) : undefined;
  if (request) grant.witness = request;
  return grant;
}

/** `aws:Referer like https://example.com/*` */
function inWords({ operator, quantifier, ifExists, key, values }: Condition): string {
  const words = operator.replace(/^(String|Arn|Numeric|Date|Binary)/, '').replace(/([a-z])([A-Z])/g, '$1 $2');
  const set = quantifier === undefined ? '' : quantifier === 'all' ? 'all values of ' : 'any value of ';
  return `${set}${key} ${words.toLowerCase()}${ifExists ? ' (if there is one)' : ''} ${values.join(', ')}`;
}

/** A request out of the cell: the shortest value of each key, none where a key may be left out. */
function witness(one: Found, scene: Scene, solver: Solver): Request | undefined {
  const { solution, world, facts } = one;
  const { cell } = solution;
  const [fact] = facts;
  if (cell === undefined || fact === undefined) return undefined;
  const context: Request['context'] = {};
  try {
    for (const key of [...scene.keys].sort()) {
      const state = cell.get(key) ?? solution.state(key);
      if (state === undefined || state.absent) continue;
      const value = spell(key, state, aValue(state, solver) ?? [], isMany(key));
      if (value !== undefined) context[key] = value;
    }
    const resource = cell.get('') ?? solution.state('');
    const [arn = scene.question.resource] = resource ? (aValue(resource, solver) ?? []) : [];
    const principal = who(world, scene, context, (key) => {
      const state = cell.get(key) ?? solution.state(key);
      return state ? aValue(state, solver)?.[0] : undefined;
    });
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
  scene: Scene,
  context: Request['context'],
  value: (key: string) => string | undefined,
): string {
  const { sender } = world;
  if (sender.kind === 'anonymous') return 'anonymous';
  if (sender.kind === 'service')
    return sender.service ?? value('aws:principalservicename') ?? 'a.amazonaws.com';
  if (sender.kind === 'signed') {
    const arn =
      context['aws:principalarn'] ??
      value('aws:principalarn') ??
      `arn:${scene.partition}:iam::${sender.account}:root`;
    return typeof arn === 'string' ? arn : arn.join();
  }
  const issuer = sender.issuer?.name ?? '';
  const subject = value(`${issuer}:sub`) ?? value(`${issuer}:id`) ?? 'x';
  return `token of ${issuer} with sub ${subject}`;
}

/** Asks the single-request evaluator about each witness. One that it does not allow is our bug, and proves nothing. */
export function recheck(grants: Grant[], question: Question): Grant[] {
  return grants.map((grant) => {
    if (grant.certainty !== 'exact') return grant;
    if (grant.witness === undefined)
      return { ...grant, certainty: 'maybe', reason: 'no request was found within the budget' };
    if (evaluate(question, grant.witness) === 'allowed') return grant;
    const { witness: _failed, ...rest } = grant;
    return { ...rest, certainty: 'maybe', reason: 'witness failed its re-check (our bug)' };
  });
}
