// AWS's own question, GetBucketPolicyStatus, by the words of "The meaning of public".
import { describe, expect, test } from '@jest/globals';
import type { PolicyKind } from '../../src/policy/question.ts';
import { judged, OWNER, readIf } from './ask.ts';

function status(statements: unknown, kind: PolicyKind = 's3-bucket', version?: string): boolean | 'unknown' {
  return judged(kind, statements, {}, version).policyStatusIsPublic ?? 'unknown';
}

const fixed = { StringEquals: { 'aws:SourceVpc': 'vpc-91237329' } };

const CONDITIONS: [name: string, condition: unknown, answer: boolean | 'unknown'][] = [
  ['a fixed organization', { StringEquals: { 'aws:PrincipalOrgID': 'o-kagi123456' } }, false],
  ['any organization', { StringLike: { 'aws:PrincipalOrgID': 'o-*' } }, true],
  [
    'an organization, if there is one',
    { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-kagi123456' } },
    true,
  ],
  ['all values of none', { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-kagi123456' } }, true],
  ['any value', { 'ForAnyValue:StringEquals': { 'aws:PrincipalOrgID': 'o-kagi123456' } }, false],
  ['all but one', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-evil123456' } }, true],
  ['a star that stands for itself', { StringEquals: { 'aws:PrincipalOrgID': 'o-*' } }, 'unknown'],
  [
    'paths below one organization',
    { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-kagi123456/*' } },
    'unknown',
  ],
  ['paths below any', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-*/r-ab12/*' } }, true],
  ['presence alone', { Null: { 'aws:PrincipalArn': 'false' } }, true],
  ['a policy variable', { StringEquals: { 'aws:PrincipalAccount': '${aws:PrincipalAccount}' } }, true],
  ['one value of two is wild', { StringLike: { 'aws:SourceVpc': ['vpc-91237329', 'vpc-9*'] } }, true],
  ['a second key that says nothing', { ...fixed, Bool: { 'aws:SecureTransport': 'true' } }, false],
  ['a wild key beside a fixed one', { ...fixed, StringLike: { 'aws:SourceArn': '*' } }, false],
  ['a key that is not in the list', { StringEquals: { 'aws:PrincipalTag/team': 'blue' } }, true],
  ['a newer key that pins as well', { StringEquals: { 'aws:SourceOrgID': 'o-kagi123456' } }, 'unknown'],
  ['one session of a role', { StringEquals: { 'aws:userid': 'AROAEXAMPLEROLEID0001:bob' } }, false],
  ['AROLEID:*', { StringLike: { 'aws:userid': 'AROAEXAMPLEROLEID0001:*' } }, true],
  ['/8', { IpAddress: { 'aws:SourceIp': '52.0.0.0/8' } }, false],
  ['/7', { IpAddress: { 'aws:SourceIp': '52.0.0.0/7' } }, true],
  ['many of /8, each by itself', { IpAddress: { 'aws:SourceIp': ['52.0.0.0/8', '54.0.0.0/8'] } }, false],
  ['/8 and everything', { IpAddress: { 'aws:SourceIp': ['52.0.0.0/8', '0.0.0.0/0'] } }, true],
  ['IPv6 /32', { IpAddress: { 'aws:SourceIp': '2001:db8::/32' } }, false],
  ['IPv6 /31', { IpAddress: { 'aws:SourceIp': '2001:db8::/31' } }, true],
  ['all but a network', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, true],
  [
    'access points of one account',
    { StringLike: { 's3:DataAccessPointArn': `arn:aws:s3:eu-west-1:${OWNER}:accesspoint/*` } },
    false,
  ],
  [
    'access points of any account',
    { StringLike: { 's3:DataAccessPointArn': 'arn:aws:s3:*:*:accesspoint/*' } },
    true,
  ],
];

describe('GetBucketPolicyStatus', () => {
  test.each(CONDITIONS)('Principal "*" and %s', (_name, condition, answer) => {
    expect(status([readIf(condition)])).toBe(answer);
  });

  test('a wildcard for access points is fixed in a bucket policy alone', () => {
    const condition = {
      StringLike: { 's3:DataAccessPointArn': `arn:aws:s3:eu-west-1:${OWNER}:accesspoint/*` },
    };
    expect(status([readIf(condition)], 's3-access-point')).toBe(true);
  });

  test('a policy variable is text in the older version', () => {
    const condition = { StringEquals: { 'aws:SourceAccount': '${aws:PrincipalAccount}' } };
    expect(status([readIf(condition)], 's3-bucket', '2008-10-17')).toBe(false);
  });

  const allow = (principal: unknown) => [{ ...readIf({}), Principal: principal }];

  test.each<[string, unknown, boolean | 'unknown']>([
    ['an account', { AWS: '444455556666' }, false],
    ['a service', { Service: 'cloudtrail.amazonaws.com' }, false],
    ['a web identity provider', { Federated: 'graph.facebook.com' }, true],
    ['a SAML provider', { Federated: `arn:aws:iam::${OWNER}:saml-provider/Kagi` }, 'unknown'],
    ['a star inside an ARN', { AWS: 'arn:aws:iam::*:root' }, 'unknown'],
    ['a star among others', { AWS: ['444455556666', '*'] }, true],
  ])('%s', (_name, principal, answer) => {
    expect(status(allow(principal))).toBe(answer);
  });

  test('one public statement decides, whatever cannot be read', () => {
    const unread = { ...readIf({}), Effect: 'allow' };
    expect(status([unread])).toBe('unknown');
    expect(status([unread, readIf({})])).toBe(true);
    expect(status([{ ...readIf({}), Effect: 'Deny' }])).toBe(false);
    expect(status([])).toBe(false);
  });
});
