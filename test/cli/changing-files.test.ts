// Files that change while they are read, at each moment that a reader looks: what was there, a place, or an unknown; never two contents in one.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { audit } from '../../src/audit.ts';
import { rulesIn } from '../../src/cli/ruleset.ts';
import { openTargets } from '../../src/cli/targets.ts';
import { InputError, UsageError } from '../../src/errors.ts';
import { PROVIDERS } from '../../src/providers/index.ts';
import type { LoadedRule } from '../../src/rules/rule.ts';
import { findFiles, type InputFile } from '../../src/snapshot/files.ts';
import { locate } from '../../src/snapshot/locate.ts';
import { zipOf } from '../snapshot/zip.ts';
import { folder, ROOT } from './harness.ts';
import { EXPORTS } from './whole-exports.ts';

const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::kagi-open/*' },
  ],
});
const CLI: Record<string, string> = {
  'global/sts-get-caller-identity.json': JSON.stringify({
    Account: '111122223333',
    Arn: 'arn:aws:iam::111122223333:user/auditor',
    UserId: 'A',
  }),
  'global/s3api-list-buckets.json': JSON.stringify({ Buckets: [{ Name: 'kagi-open' }], Owner: { ID: 'a' } }),
  'global/s3api-get-bucket-policy/kagi-open': JSON.stringify({ Policy: POLICY }),
};
const RECORDED: Record<string, string> = {
  's3.ListBuckets_1.json': JSON.stringify({
    status_code: 200,
    data: { Buckets: [{ Name: 'kagi-open' }], Owner: { ID: 'a' }, ResponseMetadata: {} },
  }),
  's3.GetBucketPolicy_1.json': JSON.stringify({
    status_code: 200,
    data: { Policy: POLICY, ResponseMetadata: {} },
  }),
};
const YAML = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Open:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: kagi-open
      PublicAccessBlockConfiguration: { BlockPublicPolicy: false, RestrictPublicBuckets: false }
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Open
      PolicyDocument: ${POLICY}
`;
const PACKAGE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const SALESFORCE: Record<string, string> = {
  'force-app/main/default/profiles/kagi-open Profile.profile-meta.xml': `<?xml version="1.0" encoding="UTF-8"?>
<Profile ${PACKAGE}><userLicense>Guest User License</userLicense><objectPermissions><allowRead>true</allowRead><object>Account</object><viewAllRecords>true</viewAllRecords></objectPermissions></Profile>`,
  'force-app/main/default/sites/kagi-open.site-meta.xml': `<?xml version="1.0" encoding="UTF-8"?>
<CustomSite ${PACKAGE}><active>true</active><masterLabel>kagi-open</masterLabel><siteType>ChatterNetwork</siteType><urlPathPrefix>a</urlPathPrefix></CustomSite>`,
  'sfdx-project.json': JSON.stringify({ packageDirectories: [{ path: 'force-app' }] }),
};
const zipped = (files: Record<string, string>) =>
  zipOf(Object.entries(files).map(([name, content]) => ({ name, content, stored: true })));
const config = EXPORTS['config-snapshot.json'] ?? '';

/** Name -> files below a folder. */
const FOLDERS: Record<string, Record<string, string | Buffer>> = {
  ...Object.fromEntries(Object.entries(EXPORTS).map(([name, content]) => [name, { [name]: content }])),
  'AWS CLI answers': CLI,
  'recorded answers': RECORDED,
  'CloudFormation in YAML': { 'template.yaml': YAML },
  'CDK cloud assembly': {
    'manifest.json': JSON.stringify({
      version: '36.0.0',
      artifacts: {
        Kagi: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Kagi.template.json' } },
      },
    }),
    'Kagi.template.json': EXPORTS['template.json'] ?? '',
  },
  'Salesforce project': SALESFORCE,
  'zip of answers': { 'answers.zip': zipped(CLI) },
  'zip of metadata': { 'retrieved.zip': zipped(SALESFORCE) },
  'packed Config snapshot': { 'config.json.gz': gzipSync(config) },
  'two exports of one account': {
    'config.json': config,
    'cli/kagi-open.policy.json': JSON.stringify({ Policy: POLICY }),
  },
};

/** How a file is no longer what it was. */
const CHANGES: Record<string, (path: string) => void> = {
  'cut short': (path) => writeFileSync(path, readFileSync(path).subarray(0, statSync(path).size * 0.6)),
  grown: (path) => writeFileSync(path, Buffer.concat([readFileSync(path), later(path)])),
  // Of the same length.
  replaced: (path) => writeFileSync(path, later(path)),
  gone: (path) => rmSync(path),
  'gone with its folder': (path) => rmSync(dirname(path), { recursive: true }),
};

