// Properties over random policies: the solver agrees with brute force, Deny never opens, Allow never closes.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judge } from '../../src/policy/judge.ts';
import { dice, disagreements, randomPolicy } from '../conformance/random.ts';
import { BUCKET, OWNER } from './ask.ts';

const policies = fc.integer({ min: 0, max: 2 ** 31 }).map((seed) => randomPolicy(dice(seed)));

test('judge and brute force agree on 1,000 random policies, and few are undecided', () => {
  const roll = dice(20260101);
  let undecided = 0;
  let asked = 0;
  for (let index = 0; index < 1000; index++) {
    const found = disagreements(randomPolicy(roll));
    expect(found.list).toEqual([]);
    undecided += found.undecided;
    asked += found.asked;
  }
  expect(undecided / asked).toBeLessThan(0.02);
}, 120_000);

const statements = (policy: unknown): unknown[] =>
  typeof policy === 'object' && policy !== null && 'Statement' in policy && Array.isArray(policy.Statement)
    ? policy.Statement
    : [];
const effect = (statement: unknown) =>
  typeof statement === 'object' && statement !== null && 'Effect' in statement ? statement.Effect : undefined;

/** Caller and action -> 2 proved open, 1 undecided; left out = closed. */
function openings(list: unknown[]): Map<string, number> {
  const policy = { Version: '2012-10-17', Statement: list };
  const { grants } = judge({ kind: 's3-bucket', policy, resource: BUCKET, account: OWNER, now: 0 });
  const found = new Map<string, number>();
  for (const { caller, actions, certainty } of grants) {
    if (caller.class !== 'anonymous' && caller.class !== 'any-account') continue;
    for (const action of actions) {
      const key = `${caller.class} ${action}`;
      found.set(key, Math.max(found.get(key) ?? 0, certainty === 'exact' ? 2 : 1));
    }
  }
  return found;
}

/** No caller has in `narrow` what it surely has not in `wide`. */
function within(narrow: Map<string, number>, wide: Map<string, number>): string[] {
  return [...narrow].filter(([key, degree]) => degree === 2 && !wide.has(key)).map(([key]) => key);
}

test('one more Deny never opens, one more Allow never closes', () => {
  fc.assert(
    fc.property(policies, policies, (base, more) => {
      const extra = statements(more);
      const denies = extra.filter((one) => effect(one) === 'Deny');
      const allows = extra.filter((one) => effect(one) === 'Allow');
      const plain = openings(statements(base));
      expect(within(openings([...statements(base), ...denies]), plain)).toEqual([]);
      expect(within(plain, openings([...statements(base), ...allows]))).toEqual([]);
    }),
    { numRuns: 150, seed: 7 },
  );
});

test('any JSON at all gets an answer', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (value, other) => {
      for (const policy of [
        value,
        { Statement: value },
        {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: value, Action: 's3:*', Resource: '*', Condition: other }],
        },
      ])
        expect(Array.isArray(judge({ kind: 's3-bucket', policy, resource: BUCKET }).grants)).toBe(true);
    }),
    { numRuns: 300, seed: 7 },
  );
});
