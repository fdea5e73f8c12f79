// The built program as people run it: a process, its streams and its exit code.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
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
  const { status, stderr } = run(['scan', 'aws', '--endpoint-url', 'http://127.0.0.1:9'], {
    AWS_ACCESS_KEY_ID: 'AKIAKAGIEXAMPLE00002',
    AWS_SECRET_ACCESS_KEY: 'made-up',
  });
  expect(status).toBe(2);
  expect(stderr).toMatch(/^error: .*127\.0\.0\.1:9/);
  // Neither a stack nor the SDK's advice about Node versions.
  expect(stderr).not.toMatch(/^\s+at |Warning/m);
});

test('the bundled Salesforce client gets as far as the network', () => {
  const { status, stderr } = run(['scan', 'salesforce'], {
    SF_ACCESS_TOKEN: '00DKG0000000001!made.up',
    SF_INSTANCE_URL: 'http://127.0.0.1:9',
  });
  expect(stderr).toMatch(/^error: .*127\.0\.0\.1:9/);
  expect(stderr).not.toMatch(/^\s+at |Warning/m);
  expect(status).toBe(2);
});

test('the built rules are the rules', () => {
  const built = JSON.parse(readFileSync(join(ROOT, 'dist/rules.json'), 'utf8'));
  const listed = run(['rules', 'list']).stdout.trimEnd().split('\n');
  expect(listed).toHaveLength(built.length);
  expect(run(['rules', 'validate', join(ROOT, 'rules')]).stdout).toBe(`${built.length} rules, no faults\n`);
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
] as const)('%s ends it with %d', async (signal, code) => {
  // A server that never answers keeps it busy until the signal.
  const asked = new Promise<void>((resolve) => server.once('request', () => resolve()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const child = spawn(process.execPath, [BIN, 'scan', 'aws', '--endpoint-url', `http://127.0.0.1:${port}`], {
    env: { ...ENV, AWS_ACCESS_KEY_ID: 'AKIAKAGIEXAMPLE00002', AWS_SECRET_ACCESS_KEY: 'made-up' },
  });
  await asked;
  child.kill(signal);
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(code);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
const server = createServer(() => {});
