// The GitHub Action: its scripts run with the runner's environment variables, against a server on 127.0.0.1.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { lintForGitHub } from '../src/report/sarif-lint.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const made: string[] = [];
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

const PRIVATE = { repository: { private: true, default_branch: 'main' } };

/** A folder of a job, with the files that a runner hands to it. */
function job(event: unknown = PRIVATE) {
  const folder = mkdtempSync(join(tmpdir(), 'tojimari-action-'));
  made.push(folder);
  writeFileSync(join(folder, 'event.json'), JSON.stringify(event));
  const env = {
    PATH: `${folder}:${process.env['PATH']}`,
    CI: 'true',
    RUNNER_TEMP: folder,
    GITHUB_EVENT_PATH: join(folder, 'event.json'),
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    GITHUB_REPOSITORY: 'kagi/infra',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: 'a'.repeat(40),
    GITHUB_REF: 'refs/heads/main',
    TOJIMARI_PROGRAM: join(ROOT, 'bin/tojimari.js'),
    TOJIMARI_TARGETS: 'examples/salesforce/open',
    TOJIMARI_WORKING_DIRECTORY: ROOT,
  };
  const read = (name: string) =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '';
  const outputs = () =>
    new Map(
      read('output')
        .split('\n')
        .filter((line) => line !== '')
        .map((line): [string, string] => [
          line.slice(0, line.indexOf('=')),
          line.slice(line.indexOf('=') + 1),
        ]),
    );
  return { folder, env, read, outputs };
}

interface Ran {
  code: number | null;
  log: string;
}

function run(script: string, env: Record<string, string>): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(ROOT, 'action', script)], { env, cwd: ROOT });
    let log = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        log += chunk.toString();
      });
    child.on('close', (code) => resolve({ code, log }));
  });
}

/** A program in the place of another one that notes the words it was called with, and does what the script says. */
function standIn(folder: string, name: string, script: string): string {
  const file = join(folder, name);
  writeFileSync(file, script);
  return file;
}

const NOTE = `const fs = require('fs');const words = process.argv.slice(2);fs.writeFileSync(__dirname + '/words.json', JSON.stringify(words));
words.forEach((word, i) => { if (word === '--output' && words[i + 1] !== '-') fs.writeFileSync(words[i + 1], words[i + 1].endsWith('json') ? '{}' : ''); });`;

describe('a scan in a private repository', () => {
  test('writes log, summary, annotations and outputs, and leaves the exit code to the last step', async () => {
    const { env, read, outputs, folder } = job();
    writeFileSync(join(folder, 'summary.md'), 'before\n');
    const { code, log } = await run('run.mjs', env);
    expect(code).toBe(0);
    expect(outputs().get('exit-code')).toBe('1');
    expect(log).toContain('RESULT');
    expect(log).toMatch(/^::error /m);
    expect(read('summary.md')).toMatch(/^before\n[\s\S]*tojimari/);
    expect(JSON.parse(outputs().get('sarif-files') ?? '')).toEqual(['tojimari.sarif']);
    const sarif: unknown = JSON.parse(
      readFileSync(join(outputs().get('sarif') ?? '', 'tojimari.sarif'), 'utf8'),
    );
    expect(lintForGitHub(sarif)).toEqual([]);
    expect(JSON.parse(readFileSync(outputs().get('report') ?? '', 'utf8')).gate.exitCode).toBe(1);
  });

  test('inputs become words, not shell: each is one, whatever is in it', async () => {
    const { env, folder, outputs } = job();
    const program = standIn(folder, 'fake.cjs', NOTE);
    await run('run.mjs', {
      ...env,
      TOJIMARI_PROGRAM: program,
      TOJIMARI_TARGETS: 'aws\n./exports',
      TOJIMARI_FAIL_ON: 'medium',
      TOJIMARI_BASELINE: 'git:origin/main',
      TOJIMARI_FAIL_ON_NEW: 'high',
      TOJIMARI_ARGS: '--allow-unknown=log archive; rm -rf $HOME\n--lang\nja',
    });
    const words: string[] = JSON.parse(readFileSync(join(folder, 'words.json'), 'utf8'));
    expect(words.slice(0, 9)).toEqual(
      'scan aws ./exports --fail-on medium --baseline git:origin/main --fail-on-new high'.split(' '),
    );
    expect(words.slice(-3)).toEqual(['--allow-unknown=log archive; rm -rf $HOME', '--lang', 'ja']);
    expect(outputs().get('exit-code')).toBe('0');
  });

  test('fail-on-new counts without a baseline too: plans and pull requests have their own', async () => {
    const { env, folder } = job();
    const program = standIn(folder, 'fake.cjs', NOTE);
    await run('run.mjs', { ...env, TOJIMARI_PROGRAM: program, TOJIMARI_FAIL_ON_NEW: 'critical' });
    const words: string[] = JSON.parse(readFileSync(join(folder, 'words.json'), 'utf8'));
    expect(words.join(' ')).toContain('--fail-on-new critical');
  });

  test('a summary that would be too large for the step is left out, and said', async () => {
    const { env, folder, read } = job();
    writeFileSync(join(folder, 'summary.md'), 'x'.repeat(1_048_500));
    const { log, code } = await run('run.mjs', env);
    expect(code).toBe(0);
    expect(read('summary.md')).toHaveLength(1_048_500);
    expect(log).toContain('::warning title=tojimari::The summary of this step is full');
  });

  test('a scan that could not start fails the step with its code', async () => {
    const { env, outputs } = job();
    const { code } = await run('run.mjs', { ...env, TOJIMARI_TARGETS: 'nowhere' });
    expect(code).toBe(2);
    expect(outputs().get('exit-code')).toBe('2');
    expect(outputs().has('sarif')).toBe(false);
  });
});