function later(path: string): Buffer {
  const bytes = readFileSync(path);
  const rename = (text: Buffer) =>
    Buffer.from(text.toString('latin1').replaceAll('kagi-open', 'kagi-late'), 'latin1');
  return path.endsWith('.gz') ? gzipSync(rename(gunzipSync(bytes))) : rename(bytes);
}

/** A folder with these files, made long ago. */
function made(files: Record<string, string | Buffer>): string {
  const root = join(folder(), 'estate');
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    utimesSync(path, 1e9, 1e9);
  }
  return root;
}

let rules: LoadedRule[] = [];
beforeAll(async () => {
  rules = (await rulesIn([join(ROOT, 'rules')])).filter(({ id }) =>
    /bucket-public|role-any-account|guest/.test(id),
  );
});

interface Seen {
  findings: string[];
  complete: boolean;
  /** Everything that is said. */
  said: string;
}

/** Judges a target; `look` is told before each time that a reader looks into a file. */
async function judged(target: string, look: (path: string) => void): Promise<Seen> {
  const files = async () => (await findFiles([target])).map((file) => looking(file, look));
  const streams = await openTargets(
    [target],
    PROVIDERS,
    async () => Buffer.alloc(0),
    () => none(),
    files,
  );
  const now = Date.parse('2026-11-02T00:00:00Z');
  const report = await audit({
    streams,
    providers: PROVIDERS,
    rules,
    ours: { accounts: [], organizations: [], networks: [], domains: [], vendors: [], declared: false },
    select: { services: [], resources: [], excludeResources: [] },
    now,
    failOn: 'high',
    allowUnknown: undefined,
    exitZero: false,
    version: '0',
    startedAt: now,
    endedAt: () => now,
    calls: () => 0,
    locate,
  });
  return {
    findings: report.findings.map(({ rule, resource }) => `${rule} ${resource.name}`).sort(),
    complete: report.complete,
    said: JSON.stringify(report),
  };
}

async function* none() {}

function looking(file: InputFile, look: (path: string) => void): InputFile {
  const { chunks } = file;
  async function* lines() {
    look(file.path);
    for await (const line of file.lines()) {
      yield line;
      look(file.path);
    }
  }
  async function* pieces(open: () => AsyncIterable<Buffer>) {
    look(file.path);
    for await (const chunk of open()) {
      yield chunk;
      look(file.path);
    }
  }
  return {
    ...file,
    async head() {
      look(file.path);
      return await file.head();
    },
    async text() {
      look(file.path);
      return await file.text();
    },
    lines,
    ...(chunks !== undefined && { chunks: () => pieces(() => chunks.call(file)) }),
  };
}

const MOST_MOMENTS = 12;

describe.each(Object.keys(FOLDERS))('%s', (name) => {
  const files = FOLDERS[name] ?? {};
  const [only = '', another] = Object.keys(files);
  const target = (root: string) => (another === undefined ? join(root, only) : root);

  test.each(Object.keys(CHANGES))('%s', async (change) => {
    const whole = await judged(target(made(files)), () => {});
    expect(whole.findings).not.toEqual([]);
    let moments = 0;
    for (let moment = 1; moment <= MOST_MOMENTS; moment += 1) {
      const root = made(files);
      let looks = 0;
      let changed = '';
      const look = (path: string) => {
        looks += 1;
        if (looks !== moment) return;
        // Of an archive's files, the archive.
        const [, disk = path] = /^(.*\.zip)\//.exec(path) ?? [];
        changed = disk;
        if (existsSync(disk)) CHANGES[change]?.(disk);
      };
      const seen = await judged(target(root), look).catch((error: unknown) => {
        if (error instanceof InputError || error instanceof UsageError) return error;
        throw error;
      });
      if (changed === '') break;
      moments = moment;
      if (seen instanceof Error) expect(seen.message).toContain('estate');
      else {
        expect(seen.said).not.toContain('kagi-late');
        expect(whole.findings).toEqual(expect.arrayContaining(seen.findings));
        // All that there was, or no all-clear.
        if (seen.findings.length < whole.findings.length) {
          expect(seen.complete).toBe(false);
          expect(seen.said).toMatch(/changed while it was read|cannot be read|not recognised/);
        }
      }
    }
    expect(moments).toBeGreaterThan(0);
  });
});
