// Settings of a bucket -> who can reach it, by each door and each kind of outsider, and the facts for rules.
import { describe, expect, test } from '@jest/globals';
import {
  ALL_USERS,
  acl,
  allow,
  type Given,
  judge,
  ON,
  PARTNER,
  policy,
  READ,
  type Settings,
  SIGNED_USERS,
  short,
} from './estate.ts';

describe('who can do what', () => {
  test.each<[string, Given, string[]]>([
    ['nothing', { bucket: {} }, []],
    ['the own account', { bucket: { policy: policy(allow({ AWS: '111122223333' }, 's3:*')) } }, []],
    [
      'the own account by its canonical user id',
      { bucket: { policy: policy(allow({ CanonicalUser: '75aa57f0' }, 's3:*')) } },
      [],
    ],
    [
      'another account by its canonical user id',
      { bucket: { policy: policy(allow({ CanonicalUser: 'aa11bb22' }, 's3:GetObject')) } },
      ['named-outsider read open aws-account aa11bb22'],
    ],
    [
      'another account by ACL',
      {
        bucket: {
          acl: { owner: '75aa57f0', grants: [{ grantee: 'aa11bb22', kind: 'user', permission: 'READ' }] },
          ownership: null,
        },
      },
      ['named-outsider list open aws-account aa11bb22'],
    ],
    ['everyone reads', { bucket: { policy: READ } }, ['anyone read open - -']],
    [
      'everyone lists and reads, by two statements: one door',
      { bucket: { policy: policy(allow('*', 's3:GetObject'), allow('*', 's3:ListBucket')) } },
      ['anyone list+read open - -'],
    ],
    [
      'everyone lists by ACL and reads by policy: one door',
      { bucket: { policy: READ, acl: acl(ALL_USERS, 'READ'), ownership: 'ObjectWriter' } },
      ['anyone list+read open - -'],
    ],
    ['an ACL lists', { bucket: { acl: acl(ALL_USERS, 'READ'), ownership: null } }, ['anyone list open - -']],
    [
      'an ACL writes',
      { bucket: { acl: acl(ALL_USERS, 'WRITE'), ownership: null } },
      ['anyone write open - -'],
    ],
    ['ACLs are off', { bucket: { acl: acl(ALL_USERS, 'READ') } }, ['anyone list shut-by - -']],
    [
      'an ACL for any AWS account',
      { bucket: { acl: acl(SIGNED_USERS, 'READ'), ownership: 'ObjectWriter' } },
      ['anyone-registered list open aws-account -'],
    ],
    [
      'what everyone may, a partner may too: said once',
      {
        bucket: {
          policy: policy(allow('*', 's3:GetObject'), allow(PARTNER, ['s3:GetObject', 's3:PutObject'])),
        },
      },
      ['anyone read open - -', 'named-outsider write open aws-account 444455556666'],
    ],
    [
      'two partners are two doors',
      {
        bucket: {
          policy: policy(
            allow({ AWS: ['444455556666', 'arn:aws:iam::777788889999:role/x'] }, 's3:GetObject'),
          ),
        },
      },
      [
        'named-outsider read open aws-account 444455556666',
        'named-outsider read open aws-account 777788889999',
      ],
    ],
    [
      'a service for anybody',
      { bucket: { policy: policy(allow({ Service: 'cloudfront.amazonaws.com' }, 's3:GetObject')) } },
      ['named-outsider read open aws-service cloudfront.amazonaws.com'],
    ],
    [
      'a service that delivers logs for anybody',
      { bucket: { policy: policy(allow({ Service: 'cloudtrail.amazonaws.com' }, 's3:PutObject')) } },
      ['named-outsider write open log-delivery cloudtrail.amazonaws.com'],
    ],
    [
      'the account of AWS that delivers logs of load balancers',
      { bucket: { policy: policy(allow({ AWS: 'arn:aws:iam::582318560864:root' }, 's3:PutObject')) } },
      ['named-outsider write open log-delivery 582318560864'],
    ],
    [
      'the same account, with more than that',
      { bucket: { policy: policy(allow({ AWS: 'arn:aws:iam::582318560864:root' }, 's3:GetObject')) } },
      ['named-outsider read open aws-account 582318560864'],
    ],
    [
      'a service for our own distribution',
      {
        bucket: {
          policy: policy(
            allow({ Service: 'cloudfront.amazonaws.com' }, 's3:GetObject', {
              Condition: {
                StringEquals: { 'AWS:SourceArn': 'arn:aws:cloudfront::111122223333:distribution/E1' },
              },
            }),
          ),
        },
      },
      [],
    ],
  ])('%s', (_what, given, expected) => {
    expect(short(judge(given).exposures)).toEqual(expected);
  });
});

