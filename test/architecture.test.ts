// One-way doors: which room may import which, and who may touch the disk, the clock and the process.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';

type Sources = Map<string, string>;

/** Room -> the rooms and files it may import. A room is the first path part below src. */
const MAY_IMPORT: Record<string, string[]> = {
  'errors.ts': [],
  'glob.ts': [],
  'schema.ts': [],
  'yaml.ts': ['errors.ts'],
  snapshot: ['snapshot', 'schema.ts', 'errors.ts'],
  'exposure.ts': ['snapshot'],
  policy: ['policy'],
  providers: ['providers', 'snapshot', 'exposure.ts', 'policy', 'schema.ts', 'errors.ts', 'yaml.ts'],
  rules: ['rules', 'snapshot', 'exposure.ts', 'schema.ts', 'errors.ts', 'glob.ts', 'yaml.ts'],
  report: ['report', 'glob.ts', 'schema.ts'],
  merge: ['merge', 'snapshot', 'providers'],
  incidents: ['incidents', 'rules', 'report', 'snapshot', 'schema.ts', 'errors.ts'],
  source: ['source', 'snapshot', 'errors.ts', 'glob.ts', 'yaml.ts'],
  audit: [
    'audit',
    'audit.ts',
    'snapshot',
    'exposure.ts',
    'providers',
    'rules',
    'report',
    'errors.ts',
    'glob.ts',
  ],
  'audit.ts': ['audit', 'snapshot', 'exposure.ts', 'providers', 'rules', 'report', 'errors.ts'],
};

const DISK = /^(node:)?fs(\/|$)/;
const WORLD = /^(node:)?(fs|net|http|https|http2|tls|dns|child_process|process|worker_threads|os)(\/|$)/;
const PROGRAMS = /^(node:)?child_process$/;
const SDK = /^(@aws-sdk\/|@smithy\/|jsforce)/;

/** Signing in, the sizes of a plan, the account, and S3 and IAM, whose saved answers have readers of their own, make their clients themselves. */
const MAKES_CLIENTS = /^providers\/aws\/(live\/collect-sizes\.ts|(session|account|s3|iam)\/)/;

/** Files that may read the disk: the snapshot room, readers of exports, the rule loader, and the shell. */
function mayUseDisk(file: string): boolean {
  return (
    /^(snapshot\/|cli\/|main\.ts$|rules\/load)/.test(file) || /^providers\/.*(import|session)/.test(file)
  );
}

/** Files that may start another program: the reader of git's history, and signing in through somebody's command line. */
function mayStartPrograms(file: string): boolean {
  return file === 'snapshot/git.ts' || /^providers\/[^/]+\/sign-in\.ts$/.test(file);
}

/** The one provider each file below providers/<provider>/ belongs to. */
function providerOf(file: string): string | undefined {
  return /^providers\/([^/]+)\//.exec(file)?.[1];
}

function importsOf(text: string): { target: string; typeOnly: boolean }[] {
  const found: { target: string; typeOnly: boolean }[] = [];
  for (const match of text.matchAll(
    /(?:^|\n)\s*(import|export)\s+(type\s)?[^;'"]*?(?:from\s*)?['"]([^'"]+)['"]/g,
  )) {
    found.push({ target: match[3] ?? '', typeOnly: match[2] !== undefined });
  }
  for (const match of text.matchAll(/(?<!typeof )\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)) {
    found.push({ target: match[1] ?? '', typeOnly: false });
  }
  return found;
}

