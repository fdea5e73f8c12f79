// Settings of a bucket -> who can reach it: by each door, behind each guard, with what could not be read.
import { describe, expect, test } from '@jest/globals';
import type { Context, Exposure, Ours } from '../../../../src/exposure.ts';
import { analyseS3 } from '../../../../src/providers/aws/s3/analyse.ts';
import { shellWord } from '../../../../src/providers/aws/shell.ts';
import type { Resource, Unknown } from '../../../../src/snapshot/resource.ts';

const SCOPE = 'aws/111122223333';
const OURS: Ours = {
  accounts: [],
  organizations: [],
  networks: [],
  domains: [],
  vendors: [],
  declared: false,
};
const ON = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
};
const ALL_USERS = 'http://acs.amazonaws.com/groups/global/AllUsers';
const SIGNED_USERS = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers';
const OWNER = { grantee: '75aa57f0', kind: 'user', permission: 'FULL_CONTROL' };
const DENIED: Unknown = { setting: '', reason: 'denied', permission: 's3:GetIt' };

const CLOSED = {
  policy: null,
  policyStatus: null,
  acl: { owner: '75aa57f0', grants: [OWNER] },
  ownership: 'BucketOwnerEnforced',
  blockPublicAccess: null,
  website: null,
  tags: null,
  location: 'ap-northeast-1',
  accessPoints: [],
};

type Settings = Record<string, unknown>;

/** A resource; settings that are undefined could not be read. */
function resource(type: string, id: string, settings: Settings): Resource {
  const known = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const unknowns = Object.keys(settings)
    .filter((name) => settings[name] === undefined)
    .map((setting) => ({ ...DENIED, setting }));
  return {
    record: 'resource',
    type,
    id,
    name: id.split(':::').at(-1) ?? id,
    scope: SCOPE,
    region: 'ap-northeast-1',
    settings: known,
    unknowns,
  };
}

function contextOf(account: Settings | undefined, ours: Ours, organization?: Settings): Context {
  const held = new Map<string, Resource[]>();
  if (account)
    held.set('aws.s3.account', [resource('aws.s3.account', 'arn:aws:s3:::account/111122223333', account)]);
  if (organization)
    held.set('aws.account', [resource('aws.account', 'arn:aws:iam::111122223333:root', organization)]);
  return { all: (type) => held.get(type) ?? [], ours, now: Date.parse('2026-01-01T00:00:00Z') };
}

interface Given {
  bucket: Settings;
  account?: Settings | undefined;
  ours?: Partial<Ours>;
  organization?: Settings;
}

function judge({ bucket, ours, organization, ...rest }: Given) {
  const account = 'account' in rest ? rest.account : { blockPublicAccess: null };
  const context = contextOf(account, { ...OURS, ...ours }, organization);
  return analyseS3(resource('aws.s3.bucket', 'arn:aws:s3:::kagi', { ...CLOSED, ...bucket }), context);
}

function allow(principal: unknown, action: unknown, more: object = {}, sid = 'share'): object {
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: principal,
    Action: action,
    Resource: ['arn:aws:s3:::kagi', 'arn:aws:s3:::kagi/*'],
    ...more,
  };
}

