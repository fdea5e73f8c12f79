// Access points as doors, and what granted actions amount to.
import { describe, expect, test } from '@jest/globals';
import { allow, DELEGATED, DENIED, judge, ON, point, policy, READ, type Settings, short } from './estate.ts';

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