describe('a repository that others may read', () => {
  test.each([
    ['public', { repository: { private: false } }],
    ['public by its visibility', { repository: { visibility: 'public' } }],
    ['of which nothing is said', { schedule: '0 3 * * *' }],
  ])('%s: nothing is scanned, printed or uploaded', async (_name, event) => {
    const { env, outputs, read, folder } = job(event);
    const program = standIn(folder, 'fake.cjs', NOTE);
    for (const script of ['run.mjs', 'upload.mjs']) {
      const { code, log } = await run(script, { ...env, TOJIMARI_PROGRAM: program, TOJIMARI_FOLDER: folder });
      expect(code).toBe(2);
      expect(log).toMatch(/^::error title=tojimari::This repository (is|may be) public/);
      expect(log.trim().split('\n')).toHaveLength(1);
    }
    expect(existsSync(join(folder, 'words.json'))).toBe(false);
    expect([outputs().size, read('summary.md')]).toEqual([0, '']);
  });

  test('goes on when told so, with a warning', async () => {
    const { env, folder } = job({ repository: { private: false } });
    const program = standIn(folder, 'fake.cjs', NOTE);
    const { code, log } = await run('run.mjs', {
      ...env,
      TOJIMARI_PROGRAM: program,
      TOJIMARI_ALLOW_PUBLIC: 'true',
    });
    expect(code).toBe(0);
    expect(log).toContain('::warning title=tojimari::This repository is public.');
    expect(existsSync(join(folder, 'words.json'))).toBe(true);
  });

  test('internal repositories are read by the company alone', async () => {
    const { env, folder } = job({ repository: { visibility: 'internal' } });
    const program = standIn(folder, 'fake.cjs', NOTE);
    expect((await run('run.mjs', { ...env, TOJIMARI_PROGRAM: program })).code).toBe(0);
  });
});

describe('the baseline of the last run', () => {
  const artifact = (id: number, more: object = {}, runMore: object = {}) => ({
    created_at: `2026-11-0${id}T00:00:00Z`,
    expired: false,
    workflow_run: { id, head_branch: 'main', repository_id: 7, head_repository_id: 7, ...runMore },
    ...more,
  });
  const gh = (artifacts: unknown[]) =>
    `const fs = require('fs');const words = process.argv.slice(2);
fs.appendFileSync(__dirname + '/gh.log', words.join(' ') + '\\n');
if (words[0] === 'api') console.log(${JSON.stringify(JSON.stringify({ artifacts }))});
else { const dir = words[words.indexOf('--dir') + 1]; fs.mkdirSync(dir, { recursive: true }); fs.writeFileSync(dir + '/report.json', '{}'); }`;

  async function withArtifacts(artifacts: unknown[], more: Record<string, string> = {}) {
    const { env, folder, read } = job();
    standIn(folder, 'gh.cjs', gh(artifacts));
    writeFileSync(join(folder, 'gh'), `#!/bin/sh\nexec "${process.execPath}" "${folder}/gh.cjs" "$@"\n`);
    chmodSync(join(folder, 'gh'), 0o755);
    const program = standIn(folder, 'fake.cjs', NOTE);
    const ran = await run('run.mjs', {
      ...env,
      TOJIMARI_PROGRAM: program,
      TOJIMARI_BASELINE_ARTIFACT: 'tojimari',
      TOJIMARI_FAIL_ON_NEW: 'high',
      ...more,
    });
    const words: string[] = existsSync(join(folder, 'words.json')) ? JSON.parse(read('words.json')) : [];
    return { ...ran, words, asked: read('gh.log'), folder };
  }

  test('is the newest artifact of our own default branch', async () => {
    const { words, asked, folder, log } = await withArtifacts([
      artifact(3),
      artifact(5),
      artifact(9, { expired: true }),
      artifact(8, {}, { head_branch: 'topic' }),
      artifact(7, {}, { head_repository_id: 99 }),
    ]);
    expect(log).not.toContain('::error');
    expect(asked).toContain('run download 5 --repo kagi/infra --name tojimari');
    expect(words.join(' ')).toContain(
      `--baseline ${join(folder, 'tojimari-reports/baseline/report.json')} --fail-on-new high`,
    );
  });

  test('is missing in the first run: --fail-on alone decides', async () => {
    const { words, log, code } = await withArtifacts([artifact(7, {}, { head_repository_id: 99 })]);
    expect(code).toBe(0);
    expect(log).toContain('::notice title=tojimari::No run on main left an artifact tojimari');
    expect(words.join(' ')).not.toMatch(/baseline|fail-on-new/);
  });

  test('both ways at once are refused', async () => {
    const { words, log, code } = await withArtifacts([], { TOJIMARI_BASELINE: 'known.json' });
    expect([code, words]).toEqual([2, []]);
    expect(log).toContain('not both');
  });
});

