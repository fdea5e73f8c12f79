// One estate in a real moto server, read twice: live, and from a folder of AWS CLI answers. The findings are the same.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketWebsiteCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseReport } from '../../src/report/parse.ts';
import type { Report } from '../../src/report/report.ts';
import { folder, tojimari } from '../cli/harness.ts';
import { TEST_ENV, useEnvironment } from '../providers/aws/live.ts';
import { type Moto, motoIsHere, seedMoto, startMoto } from '../servers/moto.ts';

const REGION = 'us-east-1';
const described = motoIsHere(process.env) ? describe : describe.skip;

described('an estate of S3', () => {
  let moto: Moto;
  let live: Report;
  let exported: Report;

  beforeAll(async () => {
    moto = await startMoto();
    const place = folder();
    await seedMoto(moto, ['--buckets', '24', '--users', '0', '--roles', '0'], join(place, 'truth.json'));
    useEnvironment({ ...TEST_ENV, AWS_REGION: REGION });
    live = await scan(['aws', '--endpoint-url', moto.endpoint]);
    await saveAnswers(moto.endpoint, join(place, 'export', REGION));
    exported = await scan([join(place, 'export')]);
  }, 120_000);
  afterAll(async () => await moto?.stop());

  test('has buckets of every kind, seen both ways', () => {
    const seen = (report: Report) =>
      report.scopes[0]?.tallies.find(({ type }) => type === 'aws.s3.bucket')?.seen;
    expect(seen(live)).toBe(24);
    expect(seen(exported)).toBe(24);
    expect(live.findings.length).toBeGreaterThan(10);
  });

  test('gives the same findings at the same severities', () => {
    expect(findings(exported)).toEqual(findings(live));
  });

  test('gives the same doors in the same states', () => {
    expect(doors(exported)).toEqual(doors(live));
  });
});

async function scan(target: string[]): Promise<Report> {
  const file = join(folder(), 'report.json');
  const { stderr } = await tojimari([
    'scan',
    ...target,
    '--service',
    's3',
    '--format',
    'json',
    '--output',
    file,
  ]);
  const parsed = parseReport(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.ok) throw new Error(`no report: ${stderr}`);
  return parsed.value;
}

function findings({ findings }: Report): string[] {
  const buckets = findings.filter(({ resource }) => resource.type === 'aws.s3.bucket');
  return buckets.map(({ rule, severity, resource }) => `${resource.name} ${rule} ${severity}`).sort();
}

function doors({ doors }: Report): string[] {
  return doors
    .map(({ resource, audience, access, via, subject, state }) =>
      [resource.name, audience, access, via, subject, state].join(' '),
    )
    .sort();
}

/** Saves every answer of the estate as the AWS CLI prints it; what the service says there is none of is an error text, as the CLI leaves it. */
async function saveAnswers(endpoint: string, place: string): Promise<void> {
  const s3 = new S3Client({ endpoint, region: REGION, forcePathStyle: true });
  const save = async (name: string, ask: () => Promise<object>) => {
    const path = join(place, name);
    mkdirSync(dirname(path), { recursive: true });
    const answer = await ask().catch((error: Error) => error);
    const isError = answer instanceof Error;
    const operation = (name.split('/')[0] ?? '')
      .replace(/^\w+-|\.json$/g, '')
      .replace(/(^|-)(\w)/g, (_all, _dash, letter: string) => letter.toUpperCase());
    const text = isError
      ? `An error occurred (${answer.name}) when calling the ${operation} operation: ${answer.message}\n`
      : JSON.stringify({ ...answer, $metadata: undefined });
    writeFileSync(path, text);
  };
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  await save('s3-list-buckets.json', async () => ({ Buckets }));
  await save('sts-get-caller-identity.json', async () => ({
    Account: '123456789012',
    Arn: 'arn:aws:iam::123456789012:user/x',
    UserId: 'x',
  }));
  await save('s3control-get-public-access-block.json', async () => {
    throw Object.assign(new Error('none'), { name: 'NoSuchPublicAccessBlockConfiguration' });
  });
  await save('s3control-list-access-points.json', async () => ({ AccessPointList: [] }));
  await save('s3control-list-multi-region-access-points.json', async () => ({ AccessPoints: [] }));
  for (const { Name: Bucket = '' } of Buckets) {
    await save(`s3-get-bucket-policy/${Bucket}`, () => s3.send(new GetBucketPolicyCommand({ Bucket })));
    await save(`s3-get-bucket-acl/${Bucket}`, () => s3.send(new GetBucketAclCommand({ Bucket })));
    await save(`s3-get-bucket-ownership-controls/${Bucket}`, () =>
      s3.send(new GetBucketOwnershipControlsCommand({ Bucket })),
    );
    await save(`s3-get-public-access-block/${Bucket}`, () =>
      s3.send(new GetPublicAccessBlockCommand({ Bucket })),
    );
    await save(`s3-get-bucket-website/${Bucket}`, () => s3.send(new GetBucketWebsiteCommand({ Bucket })));
    await save(`s3-get-bucket-tagging/${Bucket}`, () => s3.send(new GetBucketTaggingCommand({ Bucket })));
    await save(`s3-get-bucket-encryption/${Bucket}`, () =>
      s3.send(new GetBucketEncryptionCommand({ Bucket })),
    );
    await save(`s3-get-bucket-location/${Bucket}`, () => s3.send(new GetBucketLocationCommand({ Bucket })));
  }
  s3.destroy();
}
