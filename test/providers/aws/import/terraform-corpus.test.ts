// Plans, states and templates that others wrote: every file is read or left to others, and what comes of it is counted.
import { existsSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { aws } from '../../../../src/providers/aws/provider.ts';
import { parse } from '../../../../src/schema.ts';
import { findFiles } from '../../../../src/snapshot/files.ts';
import { readFiles } from './declarations.ts';

const corpus = `${process.env['TOJIMARI_CORPUS'] ?? '../shared/corpus'}/aws`;
const here = existsSync(corpus);
if (!here) process.stderr.write(`skipped: there are no exports of others in ${corpus}\n`);
const whenHere = here ? test : test.skip;

/** Folder, files that are read, resources of each type, and settings of doors that are not known. */
const TABLE: [string, number, Record<string, number>, Record<string, number>][] = [
  [
    'terraform-plan',
    10,
    {
      'aws.ebs.snapshot': 3,
      'aws.ec2.instance': 6,
      'aws.ec2.security-group': 6,
      'aws.ecr.repository': 3,
      'aws.iam.group': 1,
      'aws.iam.policy': 1,
      'aws.iam.role': 11,
      'aws.iam.user': 4,
      'aws.kms.key': 3,
      'aws.lambda.function': 3,
      'aws.opensearch.domain': 3,
      'aws.rds.instance': 3,
      'aws.s3.account': 8,
      'aws.s3.bucket': 27,
    },
    { 'aws.ec2.security-group#securityGroups': 2, 'aws.kms.key#policy': 2 },
  ],
  [
    'terraform-state',
    9,
    {
      'aws.iam.policy': 3,
      'aws.iam.role': 5,
      'aws.iam.user': 6,
      'aws.s3.account': 1,
      'aws.s3.bucket': 1,
    },
    { 'aws.iam.role#trustPolicy': 2, 'aws.s3.bucket#acl': 1, 'aws.s3.bucket#policy': 1 },
  ],
  [
    'cloudformation',
    19,
    {
      'aws.ec2.instance': 3,
      'aws.ec2.security-group': 12,
      'aws.iam.policy': 2,
      'aws.iam.role': 23,
      'aws.kms.key': 1,
      'aws.s3.account': 5,
      'aws.s3.bucket': 8,
      'aws.sns.topic': 1,
      'aws.sqs.queue': 1,
    },
    { 'aws.kms.key#policy': 1, 'aws.s3.bucket#policy': 1 },
  ],
];

/** Doors that are open whatever the account says: a policy that names an account, told by the plan's own document. */
const OPEN: Record<string, string[]> = {
  'terraform-plan': ['my-tf-test-bucket named-outsider open list+read+write+delete+admin+meta'],
};

whenHere.each(TABLE)('%s', async (folder, files, resources, doors) => {
  const reading = await readFiles(await findFiles([`${corpus}/${folder}`]));
  expect(reading.scopes).toHaveLength(files);
  expect(reading.listings.filter(({ state }) => state === 'unknown')).toEqual([]);
  const types = aws.services.flatMap((service) => service.types);
  const counts: Record<string, number> = {};
  const missing: Record<string, number> = {};
  for (const resource of reading.resources) {
    const { type, settings, unknowns } = resource;
    if (type !== 'aws.account') counts[type] = (counts[type] ?? 0) + 1;
    const known = types.find((one) => one.type === type);
    expect(parse({ name: known?.schema ?? '' }, settings)).toMatchObject({ ok: true });
    for (const { setting, reason } of unknowns) {
      expect(['missing', 'not-held']).toContain(reason);
      expect(settings).not.toHaveProperty([setting]);
      const key = `${type}#${setting}`;
      if (reason === 'missing' && known?.doors.includes(setting)) missing[key] = (missing[key] ?? 0) + 1;
    }
    for (const door of known?.doors ?? [])
      expect(door in settings || unknowns.some(({ setting }) => setting === door)).toBe(true);
  }
  expect(counts).toEqual(resources);
  expect(missing).toEqual(doors);
  const open = reading.resources.flatMap(({ name }) =>
    reading.doors(name).flatMap((door) => (/ open /.test(door) ? `${name} ${door}` : [])),
  );
  expect([...new Set(open)]).toEqual(OPEN[folder] ?? []);
});
