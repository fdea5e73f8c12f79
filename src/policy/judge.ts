// The decision procedure: does a request exist that an outsider can make, that Allow grants and Deny does not take back?
import { type Group, groupActions, split } from './actions.ts';
import { OverBudget } from './budget.ts';
import type { Solver, State } from './cell.ts';
import { combine } from './combine.ts';
import { readDocument, type Statement } from './document.ts';
import { type Found, recheck, toGrants } from './grants.ts';
import { keyState } from './keys.ts';
import { kindOf } from './kinds/index.ts';
import type { ActionFact, Kind } from './kinds/kind.ts';
import { shape } from './pattern.ts';
import type { Grant, Judgement, Question } from './question.ts';
import { type Scene, scene as sceneOf } from './scene.ts';
import { type Puzzle, type Solution, solve } from './solve.ts';
import { policyStatus } from './status.ts';
import { callerKey, type World, worlds } from './worlds.ts';

/** Steps that one judgement may take, about a tenth of a second. */
const BUDGET = 150_000;

/** The two that a function URL can ask for. */
const URLS = new Set(['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction']);

type Placed = Statement & { variables: boolean };

/**
 * Judges one resource policy: every class of outsider that it lets in, with the actions, the opening statements and a
 * request that proves it. Allow is read as wide as it may be, Deny as narrow: what is not listed is proved closed.
 * Source: IAM user guide, "Policy evaluation logic"; nothing here throws on a policy, however broken.
 */
export function judge(question: Question): Judgement {
  const document = readDocument(question.policy);
  const others = (question.alsoDeny ?? []).map(readDocument);
  const placed = (one: typeof document): Placed[] =>
    one.statements.map((statement) => ({ ...statement, variables: one.variables }));
  const allows = placed(document).filter((one) => one.allow);
  const denies = [document, ...others].flatMap(placed).filter((one) => !one.allow);
  const { faults } = document;
  const status = question.kind.startsWith('s3')
    ? { policyStatusIsPublic: policyStatus(question, document) }
    : {};
  const kind = kindOf(
    question.kind,
    allows.flatMap((one) => one.actions),
  );
  if (document.unreadable) return { grants: unreadable(kind, faults[0]?.message), faults, ...status };
  const scene = sceneOf(question, [document, ...others]);
  const solver: Solver = { budget: { steps: BUDGET }, memo: new Map() };
  const found = combine(question, explore(scene, kind, allows, denies, solver), judge);
  // Witnesses have a budget of their own; what the solver found once it finds again for nothing.
  const grants = recheck(toGrants(found, allows, scene, { ...solver, budget: { steps: BUDGET } }), question);
  return { grants, faults, ...status };
}

/** Nothing of the document could be read: it may let anybody do anything that the kind lets them. */
function unreadable(kind: Kind, message = 'cannot be read'): Grant[] {
  // A kind that takes its actions from the policy knows none now: then nobody can be left out.
  const unsigned = kind.actions.length === 0 || kind.actions.some((action) => action.anonymous);
  const callers: Grant['caller'][] = unsigned
    ? [{ class: 'anonymous' }, { class: 'any-account' }]
    : [{ class: 'any-account' }];
  return callers.map((caller) => {
    const facts = kind.actions.filter((action) =>
      caller.class === 'anonymous' ? action.anonymous : action.acrossAccounts,
    );
    return {
      caller,
      actions: facts.map((fact) => fact.name).sort(),
      access: [...new Set(facts.map((fact) => fact.access))],
      certainty: 'maybe',
      reason: `the policy cannot be read: ${message}`,
      statements: [],
      pointers: [],
      conditions: [],
    };
  });
}

