// Resource control policies over roles: who is shut out by them, and whom they leave.
import { describe, expect, test } from '@jest/globals';
import type { Context, Exposure } from '../../../../src/exposure.ts';
import { analyseIam } from '../../../../src/providers/aws/iam/analyse.ts';
import type { Resource } from '../../../../src/snapshot/resource.ts';

const SCOPE = 'aws/111122223333';
const OUTSIDE = { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-kagi' } };

function resource(type: string, id: string, settings: Record<string, unknown>): Resource {
  return { record: 'resource', type, id, name: id, scope: SCOPE, settings, unknowns: [] };
}

function deny(condition: object, more: object = {}): object {
  const statement = { Sid: 'perimeter', Effect: 'Deny', Principal: '*', Action: 'sts:*', Resource: '*' };
  return { Version: '2012-10-17', Statement: [{ ...statement, Condition: condition, ...more }] };
}

function judge(principal: unknown, documents: object[] | null | undefined, more: object = {}): Exposure[] {
  const action = JSON.stringify(principal).includes('oidc-provider')
    ? 'sts:AssumeRoleWithWebIdentity'
    : 'sts:AssumeRole';
  const trustPolicy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: action, ...more }],
  };
  const role = resource('aws.iam.role', 'arn:aws:iam::111122223333:role/deploy', { path: '/', trustPolicy });
  const resourceControlPolicies = documents?.map((document, index) => ({
    id: `p-${index}`,
    name: `policy-${index}`,
    targets: ['r-kagi'],
    document,
  }));
  const account = resource('aws.account', 'arn:aws:iam::111122223333:root', {
    organization: { id: 'o-kagi' },
    ...(documents !== undefined && { resourceControlPolicies: resourceControlPolicies ?? null }),
  });
  const context: Context = {
    all: (type) => (type === 'aws.account' ? [account] : []),
    ours: { accounts: [], organizations: [], networks: [], domains: [], vendors: [], declared: true },
    now: Date.parse('2026-01-01T00:00:00Z'),
  };
  return analyseIam(role, context).exposures;
}

const short = (exposures: Exposure[]) =>
  exposures.map(({ state, via, subject = '-' }) => `${via} ${subject} ${state}`);
const GITHUB = {
  Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
};
const ANY = { AWS: '*' };
const PARTNER = { AWS: 'arn:aws:iam::444455556666:root' };
const NOT_OWN = { StringNotEqualsIfExists: { 'aws:PrincipalAccount': '111122223333' } };

describe('a role', () => {
  test.each<[string, unknown, object[] | null | undefined, string[]]>([
    ['without such policies', ANY, null, ['aws-account - open']],
    ['whose policies could not be read', ANY, undefined, ['aws-account - open']],
    ['behind a perimeter', ANY, [deny(OUTSIDE)], ['aws-account - shut-by']],
    [
      'behind one that spares services, which come only through somebody of the account',
      ANY,
      [deny({ ...OUTSIDE, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } })],
      ['aws-account - shut-by'],
    ],
    ['under a perimeter of buckets', ANY, [deny(OUTSIDE, { Action: 's3:*' })], ['aws-account - open']],
    [
      'under one for other roles',
      ANY,
      [deny(OUTSIDE, { Resource: 'arn:aws:iam::*:role/other-*' })],
      ['aws-account - open'],
    ],
    [
      'under one for its own name',
      ANY,
      [deny(OUTSIDE, { Resource: ['arn:aws:iam::*:role/dep*'] })],
      ['aws-account - shut-by'],
    ],
    [
      'that the perimeter leaves out',
      ANY,
      [deny(OUTSIDE, { Resource: undefined, NotResource: 'arn:aws:iam::*:role/dep*' })],
      ['aws-account - open'],
    ],
    [
      'under one for a name with a variable, which may be another',
      ANY,
      [deny(OUTSIDE, { Resource: `arn:aws:iam::*:role/\${aws:PrincipalTag/team}` })],
      ['aws-account - open'],
    ],
    ['for a partner', PARTNER, [deny(NOT_OWN)], ['aws-account 444455556666 shut-by']],
    [
      'for tokens, whom a perimeter of AssumeRole does not touch',
      GITHUB,
      [deny(OUTSIDE, { Action: 'sts:AssumeRole' })],
      ['web-identity token.actions.githubusercontent.com open'],
    ],
    [
      'for tokens of others than our repositories',
      GITHUB,
      [
        deny(
          { StringNotLikeIfExists: { 'token.actions.githubusercontent.com:sub': 'repo:kagi/*' } },
          { Action: 'sts:AssumeRoleWithWebIdentity' },
        ),
      ],
      ['web-identity token.actions.githubusercontent.com shut-by'],
    ],
  ])('%s', (_what, principal, documents, expected) => {
    expect(short(judge(principal, documents))).toEqual(expected);
  });

  test('names what shuts it and where that stands', () => {
    const harmless = deny({ Bool: { 'aws:SecureTransport': 'false' } });
    const [exposure] = judge(ANY, [harmless, deny(OUTSIDE)]);
    expect(exposure?.guard?.en).toBe('resource control policy policy-1');
    expect(exposure?.evidence.map(({ setting, pointer }) => `${setting} ${pointer}`)).toEqual([
      'trustPolicy /Statement/0',
      'resourceControlPolicies /1/document/Statement/0',
    ]);
  });

  test('that stays open is proved and cured under them', () => {
    const [exposure] = judge(ANY, [deny({ Bool: { 'aws:SecureTransport': 'false' } })]);
    expect(exposure).toMatchObject({ state: 'open', witness: { checked: true } });
    expect(exposure?.cures?.length).toBeGreaterThan(0);
  });
});
