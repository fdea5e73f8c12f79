// What could not be read, against every value that it could have: the verdict covers them all, and where they agree it is decided.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Exposure } from '../../../../src/exposure.ts';
import {
  ALL_USERS,
  acl,
  allow,
  DELEGATED,
  GLOBAL,
  global,
  judge,
  ON,
  PARTNER,
  point,
  policy,
  READ,
} from './estate.ts';

const GET = 's3:GetObject';
const block = (...flags: string[]) => ({
  ...Object.fromEntries(Object.keys(ON).map((name) => [name, flags.includes(name)])),
});
const DENY_ALL = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
const own = (permission: string) => ({
  owner: '75aa57f0',
  grants: [{ grantee: 'aa11bb22', kind: 'user', permission }],
});

/** Of each setting values of every kind. */
const VALUES = {
  policy: [
    null,
    READ,
    policy(allow('*', '*')),
    policy(allow(PARTNER, GET)),
    policy(allow('*', GET, { Resource: 'arn:aws:s3:::kagi/public/*' }), allow(PARTNER, GET)),
    policy(allow({ AWS: '111122223333' }, '*')),
    policy(allow({ Service: 'cloudfront.amazonaws.com' }, GET)),
    policy(DENY_ALL),
    policy(allow('*', 's3:PutObjectAcl')),
    policy(
      allow('*', ['s3:GetObject', 's3:PutObjectAcl']),
      allow('*', 's3:ListBucket', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }),
    ),
    DELEGATED,
  ],
  acl: [
    { owner: '75aa57f0', grants: [] },
    acl(ALL_USERS, 'READ'),
    acl(ALL_USERS, 'FULL_CONTROL'),
    own('READ'),
    own('WRITE'),
  ],
  ownership: [null, 'BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'],
  blockPublicAccess: [
    null,
    ON,
    block('ignorePublicAcls'),
    block('restrictPublicBuckets'),
    block('blockPublicPolicy'),
  ],
  account: [null, ON, block('ignorePublicAcls'), block('restrictPublicBuckets')],
  accessPoints: [
    [],
    [point()],
    [point({ blockPublicAccess: ON })],
    [point({ networkOrigin: 'VPC' })],
    [point({ policy: null })],
    [point({ policy: policy({ ...allow(PARTNER, GET), Resource: '*' }) })],
  ],
  multiRegionAccessPoints: [
    [],
    [global()],
    [global({ blockPublicAccess: ON })],
    [global({ policy: policy({ ...allow(PARTNER, GET), Resource: `${GLOBAL}/object/*` }) })],
  ],
} satisfies Record<string, unknown[]>;

type Name = keyof typeof VALUES;
const NAMES: Name[] = [
  'policy',
  'acl',
  'ownership',
  'blockPublicAccess',
  'account',
  'accessPoints',
  'multiRegionAccessPoints',
];
type Choice = Record<Name, unknown>;

function exposuresFor({ account, ...bucket }: Choice): Exposure[] {
  return judge({ bucket, account: { blockPublicAccess: account } }).exposures;
}

/** What a verdict says about the public, and about others: open, perhaps, or shut. */
type Said = 'open' | 'perhaps' | 'shut';
const PUBLIC = ['anyone', 'anyone-registered'];

function saidOf(exposures: Exposure[], about: (exposure: Exposure) => boolean): Said {
  const states = exposures.filter(about).map(({ state }) => state);
  if (states.includes('open')) return 'open';
  return states.some((state) => state === 'open-unless' || state === 'unknown') ? 'perhaps' : 'shut';
}

const isPublic = ({ audience }: Exposure) => PUBLIC.includes(audience);
const anybody = () => true;

/** Every way to fill in the hidden settings. */
function filled(choice: Choice, hidden: Name[]): Choice[] {
  let all: Choice[] = [choice];
  for (const name of hidden)
    all = all.flatMap((one) => VALUES[name].map((value) => ({ ...one, [name]: value })));
  return all;
}

function check(choice: Choice, hidden: Name[]): void {
  const blind: Choice = { ...choice, ...Object.fromEntries(hidden.map((name) => [name, undefined])) };
  const exposures = exposuresFor(blind);
  const truths = filled(choice, hidden).map(exposuresFor);
  for (const about of [isPublic, anybody]) {
    const said = saidOf(exposures, about);
    const possible = new Set(truths.map((truth) => saidOf(truth, about)));
    const where = JSON.stringify({ hidden, said, possible: [...possible], choice });
    // Covered: what may be open is never called shut, and what may be shut is never called open.
    if (possible.has('open')) expect({ where, ok: said !== 'shut' }).toEqual({ where, ok: true });
    if (possible.has('shut')) expect({ where, ok: said !== 'open' }).toEqual({ where, ok: true });
    // Decided: where all values agree, so does the verdict.
    if (possible.size === 1 && !possible.has('perhaps'))
      expect({ where, said }).toEqual({ where, said: [...possible][0] });
  }
  // Unknown says what could not be read.
  for (const { state, missing = [] } of exposures)
    if (state === 'unknown' || state === 'open-unless') expect(missing).not.toEqual([]);
}

/** Nobody is let in, and nothing is guarded. */
const CLOSED: Choice = {
  policy: null,
  acl: { owner: '75aa57f0', grants: [] },
  ownership: 'ObjectWriter',
  blockPublicAccess: null,
  account: null,
  accessPoints: [],
  multiRegionAccessPoints: [],
};

describe('each setting unread, beside each value of each other', () => {
  test.each(NAMES)('%s', (hidden) => {
    for (const name of NAMES)
      if (name !== hidden) for (const value of VALUES[name]) check({ ...CLOSED, [name]: value }, [hidden]);
  });
});

test('one or two settings unread among any others', () => {
  const choice = fc.record(
    Object.fromEntries(NAMES.map((name) => [name, fc.constantFrom<unknown>(...VALUES[name])])),
  );
  const hidden = fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 2 });
  fc.assert(
    fc.property(choice, hidden, (one, names) => check({ ...CLOSED, ...one }, names)),
    { numRuns: 60, seed: 7 },
  );
});
