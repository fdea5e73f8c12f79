// docs/github.md: its trust policy is one that we find nothing in, and its workflow is pinned and asks for no more than it needs.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { tojimari } from './cli/harness.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(`${ROOT}docs/github.md`, 'utf8');

function block(language: string): string {
  return new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? '';
}

describe('the trust policy', () => {
  const judge = async (policy: string) => {
    const { code, stdout } = await tojimari(['policy', '-', '--fail-on', 'low', '--format', 'json'], {
      stdin: policy,
    });
    return { code, rules: JSON.parse(stdout).findings.map(({ rule }: { rule: string }) => rule) };
  };

  test('is one that we find nothing in', async () => {
    expect(await judge(block('json'))).toEqual({ code: 0, rules: [] });
  });

  test('without the subject it would be one', async () => {
    const { code } = await judge(block('json').replace(/,\s*"token[^\n]*:sub"[^\n]*/, ''));
    expect(code).toBe(1);
  });
});

describe('the workflow', () => {
  interface Job {
    permissions: Record<string, string>;
    steps: { uses: string; with: Record<string, string> }[];
  }
  const workflow: { permissions: object; jobs: Record<string, Job> } = parse(block('yaml'));
  const inputs = Object.keys(parse(readFileSync(`${ROOT}action.yml`, 'utf8')).inputs);

  test('others are pinned by their whole hash; ours has a place for one', () => {
    for (const { steps } of Object.values(workflow.jobs))
      for (const { uses } of steps) expect(uses).toMatch(/@([0-9a-f]{40}|FULL_COMMIT_HASH)$/);
  });

  test('no job may both read the cloud and write alerts', () => {
    expect(workflow.permissions).toEqual({});
    for (const { permissions } of Object.values(workflow.jobs))
      expect('id-token' in permissions && 'security-events' in permissions).toBe(false);
  });

  test('only inputs that there are', () => {
    const [ours] = (workflow.jobs['scan']?.steps ?? []).filter(({ uses }) => uses.startsWith('tojimari/'));
    for (const name of Object.keys(ours?.with ?? {})) expect(inputs).toContain(name);
    for (const name of inputs) expect(page).toContain(`\`${name}\``);
  });
});
