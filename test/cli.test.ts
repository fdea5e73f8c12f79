// The built program as people run it: a process, its streams and its exit code.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { serveAws } from './servers/aws.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const KEY = { AWS_ACCESS_KEY_ID: 'AKIAKAGIEXAMPLE00002', AWS_SECRET_ACCESS_KEY: 'made-up' };
const BIN = join(ROOT, 'bin/tojimari.js');
const ESTATE = join(ROOT, 'examples/demo/estate.jsonl');
const home = mkdtempSync(join(tmpdir(), 'tojimari-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const ENV = { PATH: process.env['PATH'] ?? '', HOME: home, LANG: 'C', SOURCE_DATE_EPOCH: '1793577600' };

function run(argv: string[], env: Record<string, string> = {}, input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...argv], {
    cwd: join(ROOT, 'examples/demo'),
    encoding: 'utf8',
    env: { ...ENV, ...env },
    input,
  });
  return { status, stdout, stderr };
}

test('scan: the report on stdout, the rest on stderr, the code of the gate', () => {
  const scan = run(['scan', ESTATE]);
  expect(scan.status).toBe(1);
  expect(scan.stdout).toMatch(/^tojimari \d+\.\d+\.\d+ /);
  expect(scan.stderr).toMatch(/^looking at /);
  expect(run(['scan', '-', '--fail-on', 'never'], {}, readFileSync(ESTATE, 'utf8')).status).toBe(0);
});

test('a pipe for a file, as <(aws iam …) makes one', () => {
  const { status, stdout } = spawnSync(
    'bash',
    ['-c', '"$0" "$1" scan <(cat "$2") --quiet', process.execPath, BIN, ESTATE],
    {
      encoding: 'utf8',
      env: ENV,
      timeout: 20_000,
    },
  );
  expect(status).toBe(1);
  expect(stdout).toContain('RESULT');
});

test('a mistake is one sentence and 2', () => {
  expect(run(['scan', 'nowhere'])).toEqual({
    status: 2,
    stdout: '',
    stderr: 'error: There is no file or folder nowhere.\nhint: Check the path.\n',
  });
});

test('no credentials is 2, and says what to do', () => {
  const { status, stdout, stderr } = run(['scan', 'aws'], { AWS_EC2_METADATA_DISABLED: 'true' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^error: .*credentials.*\nhint: /);
});

test('an endpoint that nobody answers at is 2', () => {
  const { status, stderr } = run(['scan', 'aws', '--endpoint-url', 'http://127.0.0.1:9'], KEY);
  expect(status).toBe(2);
  expect(stderr).toMatch(/^error: .*127\.0\.0\.1:9/);
  // Neither a stack nor the SDK's advice about Node versions.
  expect(stderr).not.toMatch(/^\s+at |Warning/m);
});

test('of several targets, the one that cannot start is told with its hint', () => {
  const { status, stderr } = run(['scan', 'salesforce', ESTATE]);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^salesforce could not start: There is nothing to sign in .* Use --org ALIAS/m);
});

test('a collection that cannot start writes nothing', () => {
  expect(run(['collect', 'salesforce', '--output', '-'])).toMatchObject({ status: 2, stdout: '' });
});

test('the Salesforce client gets as far as the network', () => {
  const { status, stderr } = run(['scan', 'salesforce'], {
    SF_ACCESS_TOKEN: '00DKG0000000001!made.up',
    SF_INSTANCE_URL: 'http://127.0.0.1:9',
  });
  expect(stderr).toMatch(/^error: .*127\.0\.0\.1:9/);
  expect(stderr).not.toMatch(/^\s+at |Warning/m);
  expect(status).toBe(2);
});

test('the JSON Schema of the report is in the package, at its address', () => {
  const shipped = JSON.parse(readFileSync(join(ROOT, 'dist/report-v1.schema.json'), 'utf8'));
  const report = JSON.parse(run(['demo', '--format', 'json']).stdout);
  expect(report.$schema).toBe(shipped.$id);
});

test('rules show gives the condition in words', () => {
  expect(run(['rules', 'show', 'aws.s3.bucket-public-read', '--lang', 'ja']).stdout).toMatch(
    /## 不合格となる条件\n\n- /,
  );
});

test('the built rules are the rules', () => {
  const built = JSON.parse(readFileSync(join(ROOT, 'dist/rules.json'), 'utf8'));
  const listed = run(['rules', 'list']).stdout.trimEnd().split('\n');
  expect(listed).toHaveLength(built.length);
  expect(run(['rules', 'validate', join(ROOT, 'rules')]).stdout).toBe(`${built.length} rules, no faults\n`);
});

test('a live scan: who asks comes first, the report counts the calls, and says who it is to AWS', async () => {
  const aws = await serveAws();
  const child = spawn(
    process.execPath,
    [BIN, 'scan', 'aws', '--service', 's3', '--format', 'json', '--endpoint-url', aws.endpoint],
    {
      env: { ...ENV, ...KEY },
    },
  );
  const streams = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (chunk) => {
      streams[name] += String(chunk);
    });
  await new Promise((resolve) => child.on('close', resolve));
  await aws.stop();
  expect(streams.stderr).toMatch(/^asking as \S+ in \d{4}-\d{4}-\d{4}.*\nlooking at .*\nresult: .*\n$/);
  expect(JSON.parse(streams.stdout).calls).toBe(aws.asked.length);
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const { headers } of aws.asked) expect(headers['user-agent']).toContain(`tojimari/${version}`);
});

test('a reader that stops reading is no error', async () => {
  const child = spawn(process.execPath, [BIN, 'scan', ESTATE, '--format', 'json'], { env: ENV });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const status = await new Promise((resolve) => child.on('close', resolve));
  expect(stderr).not.toContain('EPIPE');
  expect(status).toBe(1);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends it with %d, and nothing half-written is left', async (signal, code) => {
  const path = mkdtempSync(join(home, 'half-'));
  // A server that never answers keeps it busy until the signal.
  const asked = new Promise<void>((resolve) => server.once('request', () => resolve()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const child = spawn(
    process.execPath,
    [...COLLECT, join(path, 'a.jsonl'), '--endpoint-url', `http://127.0.0.1:${port}`],
    {
      env: { ...ENV, ...KEY },
    },
  );
  await asked;
  expect(readdirSync(path)).toHaveLength(1);
  child.kill(signal);
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(code);
  expect(readdirSync(path)).toEqual([]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
const server = createServer(() => {});
const COLLECT = [BIN, 'collect', 'aws', '--output'];
