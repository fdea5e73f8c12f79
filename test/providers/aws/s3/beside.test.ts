// Random policies with folders for everyone, for any account and for a partner: who has something of their own, against single requests.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluate } from '../../../../src/policy/evaluate/evaluate.ts';
import type { Request } from '../../../../src/policy/question.ts';
import { judgeRoads } from '../../../../src/providers/aws/s3/beside.ts';

const BUCKET = 'arn:aws:s3:::kagi';
const PARTNER = '444455556666';
const FOLDERS = ['a', 'b', 'c'];

const part = fc.constantFrom('*', 'a/*', 'b/*', 'a*', '*/x');
const who = fc.constantFrom<unknown>('*', { AWS: PARTNER }, { AWS: ['*', PARTNER] });
const statement = fc
  .record({ who, part, deny: fc.integer({ min: 0, max: 3 }), spares: fc.boolean() })
  .map((one) => ({
    Effect: one.deny === 0 ? 'Deny' : 'Allow',
    Principal: one.deny === 0 ? '*' : one.who,
    Action: 's3:GetObject',
    Resource: `${BUCKET}/${one.part}`,
    ...(one.deny === 0 &&
      one.spares && { Condition: { StringNotEquals: { 'aws:PrincipalAccount': PARTNER } } }),
  }));

function request(principal: string, key: string): Request {
  const signed = principal === 'anonymous' ? 'anonymous' : (principal.split(':')[4] ?? '');
  return {
    principal,
    action: 's3:GetObject',
    resource: `${BUCKET}/${key}`,
    context: { 'aws:principalaccount': signed },
    transport: 'internet',
  };
}

test('a partner has a grant of its own exactly where it can read what the public cannot', () => {
  const policies = fc.array(statement, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(policies, (statements) => {
      const question = {
        kind: 's3-bucket' as const,
        policy: { Version: '2012-10-17', Statement: statements },
        resource: BUCKET,
        account: '111122223333',
        now: 0,
      };
      const keys = FOLDERS.flatMap((folder) => [`${folder}/x`, `${folder}/y`, `${folder}x`]);
      const reads = (principal: string, key: string) =>
        evaluate(question, request(principal, key)) === 'allowed';
      const alone = keys.filter(
        (key) =>
          reads(`arn:aws:iam::${PARTNER}:role/etl`, key) &&
          !reads('anonymous', key) &&
          !reads('arn:aws:iam::999900001111:role/x', key),
      );
      const named = judgeRoads(question).grants.filter(
        ({ caller, certainty }) => caller.class === 'named-account' && certainty === 'exact',
      );
      const where = JSON.stringify(statements);
      expect({ where, found: named.length > 0 }).toEqual({ where, found: alone.length > 0 });
      for (const { witness } of named)
        expect({ where, read: witness && evaluate(question, witness) }).toEqual({ where, read: 'allowed' });
    }),
    { numRuns: 400, seed: 11 },
  );
});
