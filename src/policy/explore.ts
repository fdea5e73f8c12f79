// Everybody who could be asking, action by action: proved, disproved, or neither.
import { groupActions, split } from './actions.ts';
import { OverBudget, spend, TOO_COMPLEX } from './budget.ts';
import { NEVER, type State, text } from './cell.ts';
import type { Document, Statement } from './document.ts';
import type { Found } from './grants.ts';
import { keyState } from './keys.ts';
import type { ActionFact, Kind, Level } from './kinds/kind.ts';
import { principalClause, type Ready, ready } from './literals.ts';
import { sameWords, shape } from './pattern.ts';
import { principalLiteral } from './principal.ts';
import type { Asked, Puzzle } from './run.ts';
import type { Scene } from './scene.ts';
import type { Sender } from './sender.ts';
import { type Solution, solve } from './solve.ts';
import type { Solver } from './solver.ts';
import { callerKey, type World } from './world.ts';
import { worlds } from './worlds.ts';

/** The two that a function URL can ask for. */
const URLS = new Set(['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction']);

const traitOf = (fact: ActionFact) =>
  [fact.level, fact.proof, fact.anonymous, fact.acrossAccounts, URLS.has(fact.name), fact.doubt].join();

/** What explores one policy: its statements, Allows before Denies, read as far as they were asked for. */
interface Book {
  scene: Scene;
  solver: Solver;
  element: Kind['resourceElement'];
  statements: Statement[];
  variables: boolean[];
  readies: (Ready | undefined)[];
  serviceKeys: Set<string>;
}

/** Asks for every class of caller and every group of actions. The first document allows and denies, the others deny. */
export function explore(scene: Scene, kind: Kind, documents: Document[], solver: Solver): Found[] {
  const allows = (documents[0]?.statements ?? []).filter((one) => one.allow);
  const denies = documents.flatMap((one) => one.statements.filter((statement) => !statement.allow));
  const statements = [...allows, ...denies];
  const variables = documents.flatMap((one) =>
    one.statements.filter((item) => !item.allow).map(() => one.variables),
  );
  const book: Book = {
    scene,
    solver,
    element: kind.resourceElement,
    statements,
    variables: [...allows.map(() => documents[0]?.variables === true), ...variables],
    readies: [],
    serviceKeys: new Set([...scene.keys].filter((key) => !key.startsWith('aws:'))),
  };
  const found: Found[] = [];
  /** Caller -> actions that it surely has. */
  const exact = new Map<string, Set<ActionFact>>();
  const anonymousPossible = kind.actions.some((action) => action.anonymous);
  const groups = groupActions(kind.actions, statements, traitOf);
  const arns = kind.arns(scene.question.resource);
  const resources = new Map<Level, State>();
  for (const world of worlds(scene, allows, denies, anonymousPossible)) {
    const concerned = addressed(book, world, 0, allows.length);
    if (concerned.length === 0) continue;
    // What a caller has by one road needs no other; but a function URL counts beside the direct call.
    const own = callerKey(world.caller);
    const covered: Set<ActionFact>[] = [];
    if (exact.size > 0)
      for (const caller of scene.question.kind === 'lambda' ? world.covered : [...world.covered, own]) {
        const held = exact.get(caller);
        if (held !== undefined) covered.push(held);
      }
    let refused: Asked[] | undefined;
    const states: Puzzle['states'] = { sure: [], perhaps: [] };
    for (const group of groups) {
      const [one] = group.facts;
      if (one === undefined || !possible(one, world)) continue;
      const open = concerned.filter((asked) => group.named[asked.at] === true);
      const facts =
        covered.length === 0
          ? group.facts
          : group.facts.filter((fact) => !covered.some((held) => held.has(fact)));
      if (open.length === 0 || facts.length === 0) continue;
      refused ??= addressed(book, world, allows.length, statements.length);
      const against = refused.filter((asked) => group.named[asked.at] === true);
      for (const alike of apart(facts, world.sender, book, [...open, ...against])) {
        const [first] = alike;
        if (first === undefined) continue;
        let resource = resources.get(first.level);
        if (resource === undefined) {
          resource = text(arns[first.level].map((glob) => shape(glob.replaceAll('*', '<any+>'))));
          resources.set(first.level, resource);
        }
        const puzzle: Puzzle = {
          scene,
          solver,
          sender: world.sender,
          action: first.name,
          resource,
          states: book.serviceKeys.size === 0 ? states : { sure: [], perhaps: [] },
          allows: open,
          denies: against,
        };
        const answer = ask(puzzle);
        if (answer === undefined) continue;
        const doubt = world.doubt ?? first.doubt;
        const certain = answer.certain && doubt === undefined;
        const reason = doubt ?? answer.reason;
        const made: Found = { world, facts: alike, solution: answer.solution, certain };
        if (reason !== undefined) made.reason = reason;
        if (scene.keys.has('sts:externalid') && world.caller.class === 'named-account') {
          const sender = { ...world.sender, withoutExternalId: true };
          made.externalId = ask({ ...puzzle, sender, states: { sure: [], perhaps: [] } }) === undefined;
        }
        found.push(made);
        if (!certain) continue;
        const held = exact.get(own) ?? new Set<ActionFact>();
        for (const fact of alike) held.add(fact);
        exact.set(own, held);
      }
    }
  }
  return found;
}

