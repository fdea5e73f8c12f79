// Buckets that differ in nothing but their names are judged once; the answer is the one that each would get alone.
import { expect, test } from '@jest/globals';
import type { Context } from '../../../../src/exposure.ts';
import { analyseS3 } from '../../../../src/providers/aws/s3/analyse.ts';
import type { Resource } from '../../../../src/snapshot/resource.ts';
import { typicalPolicies } from '../../../policy/typical.ts';

const SCOPE = 'aws/111122223333';

function surroundings(): Context {
  const account: Resource = {
    record: 'resource',
    type: 'aws.s3.account',
    id: 'arn:aws:s3:::account/111122223333',
    name: '111122223333',
    scope: SCOPE,
    settings: { blockPublicAccess: null, organizationBlockPublicAccess: null },
    unknowns: [],
  };
  const ours = {
    accounts: ['111122223333'],
    organizations: [],
    networks: [],
    domains: [],
    vendors: [],
    declared: true,
  };
  return { all: (type) => (type === 'aws.s3.account' ? [account] : []), ours, now: Date.UTC(2026, 0, 1) };
}

function bucket(name: string, policy: unknown): Resource {
  return {
    record: 'resource',
    type: 'aws.s3.bucket',
    id: `arn:aws:s3:::${name}`,
    name,
    scope: SCOPE,
    settings: {
      policy,
      acl: { owner: 'a', grants: [] },
      ownership: 'BucketOwnerEnforced',
      blockPublicAccess: null,
      accessPoints: [],
      multiRegionAccessPoints: [],
    },
    unknowns: [],
  };
}

const open = (Resource: unknown) => ({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource });
const document = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement });

test('typical policies, each for several buckets: the same with and without what was found before', () => {
  const together = surroundings();
  let again = 0;
  for (const { bucket: made, account, text } of typicalPolicies(100, 7)) {
    for (const name of [made, `${made}-two`]) {
      const own = text.replaceAll(account, '111122223333').replaceAll(made, name);
      const one = bucket(name, JSON.parse(own));
      const found = analyseS3(one, together);
      if (found === analyseS3({ ...one }, together)) again += 1;
      expect(found).toEqual(analyseS3(one, surroundings()));
    }
  }
  expect(again).toBeGreaterThan(50);
});

test('typical policies, open and closed, each for five buckets with names of one length: as each would get it alone', () => {
  const together = surroundings();
  let open = 0;
  for (const { bucket: made, account, text } of typicalPolicies(40, 11)) {
    const own = text.replaceAll(account, '111122223333');
    for (const suffix of ['-aa', '-zz', '-m0', '-01', '-b-']) {
      const one = bucket(`${made}${suffix}`, JSON.parse(own.replaceAll(made, `${made}${suffix}`)));
      const found = analyseS3(one, together);
      expect(JSON.stringify(found)).toBe(JSON.stringify(analyseS3(one, surroundings())));
      if (found.exposures.length === 0) continue;
      open += 1;
    }
  }
  expect(open).toBeGreaterThan(20);
});

test('a door is told apart by region, by marks and by the length of names', () => {
  const context = surroundings();
  const made = (name: string, more: Record<string, unknown>) => {
    const one = bucket(name, document(open(`arn:aws:s3:::${name}/*`)));
    return { ...one, settings: { ...one.settings, ...more } };
  };
  const settings = [
    { location: 'eu-west-1', tags: [] },
    { location: 'ap-northeast-1', tags: [] },
    { location: 'eu-west-1', tags: [{ key: 'classification', value: 'confidential' }] },
    { location: 'eu-west-1', tags: [{ key: 'classification', value: 'secret' }] },
  ];
  for (const name of ['one-a', 'one-b', 'one-c', 'another-name', 'another-nama', 'a.dotted.name', 'A_b'])
    for (const more of settings) {
      const one = made(name, more);
      expect(analyseS3(one, context)).toEqual(analyseS3(one, surroundings()));
      expect(analyseS3(one, context)).toEqual(analyseS3(one, surroundings()));
    }
});

test.each([
  // [resource of a policy, a bucket that it leaves closed, a bucket that it opens]
  ['arn:aws:s3:::team-*', 'logs', 'team-1'],
  ['arn:aws:s3:::team-1/*', 'logs', 'team-1'],
  ['arn:aws:s3:::???/*', 'logs', 'abc'],
  ['arn:*:s3:::t*', 'logs', 'team-1'],
  ['arn:aws:s3:::{}/*', 'logs', '{}'],
  ['ARN:aws:s3:::team-*', 'logs', 'team-1'],
])('%s is closed for %s and no word about %s', (resource, closed, other) => {
  const context = surroundings();
  for (const name of [closed, other, closed]) {
    const one = bucket(name, document(open(resource)));
    expect(analyseS3(one, context)).toEqual(analyseS3(one, surroundings()));
  }
});

test('a name that stands for the placeholder takes nobody else’s answer', () => {
  const context = surroundings();
  const shut = bucket('one', document(open('arn:aws:s3:::{}/*')));
  expect(analyseS3(shut, context).exposures).toEqual([]);
  expect(analyseS3(bucket('two', document(open('arn:aws:s3:::two/*'))), context).exposures).not.toEqual([]);
});

test('other surroundings, other answers', () => {
  const context = surroundings();
  const partner = document({
    Effect: 'Allow',
    Principal: { AWS: '444455556666' },
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::one/*',
  });
  context.ours.accounts.push('444455556666');
  expect(analyseS3(bucket('one', partner), context).exposures).toEqual([]);
  context.ours.accounts.length = 1;
  expect(analyseS3(bucket('one', partner), context).exposures).not.toEqual([]);
});

test('buckets called like words, short, long or like nobody: each gets what it would get alone', () => {
  const context = surroundings();
  const names = ['policy', 'bucket', 'getobject', 'public-access', 'bucket-policy', 's3api-put', 'statement'];
  const others = ['abc', 'xq0zj7', 'xq0zj7wv', 'q'.repeat(63), '2012-10-17', '123456789012', 'aws-s3-arn'];
  for (const policy of [
    (name: string) => open(`arn:aws:s3:::${name}/*`),
    (name: string) => open([`arn:aws:s3:::${name}/public/*`, `arn:aws:s3:::xq0zj7wv/*`]),
    (name: string) => ({
      ...open(`arn:aws:s3:::${name}/*`),
      Condition: { StringLike: { 'aws:Referer': 'https://policy/*' } },
    }),
  ])
    for (const name of [...names, ...others, ...names.map((one) => `${one}2`)]) {
      const one = bucket(name, document(policy(name)));
      const alone = analyseS3(one, surroundings());
      expect(alone.exposures).not.toEqual([]);
      for (let again = 0; again < 3; again += 1) expect(analyseS3(one, context)).toEqual(alone);
    }
});
