// Those whom only the exception of a Deny names: beside an Allow for everybody they get in.
import { describe, expect, test } from '@jest/globals';
import { judge } from '../../src/policy/judge.ts';

const BUCKET = 'arn:aws:s3:::kagi';
const allow = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${BUCKET}/*` };
const deny = (more: object) => ({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', ...more });
const unless = (operator: string, key: string, value: string) =>
  deny({ Condition: { [operator]: { [key]: value } } });

function callers(statements: object[], ours: string[] = []): string[] {
  const { grants } = judge({
    kind: 's3-bucket',
    policy: { Version: '2012-10-17', Statement: statements },
    resource: BUCKET,
    account: '111122223333',
    ours: { accounts: ours, organizations: [], networks: [] },
    now: 0,
  });
  return grants
    .filter(({ certainty }) => certainty === 'exact')
    .map(({ caller }) => {
      if (caller.class === 'named-account') return `account ${caller.accounts.join()}`;
      return caller.class === 'organization' ? `organization ${caller.organizations.join()}` : caller.class;
    });
}

describe('everybody is allowed, and a Deny spares', () => {
  test.each<[string, object, string[]]>([
    [
      'an account',
      unless('StringNotEquals', 'aws:PrincipalAccount', '444455556666'),
      ['account 444455556666'],
    ],
    [
      'a role of it',
      unless('ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::444455556666:role/etl'),
      ['account 444455556666'],
    ],
    [
      'an organization',
      unless('StringNotEquals', 'aws:PrincipalOrgID', 'o-acmeacme00'),
      ['organization o-acmeacme00'],
    ],
    ['the owner', unless('StringNotEquals', 'aws:PrincipalAccount', '111122223333'), []],
    ['nobody', deny({}), []],
  ])('%s', (_what, statement, expected) => expect(callers([allow, statement])).toEqual(expected));

  test('one of ours', () =>
    expect(
      callers([allow, unless('StringNotEquals', 'aws:PrincipalAccount', '444455556666')], ['444455556666']),
    ).toEqual([]));
});

test('whom a Deny spares but no Allow lets in stays outside', () => {
  const own = { ...allow, Principal: { AWS: '111122223333' } };
  expect(callers([own, unless('StringNotEquals', 'aws:PrincipalAccount', '444455556666')])).toEqual([]);
});
