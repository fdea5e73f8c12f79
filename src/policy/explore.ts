// Everybody who could be asking, action by action: proved, disproved, or neither.

import { coveredBy, type Held, hold, left } from './callers/held.ts';
import type { Scene } from './callers/scene.ts';
import type { Sender } from './callers/sender.ts';
import { isShutOut } from './callers/shut-out.ts';
import type { World } from './callers/world.ts';
import { worlds } from './callers/worlds.ts';
import type { Found } from './grants.ts';
import { keyState } from './keys/keys.ts';
import { traitsOf } from './keys/traits.ts';
import type { ActionFact, Kind, Level } from './kinds/kind.ts';
import { filling, sameWords } from './language/pattern.ts';
import type { Document, Statement } from './read/document.ts';
import { groupActions, split } from './solve/actions.ts';
import { ask } from './solve/ask.ts';
import { NEVER, type State, text } from './solve/cell.ts';
import { type Ready, ready } from './solve/literals.ts';
import { principalClause } from './solve/principal.ts';
import type { Asked, Puzzle } from './solve/run.ts';
import type { Solver } from './solve/solver.ts';

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
  /** The places of the Denies. */
  denies: number[];
  variables: boolean[];
  readies: (Ready | undefined)[];
  /** Keys that are not global; empty in most policies. */
  serviceKeys: string[];
}

/** Asks for every class of caller and every group of actions. The first document allows and denies, the others deny. */
export function explore(scene: Scene, kind: Kind, documents: Document[], solver: Solver): Found[] {
  const book = open(scene, kind, documents, solver);
  const { statements, serviceKeys } = book;
  const allows: Statement[] = [];
  for (const one of statements) if (one.allow) allows.push(one);
  const denies = statements.slice(allows.length);
  const allAllows = allows.map((_, at) => at);
  const found: Found[] = [];
  const exact = new Map<string, Held>();
  const groups = groupActions(kind.actions, statements, traitOf);
  const resources = resourcesOf(kind, scene);
  for (const world of worlds(scene, allows, denies, anonymousPossible(kind))) {
    const concerned = addressed(book, world, world.about ?? allAllows);
    if (concerned.length === 0) continue;
    const covered = coveredBy(world, exact, scene);
    let refused: Asked[] | undefined;
    const globals: Puzzle['globals'] = scene.all.slice();
    const states: Puzzle['states'] = { sure: scene.all.slice(), perhaps: [] };
    for (const group of groups) {
      const [one] = group.facts;
      if (one === undefined || !possible(one, world)) continue;
      const open = among(concerned, group.named);
      if (open.length === 0) continue;
      const facts = left(group.facts, covered);
      if (facts.length === 0) continue;
      refused ??= denies.length === 0 ? [] : addressed(book, world, book.denies);
      const against = among(refused, group.named);
      for (const alike of apart(facts, world.sender, book, open, against)) {
        const [first] = alike;
        if (first === undefined) continue;
        const puzzle: Puzzle = {
          scene,
          solver,
          sender: world.sender,
          action: first.name,
          resource: resources(first.level),
          globals,
          states: serviceKeys.length === 0 ? states : { sure: [], perhaps: [] },
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
        if (world.caller.class === 'named-account' && scene.places.has('sts:externalid')) {
          const sender = { ...world.sender, withoutExternalId: true };
          const without = { ...puzzle, sender, globals: [], states: { sure: [], perhaps: [] } };
          made.externalId = ask(without) === undefined;
        }
        found.push(made);
        if (certain) hold(exact, world.key, alike);
      }
    }
  }
  return found;
}

function open(scene: Scene, kind: Kind, documents: Document[], solver: Solver): Book {
  const statements: Statement[] = [];
  const variables: boolean[] = [];
  const denies: number[] = [];
  const serviceKeys: string[] = [];
  const [own] = documents;
  for (const one of own?.statements ?? []) {
    if (!one.allow) continue;
    statements.push(one);
    variables.push(own?.variables === true);
  }
  for (const document of documents)
    for (const one of document.statements) {
      if (one.allow) continue;
      denies.push(statements.length);
      statements.push(one);
      variables.push(document.variables);
    }
  for (const key of scene.keys) if (!traitsOf(key).global) serviceKeys.push(key);
  const { resourceElement: element } = kind;
  return { scene, solver, element, statements, variables, readies: [], serviceKeys, denies };
}

const unsigned = new WeakMap<Kind, boolean>();

function anonymousPossible(kind: Kind): boolean {
  const known = unsigned.get(kind);
  if (known !== undefined) return known;
  const answer = kind.actions.some((action) => action.anonymous);
  unsigned.set(kind, answer);
  return answer;
}

/** What the resource of an action can be, by the level of the action. */
function resourcesOf(kind: Kind, scene: Scene): (level: Level) => State {
  const arns = kind.arns(scene.question.resource);
  const known: Partial<Record<Level, State>> = {};
  return (level) => {
    const made = known[level] ?? text(arns[level].map(filling));
    known[level] = made;
    return made;
  };
}

/** Those of the statements that name a group of actions. */
function among(asked: Asked[], named: boolean[]): Asked[] {
  let count = 0;
  for (const one of asked) if (named[one.at] === true) count++;
  return count === asked.length ? asked : asked.filter((one) => named[one.at] === true);
}

/** Those of the statements that may be about the caller. */
function addressed(book: Book, { sender }: World, places: number[]): Asked[] {
  const { scene, solver, element, statements, variables, readies } = book;
  const found: Asked[] = [];
  for (const at of places) {
    const statement = statements[at];
    if (statement === undefined) continue;
    const principal = principalClause(statement, sender);
    if (principal.perhaps === NEVER) continue;
    if (statement.allow && isShutOut(statement, sender, scene)) continue;
    const known = readies[at] ?? ready(statement, variables[at] === true, scene, element, solver.lists);
    readies[at] = known;
    found.push({ at, ready: known, principal });
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
function apart(
  facts: ActionFact[],
  sender: Sender,
  book: Book,
  open: Asked[],
  against: Asked[],
): ActionFact[][] {
  const { scene, serviceKeys } = book;
  if (facts.length === 1 || serviceKeys.length === 0) return [facts];
  const keys = new Set<string>();
  for (const asked of [open, against])
    for (const { ready } of asked) for (const key of ready.claims) keys.add(key);
  for (const name of scene.variables) if (!traitsOf(name).global) keys.add(name);
  if (keys.size === 0) return [facts];
  const parts = split(facts, (fact) =>
    [...keys].map((key) => describe(keyState(key, sender, scene, fact.name, true))).join('|'),
  );
  return parts.length === 1 ? [facts] : parts;
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
