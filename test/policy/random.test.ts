// Random policies of many kinds: the solver agrees with brute force through the single-request evaluator.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluate } from '../../src/policy/evaluate/evaluate.ts';
import { judge } from '../../src/policy/judge.ts';
import { check, shrink } from '../conformance/random/check.ts';
import { draw } from '../conformance/random/policy.ts';
import { search } from '../conformance/random/search.ts';
import { question } from '../conformance/random/universe.ts';
import { runRandom } from '../conformance/random.ts';
import { BUCKET } from './ask.ts';

test('judge and brute force agree on 3,000 random policies, and few are undecided', () => {
  const { rows, disagreements } = runRandom(3000, 20260101);
  expect(disagreements).toEqual([]);
  expect(rows['all']?.policies).toBe(3000);
  for (const [kind, row] of Object.entries(rows)) {
    expect({ kind, few: row.undecided / row.asked <= 0.02 }).toEqual({ kind, few: true });
    // Neither answer is rare: a universe in which everything is closed would prove nothing.
    expect({ kind, some: row.exposed > row.asked / 20 && row.exposed < row.asked * 0.95 }).toEqual({
      kind,
      some: true,
    });
  }
}, 120_000);

test('any seed, every kind', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
      expect(check(draw(seed)).disagreements).toEqual([]);
    }),
    { numRuns: 300, seed: 7 },
  );
}, 60_000);

test('what brute force finds with its short cuts is allowed by the whole policy', () => {
  // It asks about one Allow at a time, and leaves out what cannot apply.
  let found = 0;
  for (let seed = 0; seed < 300; seed++) {
    const { universe, policy, alsoDeny } = draw(seed);
    const about = question(universe, policy, alsoDeny);
    for (const ask of universe.questions) {
      if (ask.caller === 'service') continue;
      const answer = search(universe, about, ask);
      if (answer.answer !== 'allowed') continue;
      found++;
      expect({ seed, outcome: evaluate(about, answer.request) }).toEqual({ seed, outcome: 'allowed' });
    }
  }
  expect(found).toBeGreaterThan(100);
});

test('a case that differs is made small', () => {
  const drawn = draw(3);
  const { universe } = draw(11);
  const allow = {
    Effect: 'Allow',
    Principal: '*',
    Action: ['s3:GetObject', 's3:PutObject'],
    Resource: '*',
    Condition: { Bool: { 'aws:SecureTransport': 'true' } },
  };
  const policy = { Version: '2012-10-17', Statement: [allow, { ...allow, Effect: 'Deny' }, allow] };
  // A broken referee: it knows of no request that anybody could make.
  const blind = { ...universe, kind: 's3-bucket' as const, resource: 'arn:aws:s3:::acme' };
  const questions = [
    { caller: 'anonymous', senders: ['anonymous' as const], action: 's3:GetObject', on: [] },
  ];
  const open = { ...drawn, universe: { ...blind, questions }, policy, alsoDeny: [] };
  expect(check(open).disagreements).toEqual([]);
  const wide = { ...policy, Statement: [allow, allow] };
  const small = shrink({ ...open, policy: wide });
  expect(small.policy).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: ['s3:GetObject'], Resource: '*' }],
  });
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