function explore(scene: Scene, kind: Kind, allows: Placed[], denies: Placed[], solver: Solver): Found[] {
  const found: Found[] = [];
  const exact = new Map<string, Set<string>>();
  const anonymousPossible = kind.actions.some((action) => action.anonymous);
  const resources = kind.arns(scene.question.resource);
  const traits = (fact: ActionFact) =>
    [fact.level, fact.proof, fact.anonymous, fact.acrossAccounts, URLS.has(fact.name)].join();
  const classes = groupActions(kind.actions, allows, denies, traits);
  const serviceKeys = [...scene.keys].filter((key) => !key.startsWith('aws:'));
  for (const world of worlds(scene, allows, anonymousPossible)) {
    // What a caller has by one road needs no other; but a function URL counts beside the direct call.
    const covered =
      scene.question.kind === 'lambda' ? world.covered : [...world.covered, callerKey(world.caller)];
    const open = (fact: ActionFact) => !covered.some((caller) => exact.get(fact.name)?.has(caller));
    const groups: Group<Placed>[] = [];
    for (const one of classes) {
      const [first] = one.facts;
      if (first === undefined || !possible(first, world)) continue;
      const interesting = world.about ? one.allows.filter(world.about) : one.allows;
      const facts = exact.size > 0 ? one.facts.filter(open) : one.facts;
      if (interesting.length === 0 || facts.length === 0) continue;
      const group = { facts, allows: interesting, denies: one.denies };
      if (serviceKeys.length === 0) groups.push(group);
      else groups.push(...split(group, (fact) => alike(fact, world, scene, serviceKeys)));
    }
    for (const group of groups) {
      const [first] = group.facts;
      if (first === undefined) continue;
      const resource = resources[first.level].map((glob) => shape(glob.replaceAll('*', '<any+>')));
      const puzzle = { scene, sender: world.sender, action: first.name, resource, solver, ...group };
      const answer = ask({ ...puzzle, resourceElement: kind.resourceElement });
      if (answer === undefined) continue;
      const certain = answer.certain && world.doubt === undefined;
      const reason = world.doubt ?? answer.reason;
      const one: Found = { world, ...group, ...answer, certain };
      if (reason !== undefined) one.reason = reason;
      if (scene.keys.has('sts:externalid') && world.caller.class === 'named-account') {
        const sender = { ...world.sender, withoutExternalId: true };
        one.externalId = ask({ ...puzzle, sender, resourceElement: kind.resourceElement }) === undefined;
      }
      found.push(one);
      for (const fact of certain ? group.facts : [])
        exact.set(fact.name, (exact.get(fact.name) ?? new Set()).add(callerKey(world.caller)));
    }
  }
  return found;
}

/** Can this caller ask for the action at all? */
function possible(fact: ActionFact, { sender }: World): boolean {
  if (!fact.acrossAccounts && sender.service === undefined) return false;
  const url = fact.name === 'lambda:InvokeFunctionUrl';
  if (sender.road === 'function-url') return URLS.has(fact.name);
  if (url) return false;
  if (sender.kind === 'anonymous') return fact.anonymous;
  if (sender.kind === 'web-identity') return fact.proof === 'web-identity' || !fact.name.startsWith('sts:');
  if (sender.kind === 'saml') return fact.proof === 'saml';
  return fact.proof === 'signature';
}

/** What makes two actions different to the conditions at hand. */
function alike(fact: ActionFact, { sender }: World, scene: Scene, keys: string[]): string {
  return keys.map((key) => describe(keyState(key, sender, scene, fact.name, true))).join('|');
}

function describe(state: State | undefined): string {
  if (state === undefined) return 'u';
  if (state.present === null) return '-';
  const extent =
    state.present.kind === 'number'
      ? state.present.ranges.map((range) => `${range.first}-${range.last}`).join()
      : state.present.all.groups.map((group) => group.map((one) => one.key).join('/')).join();
  return `${state.absent ? '?' : '!'}${extent}`;
}

type Answer = { solution: Solution; certain: boolean; reason?: string };

/** Proves, disproves, or says that it can do neither. */
function ask(puzzle: Omit<Puzzle, 'mode' | 'pins'> & Group<Placed>): Answer | undefined {
  try {
    const sure = solve({ ...puzzle, mode: 'sure', pins: 'present' });
    if (sure.statements.length > 0) return { solution: sure, certain: true };
    if (!sure.blurred) return undefined;
    const without = solve({ ...puzzle, mode: 'sure', pins: 'absent' });
    if (without.statements.length > 0) return { solution: without, certain: true };
    const perhaps = solve({ ...puzzle, mode: 'perhaps', pins: 'present' });
    if (perhaps.statements.length === 0) return undefined;
    return { solution: perhaps, certain: false, reason: 'a part of the policy has no certain reading' };
  } catch (error) {
    if (!(error instanceof OverBudget)) throw error;
    const statements = puzzle.allows.map((one) => one.index);
    const solution: Solution = { statements, blurred: true, state: () => undefined };
    return { solution, certain: false, reason: 'the policy is too complex to decide within the budget' };
  }
}
