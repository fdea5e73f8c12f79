// Policies of the organization over buckets: resource control policies deny, the S3 policy blocks, and what could not be read changes nothing.
import { describe, expect, test } from '@jest/globals';
import {
  allow,
  type Given,
  judge,
  ON,
  PARTNER,
  point,
  policy,
  READ,
  type Settings,
  short,
} from './estate.ts';

const OUTSIDE = { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-kagi' } };

function deny(condition: object | undefined, more: object = {}): object {
  const statement = { Sid: 'perimeter', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
  return {
    Version: '2012-10-17',
    Statement: [{ ...statement, ...(condition && { Condition: condition }), ...more }],
  };
}

function control(...documents: (object | undefined)[]): Settings {
  const resourceControlPolicies = documents.map((document, index) => ({
    id: `p-${index}`,
    name: `policy-${index}`,
    targets: ['r-kagi', 'ou-kagi-apps'],
    ...(document === undefined ? { unknowns: [{ setting: 'document', reason: 'throttled' }] } : { document }),
  }));
  return { organization: { id: 'o-kagi' }, resourceControlPolicies };
}

const FULL = policy(allow('*', '*', { Resource: '*' }));
const open = ['anyone read open - -'];
const shut = ['anyone read shut-by - -'];

describe('resource control policies', () => {
  test.each<[string, Given, string[]]>([
    [
      'none bind the account',
      { bucket: { policy: READ }, organization: { resourceControlPolicies: null } },
      open,
    ],
    [
      'they could not be read',
      { bucket: { policy: READ }, organization: { resourceControlPolicies: undefined } },
      open,
    ],
    ['nothing but the one that allows', { bucket: { policy: READ }, organization: control(FULL) }, open],
    ['none but the full access of AWS', { bucket: { policy: READ }, organization: control() }, open],
    ['a perimeter', { bucket: { policy: READ }, organization: control(deny(OUTSIDE)) }, shut],
    ['everybody is denied', { bucket: { policy: READ }, organization: control(deny(undefined)) }, shut],
    [
      'one of two could not be read',
      { bucket: { policy: READ }, organization: control(undefined, deny(OUTSIDE)) },
      shut,
    ],
    [
      'the only document could not be read',
      { bucket: { policy: READ }, organization: control(undefined) },
      open,
    ],
    [
      'a perimeter that spares services, in which BoolIfExists has no hole',
      {
        bucket: { policy: READ },
        organization: control(deny({ ...OUTSIDE, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } })),
      },
      ['anyone read shut-by - -', 'named-outsider read unknown aws-service -'],
    ],
    [
      'the hole of Bool: an unsigned request has no such key',
      {
        bucket: { policy: READ },
        organization: control(deny({ ...OUTSIDE, Bool: { 'aws:PrincipalIsAWSService': 'false' } })),
      },
      ['anyone read open - -', 'named-outsider read unknown aws-service -'],
    ],
    [
      'only without TLS',
      { bucket: { policy: READ }, organization: control(deny({ Bool: { 'aws:SecureTransport': 'false' } })) },
      open,
    ],
    [
      'over another bucket',
      {
        bucket: { policy: READ },
        organization: control(deny(OUTSIDE, { Resource: 'arn:aws:s3:::other/*' })),
      },
      open,
    ],
    [
      'of another service',
      { bucket: { policy: READ }, organization: control(deny(OUTSIDE, { Action: 'sqs:*' })) },
      open,
    ],
    [
      'writing alone is denied',
      {
        bucket: { policy: policy(allow('*', ['s3:GetObject', 's3:PutObject'])) },
        organization: control(deny(OUTSIDE, { Action: 's3:Put*' })),
      },
      ['anyone read open - -', 'anyone write shut-by - -'],
    ],
    [
      'a partner whom it spares',
      {
        bucket: { policy: policy(allow(PARTNER, 's3:GetObject')) },
        organization: control(deny({ StringNotEqualsIfExists: { 'aws:PrincipalAccount': '444455556666' } })),
      },
      ['named-outsider read open aws-account 444455556666'],
    ],
    [
      'a partner whom it does not spare',
      {
        bucket: { policy: policy(allow(PARTNER, 's3:GetObject')) },
        organization: control(deny({ StringNotEqualsIfExists: { 'aws:PrincipalAccount': '111122223333' } })),
      },
      ['named-outsider read shut-by aws-account 444455556666'],
    ],
    [
      'through an access point',
      {
        bucket: {
          policy: policy(
            allow('*', 's3:GetObject', {
              Condition: { StringEquals: { 's3:DataAccessPointAccount': '111122223333' } },
            }),
          ),
          accessPoints: [point({ blockPublicAccess: null })],
        },
        organization: control(deny(OUTSIDE)),
      },
      ['anyone read shut-by access-point kagi-ap'],
    ],
    [
      'a policy that could not be read, under a perimeter',
      { bucket: { policy: undefined }, organization: control(deny(OUTSIDE)) },
      [],
    ],
    [
      'a policy that could not be read, under one that leaves a way',
      {
        bucket: { policy: undefined },
        organization: control(deny({ Bool: { 'aws:SecureTransport': 'false' } })),
      },
      ['anyone list+read+write+delete+admin+meta unknown - -'],
    ],
  ])('%s', (_what, given, expected) => {
    expect(short(judge(given).exposures)).toEqual(expected);
  });

  test('unread, they are no guard that is missing', () => {
    const [exposure] = judge({
      bucket: { policy: READ },
      organization: { resourceControlPolicies: undefined },
    }).exposures;
    expect(exposure).not.toHaveProperty('missing');
    expect(exposure).not.toHaveProperty('guard');
    expect(exposure?.witness?.checked).toBe(true);
  });

  test('the one that denies is named, with its place and what it asks', () => {
    const harmless = deny({ Bool: { 'aws:SecureTransport': 'false' } });
    const [exposure] = judge({
      bucket: { policy: READ },
      organization: control(FULL, harmless, deny(OUTSIDE)),
    }).exposures;
    expect(exposure?.guard).toEqual({
      en: 'resource control policy policy-2',
      ja: 'リソースコントロールポリシー policy-2',
    });
    const [piece, ...more] =
      exposure?.evidence.filter(({ resource }) => resource?.type === 'aws.account') ?? [];
    expect(more).toEqual([]);
    expect(piece).toMatchObject({
      resource: { id: 'arn:aws:iam::111122223333:root' },
      setting: 'resourceControlPolicies',
      pointer: '/2/document/Statement/0',
    });
    expect(piece?.text.en).toBe(
      'resource control policy "policy-2" (attached to the root of the organization and organizational unit ou-kagi-apps), statement "perimeter", denies it if aws:PrincipalOrgID is not o-kagi or is absent',
    );
    expect(exposure?.evidence.map(({ setting }) => setting)).toContain('policy');
    expect(exposure?.witness?.command).toBeUndefined();
  });

  test('beside Block Public Access both are named, each once', () => {
    const [exposure, ...more] = judge({
      bucket: { policy: READ, blockPublicAccess: ON },
      organization: control(deny(OUTSIDE)),
    }).exposures;
    expect(more).toEqual([]);
    expect(exposure?.guard?.en).toBe(
      'Block Public Access of the bucket and resource control policy policy-0',
    );
  });

  test('what is open in spite of them keeps its cures', () => {
    const [exposure] = judge({
      bucket: { policy: READ },
      organization: control(deny({ Bool: { 'aws:SecureTransport': 'false' } })),
    }).exposures;
    expect(exposure?.cures?.every(({ rejudged }) => rejudged)).toBe(true);
    expect(exposure?.cures?.[0]?.text.en).toContain('remove statement "share"');
  });
});

describe('the S3 policy of the organization', () => {
  const unread = { blockPublicAccess: undefined };
  const OFF = Object.fromEntries(Object.keys(ON).map((name) => [name, false]));
  test.each<[string, Settings, string[]]>([
    [
      'all, over an account without switches',
      { blockPublicAccess: null, organizationBlockPublicAccess: ON },
      shut,
    ],
    ['all, over an account that could not be read', { ...unread, organizationBlockPublicAccess: ON }, shut],
    ['none', { blockPublicAccess: null, organizationBlockPublicAccess: OFF }, open],
    ['there is none', { blockPublicAccess: null, organizationBlockPublicAccess: null }, open],
    ['could not be read', { blockPublicAccess: null, organizationBlockPublicAccess: undefined }, open],
    [
      'nothing could be read',
      { ...unread, organizationBlockPublicAccess: undefined },
      ['anyone read open-unless - -'],
    ],
  ])('%s', (_what, account, expected) => {
    const { exposures, facts } = judge({ bucket: { policy: READ }, account });
    expect(short(exposures)).toEqual(expected);
    expect(facts['blocksPublicAccess']).toBe(
      expected === shut ? true : expected === open ? false : undefined,
    );
  });

  test('is named as what shuts, and as evidence', () => {
    const account = { blockPublicAccess: null, organizationBlockPublicAccess: ON };
    const [exposure] = judge({ bucket: { policy: READ }, account }).exposures;
    expect(exposure?.guard?.en).toBe('Block Public Access of the organization');
    expect(exposure?.evidence).toContainEqual(
      expect.objectContaining({
        setting: 'organizationBlockPublicAccess',
        resource: { type: 'aws.s3.account', id: 'arn:aws:s3:::account/111122223333' },
      }),
    );
  });
});