describe('ours', () => {
  const partner = { bucket: { policy: policy(allow(PARTNER, 's3:GetObject')) } };
  const orgOnly = {
    bucket: {
      policy: policy(
        allow('*', 's3:GetObject', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-kagi' } } }),
      ),
    },
  };
  test('an account that nobody called ours may be ours', () => {
    expect(judge(partner).exposures[0]).toMatchObject({ who: ['444455556666'], perhapsOurs: true });
  });
  test('with a list, it is not', () => {
    const [exposure] = judge({ ...partner, ours: { declared: true } }).exposures;
    expect(exposure?.perhapsOurs).toBeUndefined();
  });
  test('our own is no outsider', () => {
    expect(judge({ ...partner, ours: { accounts: ['444455556666'], declared: true } }).exposures).toEqual([]);
  });
  test('a vendor is called by its name', () => {
    const vendors = [{ name: 'Acme Backup', accounts: ['444455556666'] }];
    const [exposure] = judge({ ...partner, ours: { vendors } }).exposures;
    expect(exposure).toMatchObject({ subject: '444455556666', subjectName: 'Acme Backup' });
    expect(exposure?.perhapsOurs).toBeUndefined();
  });
  test('the organization of the account is ours, even where its accounts cannot be listed', () => {
    const organization = { accountId: '111122223333', organization: { id: 'o-kagi' }, siblings: undefined };
    expect(judge({ ...orgOnly, organization }).exposures).toEqual([]);
    expect(short(judge(orgOnly).exposures)).toEqual(['named-outsider read open aws-organization o-kagi']);
  });
});

describe('beside the public', () => {
  const on = (...paths: string[]) => ({ Resource: paths.map((path) => `arn:aws:s3:::kagi/${path}`) });
  const GET = 's3:GetObject';
  const deny = (more: object) => ({ Effect: 'Deny', Principal: '*', Action: GET, ...more });
  test.each<[string, object[], string[]]>([
    [
      'a partner with a folder of its own',
      [allow('*', GET, on('public/*')), allow(PARTNER, GET, on('private/*'))],
      ['anyone read open - -', 'named-outsider read open aws-account 444455556666'],
    ],
    [
      'a partner with everything, where the public has a folder',
      [allow('*', GET, on('public/*')), allow(PARTNER, GET)],
      ['anyone read open - -', 'named-outsider read open aws-account 444455556666'],
    ],
    [
      'a partner with a folder of what the public has',
      [allow('*', GET), allow(PARTNER, GET, on('private/*'))],
      ['anyone read open - -'],
    ],
    [
      'the same, whatever the public has to send',
      [
        allow('*', GET, { Condition: { StringLike: { 'aws:Referer': 'https://kagi.example/*' } } }),
        allow(PARTNER, GET, on('private/*')),
      ],
      ['anyone read open - -'],
    ],
    [
      'the public is kept to some objects by what is asked for',
      [
        allow('*', GET, { Condition: { StringEquals: { 's3:ExistingObjectTag/public': 'yes' } } }),
        allow(PARTNER, GET),
      ],
      ['anyone read open - -', 'named-outsider read open aws-account 444455556666'],
    ],
    [
      'any account with a folder of its own',
      [
        allow('*', GET, on('public/*')),
        allow('*', GET, {
          ...on('members/*'),
          Condition: { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*' } },
        }),
      ],
      ['anyone read open - -', 'anyone-registered read open aws-account -'],
    ],
    [
      'a service with a folder of its own',
      [allow('*', GET, on('public/*')), allow({ Service: 'cloudfront.amazonaws.com' }, GET, on('private/*'))],
      ['anyone read open - -', 'named-outsider read open aws-service cloudfront.amazonaws.com'],
    ],
    [
      'an organization with a folder of its own',
      [
        allow('*', GET, on('public/*')),
        allow('*', GET, {
          ...on('private/*'),
          Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-acmeacme' } },
        }),
      ],
      ['anyone read open - -', 'named-outsider read open aws-organization o-acmeacme'],
    ],
    [
      'a Deny that spares the partner in a folder',
      [
        allow('*', GET),
        allow(PARTNER, GET),
        deny({
          ...on('private/*'),
          Condition: { StringNotEquals: { 'aws:PrincipalAccount': '444455556666' } },
        }),
      ],
      ['anyone read open - -', 'named-outsider read open aws-account 444455556666'],
    ],
    [
      'a partner whom only the Deny names',
      [
        allow('*', GET),
        deny({
          ...on('private/*'),
          Condition: { StringNotEquals: { 'aws:PrincipalAccount': '444455556666' } },
        }),
      ],
      ['anyone read open - -', 'named-outsider read open aws-account 444455556666'],
    ],
    [
      'nobody but a partner whom only the Deny names',
      [
        allow('*', GET),
        deny({ Resource: '*', Condition: { StringNotEquals: { 'aws:PrincipalAccount': '444455556666' } } }),
      ],
      ['named-outsider read open aws-account 444455556666'],
    ],
    [
      'nobody but an organization that only the Deny names',
      [
        allow('*', GET),
        deny({ Resource: '*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-acmeacme00' } } }),
      ],
      ['named-outsider read open aws-organization o-acmeacme00'],
    ],
    [
      'a folder that is denied to all',
      [allow('*', GET, on('public/*')), allow(PARTNER, GET, on('private/*')), deny(on('private/*'))],
      ['anyone read open - -'],
    ],
  ])('%s', (_what, statements, expected) => {
    const { exposures } = judge({ bucket: { policy: policy(...statements) } });
    expect(short(exposures)).toEqual(expected);
    for (const { witness } of exposures) expect(witness?.checked).toBe(true);
  });

  test('the request of the partner is one that the public cannot make', () => {
    const { exposures } = judge({
      bucket: { policy: policy(allow('*', GET, on('public/*')), allow(PARTNER, GET)) },
    });
    expect(exposures[1]?.witness?.request.resource).not.toMatch(/^arn:aws:s3:::kagi\/public\//);
    expect(exposures[1]?.evidence[0]?.pointer).toBe('/Statement/1');
  });
});

describe("S3's opinion and this analysis", () => {
  test.each<[string, Settings, boolean | undefined]>([
    ['agree', { policy: READ, policyStatus: { isPublic: true } }, false],
    ['differ', { policy: READ, policyStatus: { isPublic: false } }, true],
    ['there is no policy', { policy: null, policyStatus: null }, false],
    ['there is no policy, and nobody asked', { policy: null, policyStatus: undefined }, false],
    ['the status could not be read', { policy: READ, policyStatus: undefined }, undefined],
    ['the policy could not be read', { policy: undefined, policyStatus: { isPublic: true } }, undefined],
  ])('%s', (_what, bucket, expected) => {
    const { facts, words } = judge({ bucket });
    expect(facts['policyStatusDisagrees']).toBe(expected);
    const said = words?.['facts.policyStatusDisagrees']?.[0]?.text.en;
    expect(said).toBe(
      expected ? 'S3 itself does not call the bucket policy public; this analysis does' : undefined,
    );
  });
});

describe('facts', () => {
  test.each<[string, Given, Settings]>([
    [
      'nothing set',
      { bucket: { ownership: null } },
      { aclsEnabled: true, website: false, blocksPublicAccess: false, policyStatusDisagrees: false },
    ],
    [
      'all set',
      { bucket: { blockPublicAccess: ON } },
      { aclsEnabled: false, website: false, blocksPublicAccess: true },
    ],
    [
      'the account adds what the bucket lacks',
      {
        bucket: { blockPublicAccess: { ...ON, ignorePublicAcls: false } },
        account: { blockPublicAccess: { ...ON, blockPublicPolicy: false } },
      },
      { aclsEnabled: false, website: false, blocksPublicAccess: true },
    ],
    [
      'a redirect serves nothing',
      { bucket: { website: { redirectTo: 'kagi.example' } } },
      { website: false, aclsEnabled: false, blocksPublicAccess: false },
    ],
  ])('%s', (_what, given, facts) => {
    expect(judge(given)).toMatchObject({ facts, unknownFacts: {} });
  });

  test('what is unknown stays unknown, with its reason', () => {
    const { facts, unknownFacts } = judge({
      bucket: {
        ownership: undefined,
        website: undefined,
        blockPublicAccess: undefined,
        policy: READ,
        policyStatus: undefined,
      },
      account: { blockPublicAccess: undefined },
    });
    expect(facts).toEqual({});
    expect(Object.keys(unknownFacts ?? {}).sort()).toEqual([
      'aclsEnabled',
      'blocksPublicAccess',
      'customerKeysRefused',
      'policyStatusDisagrees',
      'website',
    ]);
    expect(unknownFacts?.['blocksPublicAccess']).toHaveLength(2);
  });
});
