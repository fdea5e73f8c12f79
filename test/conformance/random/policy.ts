// Random policies of a kind: the whole grammar, out of few words.
import { type Dice, dice, oneOrTwo, pick } from './dice.ts';
import { ENDPOINT, ENDPOINT_ADDRESS, KEYS, NETWORK } from './keys.ts';
import { UNIVERSES } from './kinds.ts';
import type { Universe } from './universe.ts';
import type { Key } from './words.ts';

/** One random case; the same seed gives the same case. */
export interface Drawn {
  seed: number;
  universe: Universe;
  policy: Record<string, unknown>;
  /** Resource control policies. */
  alsoDeny: unknown[];
}

export function draw(seed: number): Drawn {
  const roll = dice(seed);
  const universe = pick(roll, UNIVERSES);
  const statements = Array.from({ length: 1 + roll(4) }, () => statement(roll, universe, roll(5) < 2));
  const [only] = statements;
  const listed = statements.length === 1 && roll(2) === 0 ? only : statements;
  const guard = () => document(roll, [statement(roll, universe, true)]);
  const alsoDeny = roll(10) === 0 ? Array.from({ length: 1 + roll(2) }, guard) : [];
  return { seed, universe, policy: document(roll, listed), alsoDeny };
}

function document(roll: Dice, statements: unknown): Record<string, unknown> {
  const version = pick(roll, [
    '2012-10-17',
    '2012-10-17',
    '2012-10-17',
    '2012-10-17',
    '2008-10-17',
    undefined,
  ]);
  return { ...(version === undefined ? {} : { Version: version }), Statement: statements };
}

function statement(roll: Dice, universe: Universe, deny: boolean): unknown {
  const { principals, exempt, actions, resources } = universe;
  // Nobody may be named so in an Allow or in a trust policy; few do, and what it means is not said.
  const spares = deny ? roll(6) === 0 : roll(60) === 0;
  const conditions = condition(roll, universe);
  return {
    Effect: deny ? 'Deny' : 'Allow',
    ...(spares ? { NotPrincipal: pick(roll, exempt) } : { Principal: pick(roll, principals) }),
    [roll(7) === 0 ? 'NotAction' : 'Action']: oneOrTwo(roll, actions),
    ...(resources ? { [roll(7) === 0 ? 'NotResource' : 'Resource']: oneOrTwo(roll, resources) } : {}),
    ...(Object.keys(conditions).length > 0 ? { Condition: conditions } : {}),
  };
}

function condition(roll: Dice, universe: Universe): Record<string, unknown> {
  const made: Record<string, Record<string, unknown>> = {};
  for (let count = roll(3); count > 0; count--) {
    const key = aKey(roll, universe);
    const name = roll(10) === 0 ? key.name.toUpperCase() : key.name;
    const isNull = roll(8) === 0;
    const operator = isNull ? 'Null' : operatorFor(roll, key);
    const values = isNull ? pick(roll, ['true', 'false', true]) : oneOrTwo(roll, key.values);
    made[operator] = { ...made[operator], [name]: values };
  }
  return made;
}

function aKey(roll: Dice, universe: Universe): Key {
  if (universe.network && roll(6) === 0) return pick(roll, [NETWORK, NETWORK, ENDPOINT, ENDPOINT_ADDRESS]);
  return KEYS[pick(roll, universe.keys)];
}

function operatorFor(roll: Dice, key: Key): string {
  const set = key.many || roll(8) === 0 ? pick(roll, ['ForAllValues:', 'ForAnyValue:']) : '';
  return set + pick(roll, key.operators) + (roll(6) === 0 ? 'IfExists' : '');
}