function policy(...statements: object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

function acl(grantee: string, permission: string): object {
  return { owner: '75aa57f0', grants: [OWNER, { grantee, kind: 'group', permission }] };
}

const PARTNER = { AWS: 'arn:aws:iam::444455556666:root' };
const READ = policy(allow('*', 's3:GetObject'));

/** `audience access+access state via subject` of each exposure. */
function short(exposures: Exposure[]): string[] {
  return exposures.map(({ audience, access, state, via = '-', subject = '-' }) =>
    [audience, access.join('+'), state, via, subject].join(' '),
  );
}

describe('who can do what', () => {
  test.each<[string, Given, string[]]>([
    ['nothing', { bucket: {} }, []],
    ['the own account', { bucket: { policy: policy(allow({ AWS: '111122223333' }, 's3:*')) } }, []],
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

const AP = 'arn:aws:s3:ap-northeast-1:111122223333:accesspoint/kagi-ap';

function point(more: object = {}): object {
  const statement = {
    Sid: 'ap',
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: `${AP}/object/*`,
  };
  return {
    name: 'kagi-ap',
    arn: AP,
    networkOrigin: 'Internet',
    policy: policy(statement),
    blockPublicAccess: null,
    ...more,
  };
}

const DELEGATED = policy(
  allow('*', '*', { Condition: { StringEquals: { 's3:DataAccessPointAccount': '111122223333' } } }),
);
const UNREAD = (setting: string) => ({ unknowns: [{ ...DENIED, setting }] });

describe('access points', () => {
  test.each<[string, Settings, string[]]>([
    [
      'the bucket leaves it to an access point that is public',
      { policy: DELEGATED, accessPoints: [point()] },
      ['anyone read open access-point kagi-ap'],
    ],
    ['the bucket does not leave it to them', { accessPoints: [point()] }, []],
    [
      'its own Block Public Access',
      { policy: DELEGATED, accessPoints: [point({ blockPublicAccess: ON })] },
      ['anyone read shut-by access-point kagi-ap'],
    ],
    [
      'a VPC origin',
      { policy: DELEGATED, accessPoints: [point({ networkOrigin: 'VPC' })] },
      ['anyone read shut-by access-point kagi-ap'],
    ],
    [
      'its Block Public Access could not be read',
      {
        policy: DELEGATED,
        accessPoints: [point({ blockPublicAccess: undefined, ...UNREAD('blockPublicAccess') })],
      },
      ['anyone read open-unless access-point kagi-ap'],
    ],
    [
      'its policy could not be read',
      { policy: DELEGATED, accessPoints: [point({ policy: undefined, ...UNREAD('policy') })] },
      ['anyone list+read+write+delete+admin+meta unknown access-point kagi-ap'],
    ],
    [
      'the list could not be read, and the bucket leaves it to them',
      { policy: DELEGATED, accessPoints: undefined },
      ['anyone list+read+write+delete+admin+meta unknown access-point -'],
    ],
    [
      'the list could not be read, and the bucket does not',
      { policy: READ, accessPoints: undefined },
      ['anyone read open - -'],
    ],
  ])('%s', (_what, bucket, expected) => {
    const { exposures } = judge({ bucket });
    expect(short(exposures.filter(({ audience }) => audience === 'anyone'))).toEqual(expected);
    for (const { state, missing = [] } of exposures)
      if (state === 'unknown' || state === 'open-unless')
        expect(missing).toEqual([expect.objectContaining({ setting: 'accessPoints', reason: 'denied' })]);
  });

  test('evidence points into its policy, and removing that closes it', () => {
    const [exposure] = judge({ bucket: { policy: DELEGATED, accessPoints: [point()] } }).exposures;
    expect(exposure?.evidence[0]).toMatchObject({
      setting: 'accessPoints',
      pointer: '/0/policy/Statement/0',
    });
    expect(exposure?.cures?.[0]).toMatchObject({
      rejudged: true,
      command: 'aws s3control delete-access-point-policy --account-id 111122223333 --name kagi-ap',
    });
  });
});

describe('what actions amount to', () => {
  test.each<[string, Settings, string[]]>([
    [
      'listing the parts of an upload lists no bucket',
      { policy: policy(allow('*', ['s3:ListMultipartUploadParts', 's3:GetObject'])) },
      ['anyone read+meta open - -'],
    ],
    [
      'setting ACLs where they are off',
      { policy: policy(allow('*', ['s3:PutObjectAcl', 's3:GetObject'])) },
      ['anyone read open - -'],
    ],
    [
      'nothing but setting ACLs where they are off',
      { policy: policy(allow('*', 's3:PutObjectAcl')) },
      ['anyone admin shut-by - -'],
    ],
    [
      'setting ACLs where they count',
      { policy: policy(allow('*', ['s3:PutObjectAcl', 's3:GetObject'])), ownership: 'ObjectWriter' },
      ['anyone read+admin open - -'],
    ],
    [
      'turning ACLs on first',
      { policy: policy(allow('*', ['s3:PutObjectAcl', 's3:PutBucketOwnershipControls'])) },
      ['anyone admin open - -'],
    ],
  ])('%s', (_what, bucket, expected) => {
    expect(short(judge({ bucket }).exposures)).toEqual(expected);
  });
});

describe('guards', () => {
  const account = { blockPublicAccess: undefined };
  test.each<[string, Given, string[]]>([
    ['the bucket blocks', { bucket: { policy: READ, blockPublicAccess: ON } }, ['anyone read shut-by - -']],
    [
      'the account blocks',
      { bucket: { policy: READ }, account: { blockPublicAccess: ON } },
      ['anyone read shut-by - -'],
    ],
    [
      'the bucket could not be read',
      { bucket: { policy: READ, blockPublicAccess: undefined } },
      ['anyone read open-unless - -'],
    ],
    ['the account could not be read', { bucket: { policy: READ }, account }, ['anyone read open-unless - -']],
    [
      'the input has no account',
      { bucket: { policy: READ }, account: undefined },
      ['anyone read open-unless - -'],
    ],
    [
      'one is on, the other unread: decided',
      { bucket: { policy: READ, blockPublicAccess: ON }, account },
      ['anyone read shut-by - -'],
    ],
    ['nothing to guard', { bucket: { blockPublicAccess: undefined }, account }, []],
    [
      'ownership could not be read',
      { bucket: { acl: acl(ALL_USERS, 'READ'), ownership: undefined } },
      ['anyone list open-unless - -'],
    ],
    [
      'open by policy, open-unless by ACL: told apart by the door',
      { bucket: { policy: READ, acl: acl(ALL_USERS, 'READ'), ownership: undefined } },
      ['anyone read open - -', 'anyone list open-unless acl -'],
    ],
  ])('%s', (_what, given, expected) => {
    expect(short(judge(given).exposures)).toEqual(expected);
  });

  test('an unread guard is named, with the permission, on the resource it belongs to', () => {
    const [exposure] = judge({ bucket: { policy: READ }, account }).exposures;
    expect(exposure?.guard).toEqual({
      en: 'Block Public Access of the account',
      ja: 'アカウントのパブリックアクセスブロック',
    });
    expect(exposure?.missing).toEqual([
      {
        setting: 'blockPublicAccess',
        reason: 'denied',
        permission: 's3:GetIt',
        resource: { type: 'aws.s3.account', id: 'arn:aws:s3:::account/111122223333' },
      },
    ]);
  });
});

const EVERYTHING = 'list+read+write+delete+admin+meta';

describe("S3's own opinion of the policy", () => {
  const restricted = { policy: READ, blockPublicAccess: ON };
  const partner = { policy: policy(allow(PARTNER, 's3:GetObject')), blockPublicAccess: ON };
  test.each<[string, Settings, string[]]>([
    ['it agrees: shut', { ...restricted, policyStatus: { isPublic: true } }, ['anyone read shut-by - -']],
    ['it does not call it public: so nothing is restricted?', { ...restricted, policyStatus: { isPublic: false } }, ['anyone read unknown - -']],
    ['it could not be read', { ...restricted, policyStatus: undefined }, ['anyone read shut-by - -']],
    [
      'it agrees that a partner is not the public',
      { ...partner, policyStatus: { isPublic: false } },
      ['named-outsider read open aws-account 444455556666'],
    ],
    [
      'it calls a partner public',
      { ...partner, policyStatus: { isPublic: true } },
      ['named-outsider read unknown aws-account 444455556666'],
    ],
    ['nothing is restricted: no matter', { policy: READ, policyStatus: { isPublic: false } }, ['anyone read open - -']],
  ])('%s', (_what, bucket, expected) => {
    expect(short(judge({ bucket }).exposures)).toEqual(expected);
  });
});

describe('doors that could not be read', () => {
  test.each<[string, Given, string[]]>([
    ['the policy', { bucket: { policy: undefined } }, [`anyone ${EVERYTHING} unknown - -`]],
    [
      'the ACL, where ACLs count',
      { bucket: { acl: undefined, ownership: null } },
      [`anyone ${EVERYTHING} unknown - -`],
    ],
    ['the ACL, where ACLs are off', { bucket: { acl: undefined } }, []],
    [
      'the ACL, where public ACLs are ignored',
      { bucket: { acl: undefined, ownership: null, blockPublicAccess: ON } },
      [],
    ],
  ])('%s', (_what, given, expected) => {
    const { exposures } = judge(given);
    const anyone = exposures.filter(({ audience }) => audience === 'anyone');
    expect(short(anyone)).toEqual(expected);
    for (const exposure of anyone)
      expect(exposure.missing).toContainEqual(expect.objectContaining({ reason: 'denied' }));
  });

  test('an unread policy does not let the public in where the account blocks it', () => {
    const { exposures } = judge({ bucket: { policy: undefined }, account: { blockPublicAccess: ON } });
    expect(exposures.filter(({ audience, state }) => audience === 'anyone' && state !== 'shut-by')).toEqual(
      [],
    );
  });

  test('what is known to be open is still said', () => {
    const { exposures } = judge({
      bucket: { policy: undefined, acl: acl(ALL_USERS, 'READ'), ownership: null },
    });
    expect(short(exposures)[0]).toBe('anyone list open-unless - -');
    expect(exposures[0]?.guard?.en).toBe('a Deny of the bucket policy');
    expect(exposures.some(({ state, access }) => state === 'unknown' && access.includes('read'))).toBe(true);
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

describe('proof and cure', () => {
  const both = policy(
    allow('*', ['s3:GetObject', 's3:ListBucket']),
    allow(PARTNER, 's3:PutObject', {}, 'partner'),
  );
  test('evidence points at the statement and says what the guards are', () => {
    const [exposure] = judge({
      bucket: { policy: both, website: { indexDocument: 'index.html' } },
    }).exposures;
    expect(exposure?.evidence.map(({ setting, pointer, text }) => [setting, pointer, text.en])).toEqual([
      [
        'policy',
        '/Statement/0',
        'bucket policy, statement "share", admits Principal "*" to s3:GetObject, s3:ListBucket',
      ],
      ['blockPublicAccess', undefined, 'Block Public Access is off on the bucket and on the account'],
      ['website', undefined, 'it looks like a website (hosting is on, index index.html)'],
    ]);
    for (const { text } of exposure?.evidence ?? []) expect(text.ja).toMatch(/[ぁ-ん]/);
  });
  test('the witness is a request that was checked, with a line that only looks', () => {
    const [exposure] = judge({ bucket: { policy: both } }).exposures;
    expect(exposure?.witness).toMatchObject({
      request: { principal: 'anonymous', action: 's3:ListBucket', resource: 'arn:aws:s3:::kagi' },
      command: 'aws s3api list-objects-v2 --bucket kagi --max-items 5 --no-sign-request',
      checked: true,
    });
    const [read] = judge({ bucket: { policy: READ } }).exposures;
    expect(read?.witness?.command).toBe(
      'curl -I https://kagi.s3.ap-northeast-1.amazonaws.com/EXISTING_OBJECT',
    );
    const folder = policy(allow('*', 's3:GetObject', { Resource: 'arn:aws:s3:::kagi/pub/*.png' }));
    const [png] = judge({ bucket: { policy: folder } }).exposures;
    expect(png?.witness?.command).toMatch(
      /^curl -I https:\/\/kagi\.s3\.ap-northeast-1\.amazonaws\.com\/pub\/.*\.png$/,
    );
    const [write] = judge({ bucket: { policy: policy(allow('*', 's3:PutObject')) } }).exposures;
    expect(write?.witness?.command).toBeUndefined();
  });
  test('cures are judged again: removing the statement keeps the others, Block Public Access works too', () => {
    const [exposure] = judge({ bucket: { policy: both } }).exposures;
    expect(exposure?.cures?.map(({ rejudged }) => rejudged)).toEqual([true, true]);
    const [remove] = exposure?.cures ?? [];
    expect(remove?.text.en).toBe('remove statement "share" of the bucket policy');
    expect(remove?.command).toContain('"Sid":"partner"');
    expect(remove?.command).not.toContain('"Sid":"share"');
  });
  test('a cure that leaves the door open is not offered beside one that closes it', () => {
    const twice = { policy: READ, acl: acl(ALL_USERS, 'READ'), ownership: 'ObjectWriter' };
    const [exposure] = judge({ bucket: twice }).exposures;
    expect(exposure?.cures?.map(({ text }) => text.en)).toEqual([
      'turn on Block Public Access for the bucket',
    ]);
  });
  test('Block Public Access is no cure for a partner', () => {
    const [exposure] = judge({ bucket: { policy: policy(allow(PARTNER, 's3:GetObject')) } }).exposures;
    expect(exposure?.cures?.map(({ text }) => text.en)).toEqual([
      'remove statement "share" of the bucket policy',
    ]);
    expect(exposure?.cures?.[0]?.command).toBe('aws s3api delete-bucket-policy --bucket kagi');
  });
  test('a tag that marks the data is told', () => {
    const tags = [{ key: 'DataClassification', value: 'Confidential' }];
    expect(judge({ bucket: { policy: READ, tags } }).exposures[0]?.sensitive?.en).toBe(
      'its tag DataClassification is Confidential',
    );
  });
  test('hostile names cannot leave the command line', () => {
    expect(shellWord("x'; rm -rf ~ #\u001b[2J\n")).toBe("'x'\\''; rm -rf ~ #[2J'");
  });
});

describe('facts', () => {
  test.each<[string, Given, Settings]>([
    [
      'nothing set',
      { bucket: { ownership: null } },
      { aclsEnabled: true, website: false, blocksPublicAccess: false },
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
      bucket: { ownership: undefined, website: undefined, blockPublicAccess: undefined },
      account: { blockPublicAccess: undefined },
    });
    expect(facts).toEqual({});
    expect(Object.keys(unknownFacts ?? {}).sort()).toEqual(['aclsEnabled', 'blocksPublicAccess', 'website']);
    expect(unknownFacts?.['blocksPublicAccess']).toHaveLength(2);
  });
});

describe('hostile settings', () => {
  const many = Array.from({ length: 120 }, (_, index) =>
    allow('*', `s3:Get${'x'.repeat(100)}${index}*`, {}, `s${index}`),
  );
  test.each<[string, Settings]>([
    ['an empty document', { policy: {} }],
    ['no list of statements', { policy: { Version: '2012-10-17', Statement: null } }],
    ['statements that are none', { policy: { Statement: [null, 1, 'x', []] } }],
    ['a lone statement', { policy: { Statement: allow('*', 's3:GetObject') } }],
    [
      'keys of the prototype',
      { policy: JSON.parse('{"__proto__": {"Statement": []}, "Statement": [{"constructor": 1}]}') },
    ],
    [
      'an unknown operator',
      { policy: policy(allow('*', 's3:GetObject', { Condition: { StringSortOf: { a: 'b' } } })) },
    ],
    ['20 KB of statements', { policy: { Version: '2012-10-17', Statement: many } }],
    [
      'an ACL grantee of nowhere',
      { acl: { grants: [{ grantee: 'http://\u001b[2J', permission: 'READ' }] }, ownership: null },
    ],
    ['an access point without an ARN', { policy: DELEGATED, accessPoints: [{ name: '../x', policy: READ }] }],
  ])('%s gives an answer, and no unknown is a pass', (_what, bucket) => {
    const { exposures } = judge({ bucket });
    for (const { state, missing = [] } of exposures) if (state === 'unknown') expect(missing).not.toEqual([]);
  });

  test('what cannot be read of a policy is unknown, not closed', () => {
    const strange = policy(allow('*', 's3:GetObject', { Condition: { StringSortOf: { a: 'b' } } }));
    expect(short(judge({ bucket: { policy: strange } }).exposures)).toEqual(['anyone read unknown - -']);
  });

  test('what is open besides an unreadable statement is still open', () => {
    const strange = policy(
      allow('*', 's3:GetObject'),
      allow('*', 's3:PutObject', { Condition: { StringSortOf: { a: 'b' } } }),
    );
    expect(short(judge({ bucket: { policy: strange } }).exposures)).toEqual([
      'anyone read open - -',
      'anyone write unknown - -',
    ]);
  });
});
