// tojimari init: files that parse, that our own schema takes, that run with few rights; and nothing that is there is touched.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { parseConfig } from '../../src/cli/config.ts';
import { readTask } from '../../src/cli/program.ts';
import { folder, tojimari } from './harness.ts';

const PROVIDERS = ['aws', 'salesforce'] as const;
const FILES = {
  github: '.github/workflows/tojimari.yml',
  gitlab: '.gitlab-ci.yml',
  script: 'tojimari-ci.sh',
} as const;
const SYSTEMS = ['github', 'gitlab', 'script'] as const;

function filesIn(cwd: string): string[] {
  return readdirSync(cwd, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(cwd.length + 1))
    .sort();
}

async function made(provider: string, ci: string): Promise<{ cwd: string; stderr: string }> {
  const cwd = folder();
  const { code, stdout, stderr } = await tojimari(['init', '--provider', provider, '--ci', ci], { cwd });
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  return { cwd, stderr };
}

/** Every command line of tojimari in a text, as words. */
function commandLines(text: string): string[][] {
  return [...text.matchAll(/npx --yes tojimari@(\S+) ([^\n]+)/g)].map(([, version = '', line = '']) => {
    expect(version).toBe('0.0.0-test');
    return line
      .replace(/"\$@"/g, '')
      .split(/\s+/)
      .map((word) => word.replace(/^"|"$/g, ''))
      .filter((word) => word !== '');
  });
}

describe.each(PROVIDERS.flatMap((provider) => SYSTEMS.map((ci) => [provider, ci] as const)))(
  '%s by %s',
  (provider, ci) => {
    test('writes two files: tojimari.yaml that fits, and what runs it', async () => {
      const { cwd, stderr } = await made(provider, ci);
      expect(filesIn(cwd)).toEqual(['tojimari.yaml', FILES[ci]].sort());
      expect(stderr).toContain('wrote tojimari.yaml\n');
      const config = parseConfig(readFileSync(join(cwd, 'tojimari.yaml'), 'utf8'), 'tojimari.yaml');
      expect(config.targets).toEqual([provider === 'aws' ? 'aws' : './force-app']);
    });

    test('what runs it uses commands that there are', async () => {
      const { cwd } = await made(provider, ci);
      const text = readFileSync(join(cwd, FILES[ci]), 'utf8');
      if (ci !== 'script') expect(parse(text)).toBeInstanceOf(Object);
      const lines =
        ci === 'script'
          ? [...text.matchAll(/set -- (scan [^\n]+)/g)].map(([, line = '']) => line.split(/\s+/))
          : commandLines(text);
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) {
        const task = await readTask(line, { version: '0', stdout: process.stdout });
        expect(task).toMatchObject({ command: 'scan' });
      }
    });
  },
);

describe('the workflow for GitHub', () => {
  test.each(PROVIDERS)('%s: pinned to commits, and no right that it does not need', async (provider) => {
    const { cwd } = await made(provider, 'github');
    const text = readFileSync(join(cwd, FILES.github), 'utf8');
    const workflow = parse(text);
    expect(workflow.permissions).toEqual({});
    const [job] = Object.values<{
      permissions: object;
      steps: { uses?: string; run?: string; with?: object }[];
    }>(workflow.jobs);
    expect(job?.permissions).toEqual(
      provider === 'aws' ? { contents: 'read', 'id-token': 'write' } : { contents: 'read' },
    );
    const used = job?.steps.flatMap(({ uses }) => uses ?? []) ?? [];
    expect(used.length).toBeGreaterThan(1);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    // What somebody else writes (the name of a branch) never becomes part of a script.
    for (const { run = '' } of job?.steps ?? []) expect(run).not.toContain('${{');
    expect(job?.steps[0]?.with).toMatchObject({ 'persist-credentials': false });
    // Live credentials are for nobody's pull request.
    expect('pull_request' in workflow.on).toBe(provider === 'salesforce');
  });

  test('a pull request is judged by the branch that it goes to', async () => {
    const { cwd } = await made('salesforce', 'github');
    const text = readFileSync(join(cwd, FILES.github), 'utf8');
    expect(text).toContain('--config "git:origin/$GITHUB_BASE_REF"');
    expect(text).toContain('fetch-depth: 0');
  });
});

test('the script is one that a shell takes, and may be run', async () => {
  for (const provider of PROVIDERS) {
    const { cwd } = await made(provider, 'script');
    execFileSync('sh', ['-n', join(cwd, FILES.script)]);
    expect(statSync(join(cwd, FILES.script)).mode & 0o111).not.toBe(0);
  }
});

describe('nothing that is there is touched', () => {
  test('what is missing is written, what is there is kept', async () => {
    const cwd = folder({ 'tojimari.yaml': 'lang: ja\n' });
    const { code, stderr } = await tojimari(['init', '--ci', 'github'], { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain('kept tojimari.yaml, which was there\nwrote .github/workflows/tojimari.yml\n');
    expect(readFileSync(join(cwd, 'tojimari.yaml'), 'utf8')).toBe('lang: ja\n');
  });

  test('twice is a mistake', async () => {
    const { cwd } = await made('aws', 'github');
    const { code, stderr } = await tojimari(['init', '--ci', 'github'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('are there already: nothing was written');
  });

  test('a pipeline of GitLab gets a file to include', async () => {
    const cwd = folder({ '.gitlab-ci.yml': 'stages: [test]\n' });
    const { code, stderr } = await tojimari(['init'], { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain('include: [{ local: .gitlab/tojimari.gitlab-ci.yml }]');
    expect(readFileSync(join(cwd, '.gitlab-ci.yml'), 'utf8')).toBe('stages: [test]\n');
    expect(filesIn(cwd)).toEqual(['.gitlab-ci.yml', '.gitlab/tojimari.gitlab-ci.yml', 'tojimari.yaml']);
  });

  test('the schema of an installed package is the one that editors are given', async () => {
    const cwd = folder();
    mkdirSync(join(cwd, 'node_modules/tojimari/schema'), { recursive: true });
    writeFileSync(join(cwd, 'node_modules/tojimari/schema/tojimari-v1.schema.json'), '{}');
    await tojimari(['init'], { cwd });
    expect(readFileSync(join(cwd, 'tojimari.yaml'), 'utf8')).toMatch(
      /^# yaml-language-server: \$schema=\.\/node_modules\/tojimari\/schema\/tojimari-v1\.schema\.json\n/,
    );
  });
});
