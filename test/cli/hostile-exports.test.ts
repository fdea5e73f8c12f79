// Exports that are no JSON, or stand in several files, damaged and made to hurt: a place or an unknown, never a crash, a hang, or an all-clear.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { folder, tojimari } from './harness.ts';

const ACCOUNT = '111122223333';
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::kagi-open/*' },
  ],
});
const OFF = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};

async function scanned(files: Record<string, string>, target = '') {
  const place = folder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), content);
  }
  const before = process.cpuUsage();
  const { code, stdout, stderr } = await tojimari(['scan', join(place, target), '--format', 'json'], {
    env: { TOJIMARI_BOUNDS: 'values=50000' },
  });
  const { user } = process.cpuUsage(before);
  expect(stderr).not.toMatch(/^\s+at /m);
  // A bound, not a measure: what hangs takes minutes.
  expect(user / 1e6).toBeLessThan(20);
  const findings: { rule: string; resource: { name: string } }[] =
    stdout === '' ? [] : JSON.parse(stdout).findings;
  return { code, said: stderr + stdout, findings: findings.map(({ rule }) => rule).sort() };
}

describe('a CloudFormation template in YAML', () => {
  const head = 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n';
  const bucket = (name: string, value: string) =>
    `  ${name}:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: ${value}\n`;
  const open = `${bucket('Open', 'kagi-open')}      PublicAccessBlockConfiguration: ${JSON.stringify(OFF)}
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Open
      PolicyDocument: ${POLICY}
`;
  const list = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  const bomb = ['  A0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let at = 1; at < 10; at++)
    bomb.push(`  A${at}: &a${at} [${Array.from({ length: 9 }, () => `*a${at - 1}`).join(', ')}]`);

  test('whole: open', async () => {
    expect(await scanned({ 'a.yaml': head + open })).toMatchObject({
      code: 1,
      findings: ['aws.s3.bucket-public-read'],
    });
  });

  test.each([
    ['cut in a policy', `${head}${open}`.slice(0, -60), /a\.yaml:\d+:\d+: /],
    ['lists in lists', head + bucket('A', list(10_000)) + open, /nested deeper than 200 levels/],
    [
      'maps in maps',
      `${head}${Array.from({ length: 1000 }, (_, at) => `${' '.repeat(at + 2)}a:\n`).join('')}`,
      /nested deeper than 200 levels/,
    ],
    [
      'aliases of aliases',
      `${head}${open}Metadata:\n${bomb.join('\n')}\n`,
      /more than 100 aliases|expands to/,
    ],
    ['an alias of itself', `${head}${open}Metadata: &a\n  B: *a\n`, /alias that leads nowhere/],
    ['a key twice', `${head}${open}${bucket('Open', 'kagi-shut')}`, /a\.yaml:\d+:3: .*must be unique/],
    ['two documents', `${head}${open}---\n${open}`, /more than one document/],
    [
      'more than CloudFormation takes',
      head + bucket('A', `"${'x'.repeat(5 * 1024 ** 2)}"`) + open,
      /larger than 4 MB/,
    ],
    [
      'a map of very many keys',
      `${head}${open}Metadata:\n${Array.from({ length: 60_000 }, (_, at) => `  k${at}: 1\n`).join('')}`,
      /more values than a template can hold/,
    ],
  ])('%s: alone a mistake with its place, in a folder not an all-clear', async (_name, text, message) => {
    const alone = await scanned({ 'a.yaml': text }, 'a.yaml');
    expect(alone).toMatchObject({ code: 2, findings: [] });
    expect(alone.said).toMatch(message);
    const among = await scanned({ 'a.yaml': text });
    expect(among.code).toBe(3);
    expect(among.said).toMatch(message);
  });
});

describe('a credential report', () => {
  const head =
    'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated\n';
  const old = '2020-01-01T00:00:00+00:00';
  const row = (user: string, arn: string, password: string) =>
    `${user},arn:aws:iam::${ACCOUNT}:${arn},${old},${password},${old},${old},N/A,false,true,${old},N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n`;
  const root = row('<root_account>', 'root', 'not_supported');
  const whole = head + root + row('kaede', 'user/kaede', 'true');
  const rootKey = 'aws.iam.root-access-key';

  test.each([
    ['whole', whole],
    ['with a mark and Windows line ends', `\ufeff${whole.replaceAll('\n', '\r\n')}`],
    ['with a user of a hostile name', `${whole}${row('__proto__', 'user/__proto__', 'true')}`],
    ['with the same user twice', `${whole}${row('kaede', 'user/kaede', 'true')}`],
    ['with a name of a megabyte', `${whole}${row('x', `user/${'x'.repeat(1024 ** 2)}`, 'true')}`],
  ])('%s: the key of root', async (_name, text) => {
    const { code, findings } = await scanned({ 'report.csv': text });
    expect(code).toBe(1);
    expect(findings).toContain(rootKey);
  });

  test.each([
    ['cut in a row', whole.slice(0, -120), 3],
    ['cut in its first row', whole.slice(0, head.length + 40), 2],
    ['of no rows', head, 2],
    ['with a line end in a cell', whole.replace('kaede,', '"ka\nede",'), 3],
  ])('%s: says nothing of anybody, and is no all-clear', async (_name, text, line) => {
    const alone = await scanned({ 'report.csv': text }, 'report.csv');
    expect(alone).toMatchObject({ code: 2, findings: [] });
    expect(alone.said).toContain(`report.csv:${line}: is no row of a credential report`);
    const among = await scanned({ 'report.csv': text });
    expect(among).toMatchObject({ code: 3, findings: [] });
    expect(among.said).toContain(`report.csv:${line}: is no row of a credential report`);
  });

  test('many users cost as many times more', async () => {
    const users = (count: number) =>
      head + root + Array.from({ length: count }, (_, at) => row(`u${at}`, `user/u${at}`, 'false')).join('');
    const { code } = await scanned({ 'report.csv': users(3000) });
    expect(code).toBe(1);
  });
});

describe('a folder of CLI answers', () => {
  const files = {
    'us-east-1/sts-get-caller-identity.json': JSON.stringify({
      Account: ACCOUNT,
      Arn: `arn:aws:iam::${ACCOUNT}:user/a`,
      UserId: 'A',
    }),
    'us-east-1/s3-list-buckets.json': JSON.stringify({ Buckets: [{ Name: 'kagi-open' }] }),
    'us-east-1/s3-get-bucket-policy/kagi-open': JSON.stringify({ Policy: POLICY }),
    'us-east-1/s3-get-public-access-block/kagi-open': JSON.stringify({ PublicAccessBlockConfiguration: OFF }),
  };
  const damaged = (name: keyof typeof files, text: string) => ({ ...files, [name]: text });

  test('whole: open', async () => {
    const { code, findings } = await scanned(files);
    expect({ code, findings }).toMatchObject({ code: 1, findings: ['aws.s3.bucket-public-read'] });
  });

  test.each([
    ['cut', '{"Policy": "{\\"Version'],
    ['of lists in lists', `{"Policy": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['of another type', '{"Policy": 7}'],
    ['of no object', '[]'],
    ['empty', ''],
    ['of broken characters', '{"Policy": "\u0000\ufffd'],
    ['of a text that is cut', JSON.stringify({ Policy: POLICY.slice(0, -10) })],
  ])('a policy %s is unknown and no all-clear', async (_name, text) => {
    const { code, findings } = await scanned(damaged('us-east-1/s3-get-bucket-policy/kagi-open', text));
    expect({ code, findings }).toEqual({ code: 3, findings: [] });
  });

  test.each([
    ['cut', '{"Buckets": [{"Na'],
    ['of another type', '{"Buckets": "all"}'],
    ['with a bucket of no name', '{"Buckets": [{"Name": 7}]}'],
  ])('a list of buckets %s is no all-clear', async (_name, text) => {
    const { code } = await scanned(damaged('us-east-1/s3-list-buckets.json', text));
    expect([1, 3]).toContain(code);
  });
});

describe('a CDK cloud assembly', () => {
  const template = JSON.stringify({
    Resources: {
      Open: {
        Type: 'AWS::S3::Bucket',
        Properties: { BucketName: 'kagi-open', PublicAccessBlockConfiguration: OFF },
      },
      Policy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: { Bucket: { Ref: 'Open' }, PolicyDocument: JSON.parse(POLICY) },
      },
    },
  });
  const manifest = (artifacts: string) => `{"version":"36.0.0","artifacts":{${artifacts}}}`;
  const stack = `"S":{"type":"aws:cloudformation:stack","environment":"aws://${ACCOUNT}/eu-west-1","properties":{"templateFile":"S.template.json"}}`;

  test.each([
    ['whole', manifest(stack)],
    ['cut', manifest(stack).slice(0, -30)],
    ['leading out', manifest(`${stack},"X":${stack.slice(4).replace('S.template', '../../S.template')}`)],
    ['deep', manifest(`${stack},"X":${'['.repeat(10_000)}${']'.repeat(10_000)}`)],
    ['with a hostile key', manifest(`"__proto__":{"type":"x"},${stack}`)],
    ['with properties of another type', manifest(stack.replace(/\{"templateFile.*?\}/, '7'))],
  ])('a manifest %s hides no template', async (_name, text) => {
    const { code, findings } = await scanned({ 'manifest.json': text, 'S.template.json': template });
    expect({ code, findings }).toEqual({ code: 1, findings: ['aws.s3.bucket-public-read'] });
    expect(Reflect.get({}, 'type')).toBeUndefined();
  });
});

describe('Salesforce metadata', () => {
  const xml = (inside: string, before = '') =>
    `<?xml version="1.0" encoding="UTF-8"?>\n${before}<CustomSite xmlns="http://soap.sforce.com/2006/04/metadata">${inside}</CustomSite>\n`;
  const entities = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>';

  test.each([
    ['deep', xml('<a>'.repeat(10_000) + '</a>'.repeat(10_000)), /nests deeper than 32 elements/],
    ['of entities', xml('<masterLabel>&b;</masterLabel>', entities), /declares a document type/],
    ['cut', xml('<active>true</active>').slice(0, -20), /Kagi\.site:\d+:\d+: /],
    ['wide', xml('<a/>'.repeat(1_000_001)), /more than 1000000 elements/],
    ['of an unknown entity', xml('<masterLabel>&b;</masterLabel>'), /undefined entity/],
    ['empty', '', /./],
  ])('a site %s is no all-clear', async (_name, text, message) => {
    const { code, said } = await scanned({ 'sites/Kagi.site': text });
    expect([2, 3]).toContain(code);
    expect(said).toMatch(message);
  });
});
