// What callers surely have already: nobody need ask for it again by another road.
import type { ActionFact } from '../kinds/kind.ts';
import type { Scene } from './scene.ts';
import type { World } from './world.ts';

/** Actions that a caller surely has. */
export interface Held {
  lists: ActionFact[][];
  facts: Set<ActionFact> | undefined;
}

const NOTHING: Held[] = [];

/** What a caller has by one road needs no other; but a function URL counts beside the direct call. */
export function coveredBy(world: World, exact: Map<string, Held>, scene: Scene): Held[] {
  if (exact.size === 0) return NOTHING;
  const covered: Held[] = [];
  for (const caller of world.covered) {
    const held = exact.get(caller);
    if (held !== undefined) covered.push(held);
  }
  const own = scene.question.kind === 'lambda' ? undefined : exact.get(world.key);
  if (own !== undefined) covered.push(own);
  return covered;
}

/** Remembers what a caller surely has. */
export function hold(exact: Map<string, Held>, caller: string, facts: ActionFact[]): void {
  const held = exact.get(caller);
  if (held === undefined) exact.set(caller, { lists: [facts], facts: undefined });
  else {
    held.lists.push(facts);
    held.facts = undefined;
  }
}

/** The actions that nobody of those has. */
export function left(facts: ActionFact[], covered: Held[]): ActionFact[] {
  if (covered.length === 0) return facts;
  // Groups are the same for every caller: most often all of one is held, or nothing.
  for (const held of covered) if (held.lists.includes(facts)) return [];
  for (const held of covered) held.facts ??= new Set(held.lists.flat());
  const rest = facts.filter((fact) => !covered.some((held) => held.facts?.has(fact)));
  return rest.length === facts.length ? facts : rest;
}
