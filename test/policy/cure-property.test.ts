// Cures of random policies: what is said to close a door closes it to the request that proved it open, by the single-request evaluator.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { policyCures } from '../../src/policy/cure/cure.ts';
import { evaluate } from '../../src/policy/evaluate/evaluate.ts';
import { judge } from '../../src/policy/judge.ts';
import type { Question } from '../../src/policy/question.ts';
import { BUCKET, OWNER } from './ask.ts';

const ACCOUNTS = ['444455556666', '777788889999', OWNER];
const principal = fc.oneof(
  fc.constant('*'),
  fc.record({ AWS: fc.subarray(['*', ...ACCOUNTS], { minLength: 1 }) }),
  fc.record({ AWS: fc.constant(['*']), Service: fc.constant('logs.amazonaws.com') }),
  fc.record({ Service: fc.constant('logs.amazonaws.com') }),
);
const ORGANIZATIONS = fc.subarray(['o-a1b2c3d4e5', 'o-*', '*', 'o-f6g7h8i9j0'], { minLength: 1 });
const operator = fc
  .constantFrom('StringEquals', 'StringLike', 'StringNotEquals')
  .chain((base) => fc.constantFrom(base, `${base}IfExists`, `ForAllValues:${base}`, `ForAnyValue:${base}`));
const condition = fc.oneof(
  fc.tuple(operator, fc.constant('aws:PrincipalOrgID'), ORGANIZATIONS),
  fc.tuple(operator, fc.constant('aws:SourceAccount'), fc.subarray(ACCOUNTS, { minLength: 1 })),
  fc.tuple(operator, fc.constant('aws:PrincipalAccount'), fc.subarray(ACCOUNTS, { minLength: 1 })),
  fc.tuple(
    fc.constantFrom('Bool', 'BoolIfExists'),
    fc.constant('aws:SecureTransport'),
    fc.constantFrom(['true'], ['false']),
  ),
  fc.tuple(
    fc.constantFrom('IpAddress', 'NotIpAddress'),
    fc.constant('aws:SourceIp'),
    fc.subarray(['0.0.0.0/0', '203.0.113.0/24'], { minLength: 1 }),
  ),
);
const statement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    Principal: principal,
    Action: fc.subarray(['s3:GetObject', 's3:PutObject', 's3:ListBucket'], { minLength: 1 }),
    Resource: fc.constant([BUCKET, `${BUCKET}/*`]),
  })
  .chain((base) =>
    fc.array(condition, { maxLength: 2 }).map((conditions) => {
      const made: Record<string, Record<string, unknown>> = {};
      for (const [name, key, values] of conditions) made[name] = { ...made[name], [key]: values };
      return conditions.length === 0 ? base : { ...base, Condition: made };
    }),
  );
const policies = fc
  .array(statement, { minLength: 1, maxLength: 4 })
  .map((Statement) => ({ Version: '2012-10-17', Statement }));

test('no cure that closes lets the proof through, and none touches the document it was given', () => {
  let closing = 0;
  fc.assert(
    fc.property(policies, (policy) => {
      const question: Question = { kind: 's3-bucket', policy, resource: BUCKET, account: OWNER, now: 1e12 };
      const text = JSON.stringify(policy);
      for (const grant of judge(question).grants) {
        if (grant.witness === undefined) continue;
        const cures = policyCures(question, grant);
        // To take out all that lets somebody in is always a way.
        expect(cures.some(({ closes }) => closes)).toBe(true);
        for (const cure of cures) {
          if (!cure.closes) continue;
          closing += 1;
          if (cure.policy === undefined) continue;
          // Whoever gets in by another door, open to everybody, is not this one's concern.
          const others = judge({ ...question, policy: cure.policy }).grants.filter(
            ({ caller }) => caller.class === 'anonymous',
          );
          if (grant.caller.class !== 'anonymous' && others.length > 0) continue;
          expect(evaluate({ ...question, policy: cure.policy }, grant.witness)).toBe('denied');
        }
      }
      expect(JSON.stringify(policy)).toBe(text);
    }),
    { numRuns: 50, seed: 11 },
  );
  expect(closing).toBeGreaterThan(100);
});
