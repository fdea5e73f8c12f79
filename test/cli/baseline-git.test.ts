// --baseline git:REF: the same paths as a commit has them, read from git objects and nothing else.
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { folder, ROOT, tojimari } from './harness.ts';

describe('git:REF', () => {
  const WINDOW = join(ROOT, 'examples/salesforce/change-window');

  function git(cwd: string, ...words: string[]): string {
    const who = ['-c', 'user.name=kagi', '-c', 'user.email=kagi@kagi.example', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...who, ...words], { cwd, encoding: 'utf8' }).trim();
  }

  /** A repository whose first commit is the calm state, with the work tree in the state that is named. */
  function repository(now: string): string {
    const cwd = folder();
    git(cwd, 'init', '-q', '-b', 'main');
    cpSync(join(WINDOW, '1-before'), join(cwd, 'org'), { recursive: true });
    git(cwd, 'add', '-A');
    git(cwd, 'commit', '-qm', 'before');
    git(cwd, 'tag', '-a', 'v1', '-m', 'one');
    git(cwd, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    rmSync(join(cwd, 'org'), { recursive: true });
    cpSync(join(WINDOW, now), join(cwd, 'org'), { recursive: true });
    return cwd;
  }

  const env = { PATH: process.env['PATH'] ?? '' };

  test.each(['main', 'origin/main', 'HEAD', 'v1', 'hash'])('%s: the same paths as they were', async (ref) => {
    const cwd = repository('2-window');
    const name = ref === 'hash' ? git(cwd, 'rev-parse', '--short', 'HEAD') : ref;
    const argv = ['scan', join(cwd, 'org'), '--baseline', `git:${name}`, '--fail-on-new', 'high'];
    const { code, stdout } = await tojimari(argv, { cwd, env });
    expect(code).toBe(1);
    expect(stdout).toContain('NEW: Anyone on the internet can list and read');
    expect(stdout).toMatch(/objectPermissions\/Merchant__c\/read: false\s+-> true/);
  });

  test('a pull request is compared with the branch it is for, without being told', async () => {
    const cwd = repository('2-window');
    const argv = ['scan', join(cwd, 'org'), '--fail-on-new', 'high'];
    const asked = { cwd, env: { ...env, GITHUB_BASE_REF: 'main' } };
    expect((await tojimari(argv, asked)).code).toBe(1);
    const calm = repository('3-put-back');
    expect(
      (await tojimari(['scan', join(calm, 'org'), '--fail-on-new', 'high'], { ...asked, cwd: calm })).code,
    ).toBe(0);
    const unfetched = await tojimari(argv, { cwd, env: { ...env, GITHUB_BASE_REF: 'release' } });
    expect(unfetched.code).toBe(2);
    expect(unfetched.stderr).toContain('git fetch origin release');
  });

  test('what the base branch closed since is not new in a branch that is behind', async () => {
    const cwd = repository('2-window');
    git(cwd, 'add', '-A');
    git(cwd, 'commit', '-qm', 'opened long ago');
    git(cwd, 'checkout', '-q', '-b', 'topic');
    git(cwd, 'checkout', '-q', 'main');
    rmSync(join(cwd, 'org'), { recursive: true });
    cpSync(join(WINDOW, '3-put-back'), join(cwd, 'org'), { recursive: true });
    git(cwd, 'add', '-A');
    git(cwd, 'commit', '-qm', 'closed on main');
    git(cwd, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    git(cwd, 'checkout', '-q', 'topic');
    const argv = ['scan', join(cwd, 'org'), '--fail-on-new', 'high'];
    expect((await tojimari(argv, { cwd, env: { ...env, GITHUB_BASE_REF: 'main' } })).code).toBe(0);
    expect((await tojimari([...argv, '--baseline', 'git:origin/main'], { cwd, env })).code).toBe(1);
  });

  test('hooks, filters and attributes of the repository run nothing', async () => {
    const cwd = repository('2-window');
    const ran = join(cwd, 'ran');
    git(cwd, 'config', 'filter.evil.smudge', `touch ${ran}`);
    git(cwd, 'config', 'core.fsmonitor', `touch ${ran}; false`);
    git(cwd, 'config', 'diff.evil.textconv', `touch ${ran}`);
    writeFileSync(join(cwd, '.git/hooks/post-checkout'), `#!/bin/sh\ntouch ${ran}\n`, { mode: 0o755 });
    writeFileSync(join(cwd, '.gitattributes'), '* filter=evil diff=evil\n');
    const argv = ['scan', join(cwd, 'org'), '--baseline', 'git:main', '--fail-on-new', 'high'];
    expect((await tojimari(argv, { cwd, env })).code).toBe(1);
    expect(() => statSync(ran)).toThrow('ENOENT');
  });

  test('a folder that the commit does not have is new altogether', async () => {
    const cwd = repository('2-window');
    cpSync(join(WINDOW, '2-window'), join(cwd, 'second'), { recursive: true });
    const argv = ['scan', join(cwd, 'second'), '--baseline', 'git:main', '--fail-on-new', 'high'];
    expect((await tojimari(argv, { cwd, env })).code).toBe(1);
  });

  test('a file of what is known as a commit has it', async () => {
    const cwd = repository('2-window');
    const file = join(cwd, 'known.yaml');
    await tojimari(['baseline', 'write', join(cwd, 'org'), '--output', file], { cwd, env });
    git(cwd, 'add', 'known.yaml');
    git(cwd, 'commit', '-qm', 'known');
    rmSync(file);
    const argv = ['scan', join(cwd, 'org'), '--fail-on-new', 'high', '--baseline'];
    writeFileSync(file, '');
    expect((await tojimari([...argv, 'git:HEAD:known.yaml'], { cwd, env })).code).toBe(0);
  });

  test.each([
    ['git:no-such', 'is no commit of this clone'],
    ['git:', 'names no commit'],
    ['git:main:no.yaml', 'There is no'],
  ])('%s is refused', async (spec, words) => {
    const cwd = repository('2-window');
    const { code, stderr } = await tojimari(['scan', join(cwd, 'org'), '--baseline', spec], { cwd, env });
    expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
  });
});