/** The statements, of some in a row, that may be about the caller. */
function addressed(book: Book, world: World, from: number, to: number): Asked[] {
  const { scene, solver, element, statements, variables, readies } = book;
  const found: Asked[] = [];
  for (let at = from; at < to; at++) {
    const statement = statements[at];
    if (statement === undefined || (statement.allow && world.about?.(statement) === false)) continue;
    const literal = principalLiteral(statement, world.sender);
    if (literal.perhaps === NEVER) continue;
    const known = readies[at] ?? ready(statement, variables[at] === true, scene, element, solver.lists);
    readies[at] = known;
    found.push({ at, ready: known, principal: principalClause(literal) });
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

/** Splits actions by what the keys at hand can be for them. */
function apart(facts: ActionFact[], sender: Sender, book: Book, asked: Asked[]): ActionFact[][] {
  const { scene, serviceKeys } = book;
  if (facts.length === 1 || serviceKeys.size === 0) return [facts];
  const keys = new Set<string>();
  for (const { ready } of asked)
    for (const { condition } of ready.conditions) if (serviceKeys.has(condition.key)) keys.add(condition.key);
  for (const name of scene.variables) if (serviceKeys.has(name)) keys.add(name);
  if (keys.size === 0) return [facts];
  return split(facts, (fact) =>
    [...keys].map((key) => describe(keyState(key, sender, scene, fact.name, true))).join('|'),
  );
}

function describe(state: State | undefined): string {
  if (state === undefined) return 'u';
  if (state.present === null) return '-';
  const extent =
    state.present.kind === 'number'
      ? state.present.ranges.map((range) => `${range.first}-${range.last}`).join()
      : state.present.all.groups.map((group) => group.map(sameWords).join('/')).join();
  return `${state.absent ? '?' : '!'}${extent}`;
}

interface Answer {
  solution: Solution;
  certain: boolean;
  reason?: string;
}

/** Proves, disproves, or says that it can do neither. */
function ask(puzzle: Puzzle): Answer | undefined {
  try {
    spend(puzzle.solver.budget, 1);
    const sure = solve(puzzle, 'sure', 'present');
    if (sure.statements.length > 0) return { solution: sure, certain: true };
    if (!sure.blurred) return undefined;
    const without = solve(puzzle, 'sure', 'absent');
    if (without.statements.length > 0) return { solution: without, certain: true };
    // A single variable either has a value or has none; of several, every mixture would have to be asked.
    const cases =
      puzzle.scene.variables.size === 1 ? (['present', 'absent'] as const) : (['either'] as const);
    for (const pins of cases) {
      const perhaps = solve(puzzle, 'perhaps', pins);
      if (perhaps.statements.length === 0) continue;
      return { solution: perhaps, certain: false, reason: 'a part of the policy has no certain reading' };
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof OverBudget)) throw error;
    const statements = puzzle.allows.map((one) => one.ready.statement.index);
    const solution: Solution = { statements, blurred: true, state: () => undefined };
    return { solution, certain: false, reason: TOO_COMPLEX };
  }
}
