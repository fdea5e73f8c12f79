// Which keys a bucket policy opens: every statement that may open some, and nothing where that cannot be told.
import { expect, test } from '@jest/globals';
import { compose } from '../../../../src/providers/aws/s3/compose.ts';
import { keysOf } from '../../../../src/providers/aws/s3/keys.ts';
import type { BucketFacts } from '../../../../src/providers/aws/s3/ways.ts';

const at = (key: string) => `arn:aws:s3:::acme-assets${key}`;
const allow = (resource: string | string[], more: object = {}) => ({
  ...{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: resource },
  ...more,
});

/** The keys of the widest way in. */
function keys(statements: object[], more: Partial<BucketFacts> = {}): string[] | undefined {
  const facts: BucketFacts = {
    bucket: 'acme-assets',
    account: '111122223333',
    policy: { state: 'present', value: { Version: '2012-10-17', Statement: statements } },
    acl: { state: 'absent' },
    ownership: { state: 'present', value: 'BucketOwnerEnforced' },
    bucketBpa: { state: 'absent' },
    accountBpa: { state: 'absent' },
    ...more,
  };
  const [widest] = compose(facts).ways;
  if (widest === undefined) throw new Error('nobody gets in');
  return keysOf([widest], facts);
}

test.each<[string, object[], string[]]>([
  ['one folder', [allow(at('/assets/*'))], ['assets/*']],
  ['two statements', [allow(at('/assets/*')), allow(at('/logs/*'))], ['assets/*', 'logs/*']],
  ['the bucket beside its keys', [allow([at(''), at('/assets/*')])], ['assets/*']],
  ['other buckets', [allow([at('/assets/*'), 'arn:aws:s3:::acme/private/*'])], ['assets/*']],
  ['everything', [allow('*')], ['*']],
  ['a wildcard in the name, which may stand for slashes', [allow('arn:aws:s3:::acme-*/assets/*')], ['*']],
  ['all but', [{ ...allow([]), Resource: undefined, NotResource: at('/private/*') }], ['*']],
  [
    'a statement for an organization, which is a way of its own',
    [
      allow(at('/assets/*')),
      allow(at('/private/*'), { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }),
    ],
    ['assets/*'],
  ],
  [
    'a condition that nobody can judge',
    [allow(at('/assets/*')), allow(at('/private/*'), { Condition: { StringSounds: { 'aws:x': 'y' } } })],
    ['assets/*', 'private/*'],
  ],
  [
    'a key that nobody knows',
    [allow(at('/assets/*')), allow(at('/private/*'), { Condition: { StringEquals: { 'aws:weird': 'a' } } })],
    ['assets/*', 'private/*'],
  ],
  [
    'a named account elsewhere',
    [allow(at('/assets/*')), allow(at('/private/*'), { Principal: { AWS: '999988887777' } })],
    ['assets/*'],
  ],
])('%s', (_name, statements, expected) => {
  expect(keys(statements)).toEqual(expected);
});

test('an ACL of the bucket speaks of no keys', () => {
  const all = { uri: 'http://acs.amazonaws.com/groups/global/AllUsers' };
  const acl: BucketFacts['acl'] = {
    state: 'present',
    value: { grants: [{ grantee: all, permission: 'READ' }] },
  };
  const more: Partial<BucketFacts> = { policy: { state: 'absent' }, acl, ownership: { state: 'absent' } };
  expect(keys([], more)).toBeUndefined();
});
