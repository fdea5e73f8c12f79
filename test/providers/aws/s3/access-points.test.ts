// Access points as doors, and what granted actions amount to.
import { describe, expect, test } from '@jest/globals';
import {
  AP,
  allow,
  DELEGATED,
  DENIED,
  GLOBAL,
  global,
  judge,
  ON,
  PARTNER,
  point,
  policy,
  READ,
  type Settings,
  short,
} from './estate.ts';

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

describe('Multi-Region Access Points', () => {
  const through = (more: object = {}, bucket: Settings = {}) => ({
    policy: DELEGATED,
    multiRegionAccessPoints: [global(more)],
    ...bucket,
  });
  const OPEN = 'anyone-registered read open access-point mfzwi23gnjvgw.mrap';
  test.each<[string, Settings, string[]]>([
    ['take no unsigned request, so it is any account', through(), [OPEN]],
    [
      'its own Block Public Access, which nobody can change',
      through({ blockPublicAccess: ON }),
      [OPEN.replace('open', 'shut-by')],
    ],
    [
      'Block Public Access of the bucket',
      through({}, { blockPublicAccess: ON }),
      [OPEN.replace('open', 'shut-by')],
    ],
    [
      'its Block Public Access could not be read',
      through({ blockPublicAccess: undefined, ...UNREAD('blockPublicAccess') }),
      [OPEN.replace('open', 'open-unless')],
    ],
    ['the bucket does not leave it to them', through({}, { policy: null }), []],
    ['without a policy', through({ policy: null }), []],
    [
      'its policy could not be read',
      through({ policy: undefined, ...UNREAD('policy') }),
      ['anyone-registered list+read+write+delete+admin+meta unknown access-point mfzwi23gnjvgw.mrap'],
    ],
    [
      'the list could not be read, and the bucket leaves it to them',
      through({}, { multiRegionAccessPoints: undefined }),
      ['anyone-registered list+read+write+delete+admin+meta unknown access-point -'],
    ],
    [
      'the list could not be read, and the bucket does not',
      through({}, { policy: READ, multiRegionAccessPoints: undefined }),
      ['anyone read open - -'],
    ],
    [
      'the bucket leaves it to this one alone',
      through(
        {},
        {
          policy: policy(
            allow('*', '*', { Condition: { StringEquals: { 's3:DataAccessPointArn': GLOBAL } } }),
          ),
        },
      ),
      [OPEN],
    ],
    [
      'the bucket leaves it to those of one region alone',
      through(
        {},
        {
          policy: policy(
            allow('*', '*', {
              Condition: {
                StringLike: { 's3:DataAccessPointArn': 'arn:aws:s3:ap-northeast-1:111122223333:*' },
              },
            }),
          ),
        },
      ),
      [],
    ],
  ])('%s', (_what, bucket, expected) => {
    const { exposures } = judge({ bucket });
    expect(short(exposures)).toEqual(expected);
    for (const { state, missing = [] } of exposures)
      if (state === 'unknown' || state === 'open-unless')
        expect(missing).toEqual([
          expect.objectContaining({ setting: 'multiRegionAccessPoints', reason: 'denied' }),
        ]);
  });

  test('Block Public Access of the account shuts it, as it does the bucket', () => {
    const { exposures } = judge({ bucket: through(), account: { blockPublicAccess: ON } });
    expect(short(exposures)).toEqual([OPEN.replace('open', 'shut-by')]);
  });

  test('its evidence, proof and cures are about it; S3 lets nobody delete its policy', () => {
    const [exposure] = judge({ bucket: through() }).exposures;
    expect(exposure?.evidence[0]).toMatchObject({
      setting: 'multiRegionAccessPoints',
      pointer: '/0/policy/Statement/0',
    });
    expect(exposure?.evidence[0]?.text.en).toContain('policy of Multi-Region Access Point "kagi-global"');
    expect(exposure?.witness?.request.resource).toContain(`${GLOBAL}/object/`);
    expect(exposure?.witness?.command).toMatch(/^aws s3api head-object --bucket arn:aws:s3::.* --profile /);
    const [replace] = exposure?.cures ?? [];
    expect(replace?.text.en).toContain('replace the policy of Multi-Region Access Point "kagi-global"');
    expect(replace).toMatchObject({ rejudged: true });
    expect(replace).not.toHaveProperty('command');
  });
});

describe('one who is named by one of the two policies', () => {
  const GET = 's3:GetObject';
  const named = (principal: unknown, path = '*') =>
    policy({ Effect: 'Allow', Principal: principal, Action: GET, Resource: `${AP}/object/${path}` });
  const partner = 'named-outsider read open access-point kagi-ap 444455556666';
  test.each<[string, Settings, string[]]>([
    [
      'the access point names a partner, the bucket leaves it to access points',
      { policy: DELEGATED, accessPoints: [point({ policy: named(PARTNER) })] },
      [partner],
    ],
    [
      'the bucket names the partner, the access point takes anybody',
      {
        policy: policy(
          allow(PARTNER, GET, {
            Condition: { StringEquals: { 's3:DataAccessPointAccount': '111122223333' } },
          }),
        ),
        accessPoints: [point()],
      },
      [partner],
    ],
    [
      'both name somebody else',
      {
        policy: policy(
          allow({ AWS: '777788889999' }, GET, {
            Condition: { StringEquals: { 's3:DataAccessPointAccount': '111122223333' } },
          }),
        ),
        accessPoints: [point({ policy: named(PARTNER) })],
      },
      [],
    ],
    [
      'beside a folder of the bucket that is public directly',
      {
        policy: policy(
          allow('*', GET, { Resource: 'arn:aws:s3:::kagi/public/*' }),
          allow('*', '*', { Condition: { StringEquals: { 's3:DataAccessPointAccount': '111122223333' } } }),
        ),
        accessPoints: [point({ policy: named(PARTNER, 'private/*') })],
      },
      ['anyone read open - -', partner],
    ],
    [
      'what the public has directly, a partner has through it too: said once',
      { policy: READ, accessPoints: [point({ policy: named(PARTNER) })] },
      ['anyone read open - -'],
    ],
    [
      'a policy that S3 does not call public goes on behind RestrictPublicBuckets',
      {
        policy: DELEGATED,
        blockPublicAccess: ON,
        accessPoints: [point({ policy: named(PARTNER), blockPublicAccess: ON })],
      },
      [partner],
    ],
    [
      'its policy could not be read, and the bucket admits nobody else',
      {
        policy: policy(allow({ AWS: '111122223333' }, '*')),
        accessPoints: [point({ policy: undefined, ...UNREAD('policy') })],
      },
      [],
    ],
    [
      'its policy could not be read, and the public has what the bucket gives',
      { policy: READ, accessPoints: [point({ policy: undefined, ...UNREAD('policy') })] },
      ['anyone read open - -'],
    ],
  ])('%s', (_what, bucket, expected) => {
    expect(short(judge({ bucket }).exposures)).toEqual(expected);
  });

  test('the list could not be read, and a folder of what is left to access points is public already', () => {
    const left = policy(
      allow('*', GET, { Resource: 'arn:aws:s3:::kagi/public/*' }),
      allow('*', GET, { Condition: { StringEquals: { 's3:DataAccessPointAccount': '111122223333' } } }),
    );
    const { exposures } = judge({ bucket: { policy: left, accessPoints: undefined } });
    expect(exposures.some(({ state, audience }) => state === 'unknown' && audience === 'anyone')).toBe(true);
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
