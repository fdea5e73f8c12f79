// Evidence, witness and cures; and settings that mean harm.
import { describe, expect, test } from '@jest/globals';
import { shellWord } from '../../../../src/providers/aws/words/shell.ts';
import {
  ALL_USERS,
  acl,
  allow,
  DELEGATED,
  judge,
  ON,
  PARTNER,
  policy,
  READ,
  type Settings,
  short,
} from './estate.ts';

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
    expect(exposure?.cures?.map(({ rejudged }) => rejudged)).toEqual([true, true, true]);
    const [remove] = exposure?.cures ?? [];
    expect(remove?.text.en).toBe('remove statement "share" from the bucket policy');
    expect(remove?.command).toContain('"Sid":"partner"');
    expect(remove?.command).not.toContain('"Sid":"share"');
  });
  test('what S3 said of the policy that is there is not held against the one that a cure leaves', () => {
    const [exposure] = judge({ bucket: { policy: both, policyStatus: { isPublic: true } } }).exposures;
    expect(exposure?.cures?.map(({ text, rejudged }) => [text.en, rejudged])).toEqual([
      ['remove statement "share" from the bucket policy', true],
      ['turn on RestrictPublicBuckets of Block Public Access for the bucket', true],
      ['turn on Block Public Access for the bucket', true],
    ]);
  });
  test('each cure says who else loses access: by name, and our own where the policy is all they have', () => {
    const ours = { accounts: ['777788889999'], declared: true };
    const shared = policy(
      allow({ AWS: ['*', '444455556666'] }, 's3:GetObject'),
      allow({ Service: 'cloudfront.amazonaws.com' }, 's3:GetObject', {}, 'service'),
      allow({ AWS: '777788889999' }, 's3:PutObject', {}, 'sibling'),
    );
    const [exposure] = judge({ bucket: { policy: shared }, ours }).exposures;
    const said = exposure?.cures?.map(({ text, loses }) => [text.en.split(' ')[0], loses?.en]);
    expect(said?.[0]).toEqual(['take', 'your own principals that have it by this policy alone']);
    expect(said?.[1]?.[0]).toBe('remove');
    expect(said?.[1]?.[1]).toContain('444455556666');
    expect(said?.[1]?.[1]).toContain('your own principals');
    expect(said?.[1]?.[1]).not.toContain('cloudfront');
    // RestrictPublicBuckets spares services, and nobody else outside the account.
    expect(said?.[2]).toEqual(['turn', '444455556666, 777788889999']);
    expect(exposure?.cures?.[1]?.loses?.ja).toMatch(/[ぁ-ん]/);
  });
  test('the same with and without a condition elsewhere: our own are among everybody', () => {
    const tls = { Sid: 'tls', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
    const insecure = { Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
    for (const document of [READ, policy(allow('*', 's3:GetObject'), { ...tls, ...insecure })]) {
      const [remove] = judge({ bucket: { policy: document } }).exposures[0]?.cures ?? [];
      expect(remove?.text.en).toBe('remove statement "share" from the bucket policy');
      expect(remove?.loses?.en).toBe('your own principals that have it by this policy alone');
    }
    const partner = judge({ bucket: { policy: policy(allow(PARTNER, 's3:GetObject')) } }).exposures[0];
    expect(partner?.cures?.[0]).not.toHaveProperty('loses');
  });
  test('RestrictPublicBuckets alone leaves the other switches as they are, and is no cure where they are not known', () => {
    const half = { ...ON, restrictPublicBuckets: false, blockPublicAcls: false };
    const cures = (bucket: Settings) =>
      judge({ bucket: { policy: READ, ...bucket } }).exposures[0]?.cures ?? [];
    expect(cures({ blockPublicAccess: half })[1]?.command).toContain(
      'BlockPublicAcls=false,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true',
    );
    expect(cures({ blockPublicAccess: undefined }).map(({ text }) => text.en)).toEqual([
      'remove statement "share" from the bucket policy',
      'turn on Block Public Access for the bucket',
    ]);
  });
  test('a condition that does not hold is mended before the statement is removed', () => {
    const gentle = policy(
      allow('*', 's3:GetObject', {
        Condition: { StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } },
      }),
    );
    const [exposure] = judge({ bucket: { policy: gentle } }).exposures;
    const [mend] = exposure?.cures ?? [];
    expect(mend?.text.en).toBe(
      'write StringEquals instead of StringEqualsIfExists for aws:SourceVpce in statement "share"',
    );
    expect(mend?.command).toContain('"StringEquals"');
  });
  test('nothing is offered for what is shut already', () => {
    const [exposure] = judge({ bucket: { policy: READ, blockPublicAccess: ON } }).exposures;
    expect(exposure?.state).toBe('shut-by');
    expect(exposure?.cures).toBeUndefined();
  });
  test('facts are said in words: which switches are off, and what Object Ownership is', () => {
    const half = { ...ON, blockPublicPolicy: false, restrictPublicBuckets: false };
    const { words } = judge({ bucket: { blockPublicAccess: half, ownership: 'ObjectWriter' } });
    expect(words?.['facts.blocksPublicAccess']?.map(({ text }) => text.en)).toEqual([
      'Block Public Access of the bucket is only partly on; off: BlockPublicPolicy, RestrictPublicBuckets',
      'Block Public Access of the account is off',
    ]);
    expect(words?.['facts.aclsEnabled']?.map(({ text }) => text.en)).toEqual([
      'Object Ownership is ObjectWriter',
    ]);
  });
  test('a group of an ACL is told with who is in it', () => {
    const listed = { acl: acl(ALL_USERS, 'READ'), ownership: 'ObjectWriter' };
    expect(judge({ bucket: listed }).exposures[0]?.evidence[0]?.text).toEqual({
      en: 'the ACL grants READ to AllUsers (everyone)',
      ja: 'ACL が AllUsers (全員) に READ を付与しています',
    });
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
      'remove statement "share" from the bucket policy',
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
