// A real moto server over HTTP, seeded with buckets of every kind, and what each of them is by construction.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Context, Exposure } from '../../../../src/exposure.ts';
import { analyseS3 } from '../../../../src/providers/aws/s3/analyse.ts';
import type { Resource } from '../../../../src/snapshot/resource.ts';
import { type Moto, motoIsHere, seedMoto, startMoto } from '../../../servers/moto.ts';
import { type Collected, collectFrom, TEST_ENV, useEnvironment } from '../live.ts';

/** One of each kind; every fifth in another region, every third with tags. */
const BUCKETS = 24;
const OURS = {
  accounts: [],
  organizations: ['o-exampleorgid'],
  networks: [],
  domains: [],
  vendors: [],
  declared: true,
};

const describeMoto = motoIsHere(process.env) ? describe : describe.skip;

describeMoto('against moto', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tojimari-moto-'));
  let moto: Moto;
  let found: Collected;
  let truth: [string, string][];

  beforeAll(async () => {
    useEnvironment(TEST_ENV);
    moto = await startMoto();
    const file = join(folder, 'truth.json');
    await seedMoto(moto, ['--buckets', String(BUCKETS), '--users', '0', '--roles', '0', '--control'], file);
    truth = JSON.parse(readFileSync(file, 'utf8'));
    found = await collectFrom(moto.endpoint);
  }, 60_000);

  afterAll(async () => {
    await moto?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function buckets(): Resource[] {
    return [...found.resources.values()].filter(({ type }) => type === 'aws.s3.bucket');
  }

  test('every bucket is read, in its region, with everything that moto can tell', () => {
    expect(found.listings.get('aws.s3.bucket')).toMatchObject({ state: 'complete', seen: BUCKETS });
    expect(buckets().filter(({ region }) => region === 'eu-west-1')).toHaveLength(5);
    // moto answers GetBucketPolicyStatus with something else: that is unknown, never "not public".
    const unknowns = buckets().flatMap((bucket) => bucket.unknowns.map(({ setting }) => setting));
    expect(new Set(unknowns)).toEqual(new Set(['policyStatus']));
    const control = found.resources.get('aws.s3.account 123456789012');
    expect(control?.settings['blockPublicAccess']).toMatchObject({
      blockPublicAcls: true,
      ignorePublicAcls: false,
    });
    const points: unknown = buckets()[0]?.settings['accessPoints'];
    expect(points).toMatchObject([
      { name: 'ap0', policy: null },
      { name: 'ap1', policy: { Version: '2012-10-17' } },
    ]);
    expect(buckets()[0]?.settings['multiRegionAccessPoints']).toMatchObject([
      {
        name: 'mr0',
        networkOrigin: 'Internet',
        policy: { Version: '2012-10-17' },
        blockPublicAccess: { restrictPublicBuckets: false },
      },
    ]);
    expect(buckets()[1]?.settings['multiRegionAccessPoints']).toEqual([]);
  });

  test('each bucket is what it was made to be', () => {
    const context: Context = {
      all: (type) => [...found.resources.values()].filter((resource) => resource.type === type),
      ours: OURS,
      now: Date.parse('2026-01-01T00:00:00Z'),
    };
    const wrong: string[] = [];
    for (const [name, word] of truth) {
      const bucket = found.resources.get(`aws.s3.bucket ${name}`);
      if (bucket === undefined) continue;
      const { exposures } = analyseS3(bucket, context);
      // AWS no longer documents what Allow with NotPrincipal does: undecided is right too.
      if (name.endsWith('pol-notprincipal') && exposures.some(({ state }) => state === 'unknown')) continue;
      if (!FITS[word]?.(exposures))
        wrong.push(`${name} is ${word}: ${exposures.map(inShort).join(', ') || 'nothing'}`);
    }
    expect(wrong).toEqual([]);
    expect(truth.filter(([name]) => found.resources.has(`aws.s3.bucket ${name}`))).toHaveLength(BUCKETS);
  });
});

function inShort({ audience, access, state, via }: Exposure): string {
  return `${audience} ${access.join('+')} ${state} ${via ?? ''}`;
}

function anyone(access: Exposure['access'][number]) {
  return (exposures: Exposure[]) =>
    exposures.some((one) => one.audience === 'anyone' && one.state === 'open' && one.access.includes(access));
}

const closed = (exposures: Exposure[]) => exposures.length === 0;
const shut = (exposures: Exposure[]) =>
  exposures.length > 0 && exposures.every(({ state }) => state === 'shut-by');

/** The words of seed.py, as exposures. */
const FITS: Record<string, (exposures: Exposure[]) => boolean> = {
  none: closed,
  'public-read': anyone('read'),
  'public-list': anyone('list'),
  'public-write': anyone('write'),
  'public-takeover': anyone('admin'),
  'any-aws-list': (exposures) =>
    exposures.some(
      ({ audience, state, access }) =>
        audience === 'anyone-registered' && state === 'open' && access.includes('list'),
    ) && !exposures.some(({ audience }) => audience === 'anyone'),
  'none(restrict)': shut,
  'none(ignore)': shut,
  conditional: closed,
  org: closed,
  'cross-account': (exposures) =>
    exposures.length > 0 &&
    exposures.every(({ audience, state }) => audience === 'named-outsider' && state === 'open'),
  delegated: closed,
  service: closed,
  'confused-deputy': (exposures) =>
    exposures.length > 0 && exposures.every(({ via }) => via === 'log-delivery' || via === 'aws-service'),
};