describe('the upload', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.close();
  });

  /** Code scanning that takes every file, or refuses it. */
  async function codeScanning(state: 'complete' | 'failed', status = 202) {
    const taken: { commit_sha: string; ref: string; sarif: string }[] = [];
    const started = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const post = request.method === 'POST';
        if (post) taken.push(JSON.parse(body));
        expect(request.headers.authorization).toBe('Bearer secret-token');
        response.writeHead(post ? status : 200, { 'content-type': 'application/json' });
        const answer = { processing_status: state, errors: state === 'failed' ? ['bad uri'] : undefined };
        response.end(JSON.stringify(post ? { id: 'x1', message: 'no licence' } : answer));
      });
    });
    server = started;
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
    const address = started.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return { taken, url: `http://127.0.0.1:${port}` };
  }

  const log = (n: number) =>
    JSON.stringify({ version: '2.1.0', runs: Array.from({ length: n }, () => ({})) });

  test('sends each file of the index, packed, for the commit of the run, and waits until it was read', async () => {
    const { taken, url } = await codeScanning('complete');
    const { env, folder, outputs } = job();
    const files = [1, 2].map((n) => ({ file: `tojimari-${n}.sarif`, categories: ['a'], results: 1 }));
    writeFileSync(join(folder, 'tojimari.index.json'), JSON.stringify({ tool: 'tojimari', files }));
    for (const { file } of files) writeFileSync(join(folder, file), log(2));
    const ran = await run('upload.mjs', {
      ...env,
      GITHUB_API_URL: url,
      GITHUB_TOKEN: 'secret-token',
      TOJIMARI_FOLDER: folder,
    });
    expect(ran).toEqual({ code: 0, log: 'uploaded tojimari-1.sarif\nuploaded tojimari-2.sarif\n' });
    expect(taken.map(({ commit_sha, ref }) => [commit_sha, ref])).toEqual([
      ['a'.repeat(40), 'refs/heads/main'],
      ['a'.repeat(40), 'refs/heads/main'],
    ]);
    expect(gunzipSync(Buffer.from(taken[0]?.sarif ?? '', 'base64')).toString()).toBe(log(2));
    expect(outputs().get('uploaded')).toBe('2');
  });

  test.each([
    ['failed', 202, /GitHub refused tojimari.sarif: bad uri/],
    [
      'complete',
      403,
      /did not take the upload: no licence\. The job needs permissions: security-events: write/,
    ],
  ] as const)('what GitHub refuses fails the step with its reason: %s %d', async (state, status, reason) => {
    const { url } = await codeScanning(state, status);
    const { env, folder } = job();
    writeFileSync(join(folder, 'tojimari.sarif'), log(1));
    const ran = await run('upload.mjs', {
      ...env,
      GITHUB_API_URL: url,
      GITHUB_TOKEN: 'secret-token',
      TOJIMARI_FOLDER: folder,
    });
    expect(ran.code).toBe(2);
    expect(ran.log).toMatch(reason);
    expect(ran.log).not.toContain('secret-token');
  });

  test('nothing that was seen whole is nothing to upload', async () => {
    const { env, folder } = job();
    writeFileSync(join(folder, 'tojimari.sarif'), log(0));
    const { code, log: said } = await run('upload.mjs', { ...env, TOJIMARI_FOLDER: folder });
    expect(code).toBe(0);
    expect(said).toContain('::warning title=tojimari::Nothing was uploaded');
  });
});

describe('action.yml', () => {
  const files = ['action.yml', 'action/upload/action.yml'];
  interface Step {
    uses?: string;
    run?: string;
    shell?: string;
    env?: Record<string, string>;
  }
  const read = (file: string): { inputs: Record<string, unknown>; runs: { using: string; steps: Step[] } } =>
    parse(readFileSync(join(ROOT, file), 'utf8'));

  test.each(files)('%s: composite, others pinned by their whole hash, no input within a script', (file) => {
    const { runs } = read(file);
    expect(runs.using).toBe('composite');
    for (const step of runs.steps) {
      if (step.uses !== undefined) expect(step.uses).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/);
      else expect(step.shell).toBe('bash');
      expect(step.run ?? '').not.toContain('${{');
    }
  });

  test('every input is handed on, and no other', () => {
    const text = readFileSync(join(ROOT, 'action.yml'), 'utf8');
    const used = new Set([...text.matchAll(/inputs\.([a-z-]+)/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(Object.keys(read('action.yml').inputs).sort());
  });
});
