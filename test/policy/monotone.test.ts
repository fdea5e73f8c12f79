// The engine on one policy: more Deny never opens, more Allow never closes, and what was unknown never contradicts what was decided.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judge } from '../../src/policy/judge.ts';
import { isRecord } from '../conformance/case.ts';
import { dice, pick, type Some } from '../conformance/random/dice.ts';
import { UNIVERSES } from '../conformance/random/kinds.ts';
import { draw } from '../conformance/random/policy.ts';
import { statements } from '../conformance/random/spoken.ts';
import { question, type Universe } from '../conformance/random/universe.ts';

type Json = Record<string, unknown>;

/** Two random lists of statements about the same kind of resource. */
const pairs = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 30 }), fc.integer({ min: 0, max: 2 ** 30 }))
  .map(([seed, other]) => {
    const { universe, policy } = draw(seed);
    let more = draw(other);
    for (let next = other; more.universe.kind !== universe.kind; next++) more = draw(next);
    return { universe, base: statements(policy), more: statements(more.policy), seed };
  });

/** Caller and action -> 2 proved open, 1 undecided; left out = proved closed. */
function openings(universe: Universe, list: unknown[]): Map<string, number> {
  const { grants } = judge(question(universe, { Version: '2012-10-17', Statement: list }, []));
  const found = new Map<string, number>();
  const note = (key: string, degree: number) => found.set(key, Math.max(found.get(key) ?? 0, degree));
  for (const { caller, actions, certainty } of grants) {
    if (!['anonymous', 'any-account', 'web-identity'].includes(caller.class)) continue;
    for (const action of actions) note(`${caller.class} ${action}`, certainty === 'exact' ? 2 : 1);
  }
  return found;
}

/** What is proved open in the narrow policy and proved closed in the wide one. */
function contradictions(narrow: Map<string, number>, wide: Map<string, number>): string[] {
  return [...narrow].filter(([key, degree]) => degree === 2 && !wide.has(key)).map(([key]) => key);
}

test('one more Deny never opens, one more Allow never closes', () => {
  fc.assert(
    fc.property(pairs, ({ universe, base, more }) => {
      const plain = openings(universe, base);
      const denied = openings(universe, [...base, ...more.filter((one) => one['Effect'] === 'Deny')]);
      const allowed = openings(universe, [...base, ...more.filter((one) => one['Effect'] === 'Allow')]);
      expect(contradictions(denied, plain)).toEqual([]);
      expect(contradictions(plain, allowed)).toEqual([]);
    }),
    { numRuns: 250, seed: 7 },
  );
});

/** The statement with one more condition. */
function given(statement: Json, operator: string, key: string, value: unknown): Json {
  const conditions = isRecord(statement['Condition']) ? statement['Condition'] : {};
  const before = isRecord(conditions[operator]) ? conditions[operator] : {};
  return { ...statement, Condition: { ...conditions, [operator]: { ...before, [key]: value } } };
}

/** Ways to make a statement unreadable: an element, an operator, a key that nobody knows, values of no kind. */
const BLURS: Some<(statement: Json) => Json> = [
  (statement) => ({ ...statement, Elsewhere: true }),
  (statement) => given(statement, 'StringResembles', 'aws:Referer', 'x'),
  (statement) => given(statement, 'StringNotEquals', 'aws:NobodyKnows', 'x'),
  (statement) => given(statement, 'StringLike', 'aws:UserAgent', [[]]),
];

test('what an unreadable part turns out to be never contradicts a decided verdict', () => {
  let decided = 0;
  let seen = 0;
  fc.assert(
    fc.property(pairs, fc.nat(), ({ universe, base, seed }, at) => {
      const index = at % base.length;
      const roll = dice(seed);
      const blur = pick(roll, BLURS);
      const put = (statement: Json | undefined) =>
        base.flatMap((one, place) => (place === index ? (statement ? [statement] : []) : [one]));
      const [original] = base.slice(index);
      if (original === undefined) return;
      const unknown = openings(universe, put(blur(original)));
      // The part may let the statement apply as it stands, narrow it, or make it apply to nothing.
      const narrower = given(original, 'StringLike', 'aws:UserAgent', 'acme*');
      for (const value of [original, narrower, undefined]) {
        const known = openings(universe, put(value));
        const keys = new Set([...unknown.keys(), ...known.keys()]);
        for (const key of keys) {
          const before = unknown.get(key) ?? 0;
          seen++;
          if (before === 1) continue;
          decided++;
          // Closed stays closed or unknown; open stays open or unknown.
          const after = known.get(key) ?? 0;
          if (after !== 1) expect({ key, value, after }).toEqual({ key, value, after: before });
        }
      }
    }),
    { numRuns: 250, seed: 11 },
  );
  expect(decided).toBeGreaterThan(seen / 4);
});

test('a statement that cannot be read at all may be any statement', () => {
  fc.assert(
    fc.property(pairs, ({ universe, base, more }) => {
      for (const broken of ['Allow', 7, null, { Effect: 'Permit' }]) {
        const unknown = openings(universe, [...base, broken]);
        for (const statement of more) {
          const known = openings(universe, [...base, statement]);
          for (const [key, degree] of known)
            if (degree === 2) expect([key, unknown.has(key)]).toEqual([key, true]);
          for (const [key, degree] of unknown)
            if (degree === 2) expect([key, known.has(key)]).toEqual([key, true]);
        }
      }
    }),
    { numRuns: 60, seed: 13 },
  );
});

test('every kind of the universe takes part', () => {
  const kinds = new Set(fc.sample(pairs, { numRuns: 200, seed: 7 }).map((one) => one.universe.kind));
  expect(kinds).toEqual(new Set(UNIVERSES.map((one) => one.kind)));
});