function violations(sources: Sources): string[] {
  const found: string[] = [];
  for (const [file, text] of sources) {
    const room = file.split('/')[0] ?? file;
    const allowed = MAY_IMPORT[room];
    const pure =
      /(^|\/)(analyse|compose)[^/]*\.ts$/.test(file) ||
      ['policy', 'report', 'audit', 'audit.ts', 'merge'].includes(room);
    for (const { target, typeOnly } of importsOf(text)) {
      if (target.startsWith('.')) {
        const path = normalize(join(dirname(file), target));
        const other = path.split('/')[0] ?? path;
        if (path.startsWith('schema.generated')) {
          if (file !== 'schema.ts') found.push(`${file} imports ${path}: only schema.ts may`);
        } else if (allowed !== undefined && !allowed.includes(other)) found.push(`${file} imports ${path}`);
        if (
          ['rules', 'audit', 'audit.ts', 'merge'].includes(room) &&
          other === 'providers' &&
          path !== 'providers/provider.ts'
        ) {
          found.push(`${file} imports ${path}: only the contract may be imported`);
        }
        const [ours, theirs] = [providerOf(file), providerOf(path)];
        if (ours !== undefined && theirs !== undefined && ours !== theirs)
          found.push(`${file} imports ${path}`);
        if (pure && /(^|\/)(collect|session)(-[^/]*|)(\.ts$|\/)/.test(path))
          found.push(`${file} imports ${path}: it must be pure`);
      } else {
        if (SDK.test(target) && !typeOnly && !/(^|\/)(collect|session)(-[^/]*|)(\.ts$|\/)/.test(file)) {
          found.push(`${file} imports ${target}: only collect and session may`);
        }
        if (SDK.test(target) && !file.startsWith('providers/')) found.push(`${file} imports ${target}`);
        if (DISK.test(target) && !mayUseDisk(file)) found.push(`${file} reads the disk`);
        if (PROGRAMS.test(target) && !mayStartPrograms(file)) found.push(`${file} starts programs`);
        if (pure && WORLD.test(target)) found.push(`${file} imports ${target}: it must be pure`);
      }
    }
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');
    if (room !== 'main.ts' && /(?<![.\w'"`/-])process\s*\./.test(code)) found.push(`${file} touches process`);
    if (/^providers\/aws\//.test(file) && !MAKES_CLIENTS.test(file) && /\bnew [A-Z]\w*Client\(/.test(code))
      found.push(`${file} makes its own client: connect() lets saved answers stand in`);
    if (room !== 'main.ts' && /\bDate\.now\(|\bnew Date\(\)/.test(code))
      found.push(`${file} reads the clock`);
    if (room !== 'main.ts' && /(?<![.\w])console\.(log|error|warn|info|debug)\b/.test(code))
      found.push(`${file} writes to the console`);
  }
  return found;
}

function readSources(): Sources {
  const root = new URL('../src/', import.meta.url).pathname;
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  return new Map(files.map((file) => [file.replaceAll('\\', '/'), readFileSync(join(root, file), 'utf8')]));
}

test('no file goes through a door the wrong way', () => {
  expect(violations(readSources())).toEqual([]);
});

test('every room has its rule', () => {
  const rooms = new Set([...readSources().keys()].map((file) => file.split('/')[0] ?? file));
  const free = ['cli', 'main.ts', 'schema.generated.d.cts'];
  expect([...rooms].filter((room) => MAY_IMPORT[room] === undefined && !free.includes(room))).toEqual([]);
});

describe('a planted violation is found', () => {
  test.each([
    ['report/x.ts', "import { x } from '../providers/provider.ts';"],
    ['report/x.ts', "import { readFileSync } from 'node:fs';"],
    ['policy/x.ts', "import type { x } from '../exposure.ts';"],
    ['rules/x.ts', "import { aws } from '../providers/aws/provider.ts';"],
    ['snapshot/files.ts', "import { spawn } from 'node:child_process';"],
    ['cli/x.ts', "const { exec } = await import('child_process');"],
    ['audit/x.ts', "import { aws } from '../providers/aws/provider.ts';"],
    ['audit/x.ts', "import { tiesOf } from '../source/ties.ts';"],
    ['source/x.ts', "import { readFile } from 'node:fs/promises';"],
    ['source/x.ts', "import type { Report } from '../report/report.ts';"],
    ['report/x.ts', "import type { Incident } from '../incidents/incident.ts';"],
    ['rules/x.ts', "import { incidentsOfRule } from '../incidents/incident.ts';"],
    ['incidents/x.ts', "import { PROVIDERS } from '../providers/index.ts';"],
    ['incidents/x.ts', "import { readFile } from 'node:fs/promises';"],
    ['audit.ts', "const fs = await import('node:fs/promises');"],
    ['snapshot/x.ts', "export { x } from '../rules/rule.ts';"],
    ['providers/aws/s3/x.ts', "import { x } from '../../salesforce/provider.ts';"],
    ['providers/aws/s3/analyse.ts', "import { S3Client } from '@aws-sdk/client-s3';"],
    ['providers/aws/s3/analyse.ts', "import { x } from './collect.ts';"],
    ['providers/aws/sns/collect.ts', 'const client = new SNSClient({ region });'],
    ['providers/aws/s3/service.ts', "import { S3Client } from '@aws-sdk/client-s3';"],
    ['providers/aws/s3/service.ts', "import {\n  readFile,\n} from 'node:fs/promises';"],
    ['rules/x.ts', 'const x = process.env.HOME;'],
    ['cli/x.ts', 'const now = Date.now();'],
    ['report/x.ts', 'console.log(1);'],
    ['snapshot/x.ts', "import { validators } from '../schema.generated.cjs';"],
  ])('%s: %s', (file, text) => {
    expect(violations(new Map([[file, text]]))).not.toEqual([]);
  });

  test('and what is allowed is not', () => {
    const sources: Sources = new Map([
      ['providers/aws/s3/collect.ts', "import { S3Client } from '@aws-sdk/client-s3';"],
      ['providers/aws/s3/analyse.ts', "import { judge } from '../../../policy/judge.ts';"],
      ['main.ts', 'const now = Date.now(); process.exitCode = 1;'],
      ['report/text.ts', '// process.env is not read here\nconst word = "process.env";'],
    ]);
    expect(violations(sources)).toEqual([]);
  });
});
