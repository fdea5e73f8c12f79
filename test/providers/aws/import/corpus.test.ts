// Exports that others wrote: everything is read or named, nothing crashes, and what is not known says why.
import { existsSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { Context } from '../../../../src/exposure.ts';
import { aws } from '../../../../src/providers/aws/provider.ts';
import { parse } from '../../../../src/schema.ts';
import { findFiles } from '../../../../src/snapshot/files.ts';
import { type Read, readFiles } from './reading.ts';

const corpus = `${process.env['TOJIMARI_CORPUS'] ?? '../shared/corpus'}/aws`;
const here = existsSync(corpus);
if (!here) process.stderr.write(`skipped: there are no exports of others in ${corpus}\n`);
const whenHere = here ? test : test.skip;

/** `type`: how many; `type#setting reason`: how many do not know it. */
function tally({ resources }: Read): Record<string, number> {
  const counts: Record<string, number> = {};
  const count = (key: string) => {
    counts[key] = (counts[key] ?? 0) + 1;
  };
  for (const { type, unknowns } of resources) {
    count(type);
    for (const { setting, reason } of unknowns) count(`${type}#${setting} ${reason}`);
  }
  return counts;
}

function listings(read: Read): string[] {
  return [...read.listings.values()].map(({ type, state, seen }) => `${type} ${state} ${seen}`);
}

/** Every resource fits its schema, says something about each of its settings, and can be judged. Returns exposures by state. */
function judgeAll(read: Read): Record<string, number> {
  const states: Record<string, number> = {};
  const types = aws.services.flatMap((service) => service.types.map((type) => ({ service, type })));
  const context: Context = {
    all: (type, scope) =>
      read.resources.filter((resource) => resource.type === type && resource.scope === scope),
    ours: { accounts: [], organizations: [], networks: [], domains: [], vendors: [], declared: false },
    now: Date.parse('2026-01-01T00:00:00Z'),
  };
  for (const resource of read.resources) {
    const known = types.find(({ type }) => type.type === resource.type);
    if (known === undefined) throw new Error(`no service knows ${resource.type}`);
    expect(parse({ name: known.type.schema }, resource.settings)).toMatchObject({ ok: true });
    // Where nothing has a public address, nobody asks what guards it.
    const { interfaces, publiclyAccessible } = resource.settings;
    const bare = JSON.stringify(interfaces) === '[]' || publiclyAccessible === false;
    for (const door of known.type.doors.filter((one) => !bare || one !== 'securityGroups'))
      expect([
        resource.id,
        door,
        door in resource.settings || resource.unknowns.some(({ setting }) => setting === door),
      ]).toEqual([resource.id, door, true]);
    for (const { state } of known.service.analyse(resource, context).exposures)
      states[state] = (states[state] ?? 0) + 1;
  }
  return states;
}

whenHere(
  'IAM authorization details',
  async () => {
    const read = await readFiles(await findFiles([`${corpus}/iam-account-authorization-details`]));
    expect(read.left).toEqual(['LICENSE']);
    expect(tally(read)).toMatchObject({
      'aws.iam.role': 78,
      'aws.iam.user': 44,
      'aws.iam.group': 5,
      'aws.iam.policy': 46,
      'aws.iam.user#mfaActive not-held': 44,
      'aws.iam.account#rootMfaActive not-held': 1,
    });
    expect(Object.keys(tally(read)).filter((key) => /missing|malformed/.test(key))).toEqual([]);
    expect(listings(read)).toContain('aws.iam.role complete 78');
    expect(judgeAll(read)['unknown'] ?? 0).toBe(0);
  },
  60_000,
);

whenHere(
  'a folder of AWS CLI answers',
  async () => {
    const read = await readFiles(await findFiles([`${corpus}/aws-cli-folder`]));
    expect(read.claims).toHaveLength(1);
    expect(read.left).toEqual(['LICENSE']);
    expect(tally(read)).toMatchObject({
      'aws.s3.bucket': 1,
      'aws.iam.role': 4,
      'aws.iam.user': 2,
      'aws.iam.user#mfaActive missing': 2,
      'aws.s3.account#blockPublicAccess not-held': 1,
    });
    expect(read.get('aws.s3.bucket', 'cloudmapper_demo').settings['policy']).toMatchObject({
      Version: '2012-10-17',
    });
    // The bucket, an instance, and the interface of a task: what else stands before them was not saved.
    expect(judgeAll(read)['open-unless']).toBe(3);
  },
  60_000,
);

whenHere(
  'recorded answers',
  async () => {
    const read = await readFiles(await findFiles([`${corpus}/recorded-api-answers`]));
    expect(read.left).toEqual(['LICENSE']);
    expect(read.claims).toHaveLength(30);
    expect(new Set(read.scopes.map(({ id }) => id)).size).toBe(30);
    expect(tally(read)).toMatchObject({
      'aws.s3.bucket': 11,
      'aws.iam.role': 1,
      'aws.s3.bucket#policy missing': 4,
    });
    expect(
      read.records.filter((record) => record.record === 'listing' && record.reason === 'cut-short'),
    ).toMatchObject([{ type: 'aws.iam.role', state: 'unknown', seen: 1 }]);
    judgeAll(read);
  },
  60_000,
);

whenHere(
  'AWS Config items',
  async () => {
    const read = await readFiles(await findFiles([`${corpus}/aws-config-items`]));
    expect(read.left).toEqual(['LICENSE']);
    expect(tally(read)).toMatchObject({ 'aws.s3.bucket': 3, 'aws.s3.bucket#accessPoints not-held': 3 });
    expect(read.scopes[0]?.notes?.[0]?.en).toContain('3 items of types that are not judged');
    judgeAll(read);
  },
  60_000,
);
