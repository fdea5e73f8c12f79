// Since when a place in a file says what it says; and a repository that wants to run something gets nothing run.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { newHistory } from '../../src/snapshot/history.ts';
import type { Origin } from '../../src/snapshot/resource.ts';
import { saidAt } from '../../src/snapshot/said.ts';

const root = mkdtempSync(join(tmpdir(), 'tojimari-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const PATH = process.env['PATH'] ?? '';

function git(folder: string, words: string[], date = '2020-01-01T00:00:00Z'): string {
  const env = {
    PATH,
    HOME: root,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_DATE: date,
    GIT_AUTHOR_NAME: 'Kagi',
    GIT_AUTHOR_EMAIL: 'kagi@example.com',
    GIT_COMMITTER_NAME: 'Kagi',
    GIT_COMMITTER_EMAIL: 'kagi@example.com',
  };
  return execFileSync('git', ['-c', 'protocol.file.allow=always', ...words], {
    cwd: folder,
    env,
    encoding: 'utf8',
    stdio: 'pipe',
  });
}

let count = 0;
function repository(init: string[] = []): string {
  count += 1;
  const folder = join(root, `repository-${count}`);
  mkdirSync(folder);
  git(folder, ['init', '-q', '-b', 'main', ...init]);
  return folder;
}

function commit(folder: string, date: string, files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  git(folder, ['add', '-A']);
  git(folder, ['commit', '-q', '-m', date], `${date}T12:00:00Z`);
}

function block(object: string, rights: Record<string, boolean>, indent = '    '): string {
  const flags = Object.entries(rights).map(([name, on]) => `${indent}${indent}<${name}>${on}</${name}>\n`);
  return `${indent}<objectPermissions>\n${flags.join('')}${indent}${indent}<object>${object}</object>\n${indent}</objectPermissions>\n`;
}

function profile(...blocks: string[]): string {
  return `<?xml version="1.0"?>\n<Profile>\n${blocks.join('')}</Profile>\n`;
}

/** Where the block of an object begins. */
function placeOf(file: string, text: string, object: string): Origin {
  const lines = text.slice(0, text.indexOf(`<object>${object}</object>`)).split('\n');
  const line = lines.findLastIndex((one) => one.includes('<objectPermissions>'));
  return { file, line: line + 1, column: (lines[line] ?? '').indexOf('<') + 1 };
}

/** The day of each place, `or earlier`, or why it cannot be told. */
async function days(places: Origin[], path = PATH): Promise<string[]> {
  const history = newHistory(root, path);
  try {
    const found = await history.since(places);
    return found.map((one) =>
      typeof one === 'string' ? one : `${one.date.slice(0, 10)}${one.cut ? ' or earlier' : ''}`,
    );
  } finally {
    await history.close();
  }
}

const READ = { allowEdit: false, allowRead: true };

describe('the commit since which a place says what it says', () => {
  test('a block, wherever it moved to and however it is indented, and whatever came beside it', async () => {
    const folder = repository();
    commit(folder, '2021-01-01', { 'a.profile': profile(block('Lead', READ)) });
    commit(folder, '2022-02-14', { 'a.profile': profile(block('Account', READ), block('Lead', READ)) });
    commit(folder, '2023-03-01', {
      'a.profile': profile(block('Account', READ), block('Case', READ), block('Lead', READ)),
    });
    const now = profile(
      block('Aaa', READ, '\t'),
      block('Account', READ, '\t'),
      block('Case', READ, '\t'),
      block('Lead', READ, '\t'),
    );
    commit(folder, '2024-04-01', { 'a.profile': now });
    const file = join(folder, 'a.profile');
    const places = ['Account', 'Lead', 'Case', 'Aaa'].map((object) => placeOf(file, now, object));
    expect(await days(places)).toEqual(['2022-02-14', '2021-01-01', '2023-03-01', '2024-04-01']);
  });

  test('not the first time that it said so, where it was closed in between', async () => {
    const folder = repository();
    const open = profile(block('Account', READ));
    commit(folder, '2021-01-01', { 'a.profile': open });
    commit(folder, '2022-01-01', {
      'a.profile': profile(block('Account', { allowEdit: false, allowRead: false })),
    });
    commit(folder, '2023-01-01', { 'a.profile': open });
    expect(await days([placeOf(join(folder, 'a.profile'), open, 'Account')])).toEqual(['2023-01-01']);
  });

  test('a right that was taken away since does not make the others younger; one that was given does', async () => {
    const folder = repository();
    commit(folder, '2021-01-01', {
      'a.profile': profile(block('Account', { allowEdit: true, allowRead: true })),
    });
    const less = profile(block('Account', READ));
    commit(folder, '2022-01-01', { 'a.profile': less });
    const file = join(folder, 'a.profile');
    expect(await days([placeOf(file, less, 'Account')])).toEqual(['2021-01-01']);
    const more = profile(block('Account', { allowEdit: false, allowRead: true, viewAllRecords: true }));
    commit(folder, '2023-01-01', { 'a.profile': more });
    expect(await days([placeOf(file, more, 'Account')])).toEqual(['2023-01-01']);
  });

  test('through a rename, a merge and a removal', async () => {
    const folder = repository();
    const text = profile(block('Account', READ), block('Lead', READ), block('Case', READ));
    commit(folder, '2021-01-01', { 'old.profile': text });
    renameSync(join(folder, 'old.profile'), join(folder, 'the new.profile'));
    commit(folder, '2022-01-01', {});
    const place = placeOf(join(folder, 'the new.profile'), text, 'Lead');
    expect(await days([place])).toEqual(['2021-01-01']);
    // Another branch never had it; what counts is the branch that is checked out.
    git(folder, ['checkout', '-q', '-b', 'side', 'HEAD~1']);
    commit(folder, '2023-01-01', { other: 'x' });
    git(folder, ['checkout', '-q', 'main']);
    git(folder, ['merge', '-q', '--no-ff', '-m', 'merge', 'side'], '2023-02-01T00:00:00Z');
    expect(await days([place])).toEqual(['2021-01-01']);
    rmSync(join(folder, 'the new.profile'));
    commit(folder, '2024-01-01', {});
    commit(folder, '2025-01-01', { 'the new.profile': text });
    expect(await days([place])).toEqual(['2025-01-01']);
  });

  test('what comes with a merge came when it was merged', async () => {
    const folder = repository();
    commit(folder, '2021-01-01', { 'a.profile': profile(block('Lead', READ)) });
    git(folder, ['checkout', '-q', '-b', 'side']);
    const text = profile(block('Account', READ), block('Lead', READ));
    commit(folder, '2022-01-01', { 'a.profile': text });
    git(folder, ['checkout', '-q', 'main']);
    git(folder, ['merge', '-q', '--no-ff', '-m', 'merge', 'side'], '2023-02-01T00:00:00Z');
    const places = ['Account', 'Lead'].map((object) => placeOf(join(folder, 'a.profile'), text, object));
    expect(await days(places)).toEqual(['2023-02-01', '2021-01-01']);
  });

  test('in JSON by pointer, and in anything else by line', async () => {
    const folder = repository();
    commit(folder, '2021-01-01', {
      'a.json': '{"S":[{"Effect":"Allow","Principal":"*"}]}',
      'a.cls': 'class A {\n}\n',
    });
    commit(folder, '2022-01-01', {
      'a.json': '{"S": [\n {"Effect": "Deny"},\n {"Effect": "Allow", "Principal": "*"}\n]}',
      'a.cls': '// new\nwithout sharing\nclass A {\n}\n',
    });
    expect(
      await days([
        { file: join(folder, 'a.json'), pointer: '/S/1' },
        { file: join(folder, 'a.json'), pointer: '/S/0' },
        { file: join(folder, 'a.cls'), line: 3, column: 1 },
        { file: join(folder, 'a.cls'), line: 2, column: 1 },
        { file: join(folder, 'a.cls'), line: 99, column: 1 },
        { file: join(folder, 'a.cls') },
      ]),
    ).toEqual(['2021-01-01', '2022-01-01', '2021-01-01', '2022-01-01', 'nothing stands there', '2022-01-01']);
  });

  test('the root of a file says that there is one', () => {
    expect(saidAt('<Profile>\n<a/></Profile>\n', { file: '', line: 1, column: 1 })?.('<Profile/>')).toBe(
      true,
    );
  });

  test('what was not committed, or lies nowhere', async () => {
    const folder = repository();
    const text = profile(block('Account', READ));
    commit(folder, '2021-01-01', { 'a.profile': profile(block('Lead', READ)) });
    writeFileSync(join(folder, 'a.profile'), text);
    writeFileSync(join(folder, 'b.profile'), text);
    writeFileSync(join(root, 'c.profile'), text);
    expect(
      await days([
        placeOf(join(folder, 'a.profile'), text, 'Account'),
        placeOf(join(folder, 'b.profile'), text, 'Account'),
        placeOf(join(root, 'c.profile'), text, 'Account'),
        { file: join(root, 'none'), line: 1 },
      ]),
    ).toEqual([
      'it was not committed as it stands',
      'the file was never committed',
      'it is not in a git repository',
      'the file is not there',
    ]);
  });

  test.each([
    ['packed references', []],
    ['SHA-256', ['--object-format=sha256']],
  ])('%s', async (_name, init) => {
    const folder = repository(init);
    const text = profile(block('Account', READ));
    commit(folder, '2021-01-01', { 'a.profile': text });
    git(folder, ['pack-refs', '--all']);
    git(folder, ['gc', '-q']);
    expect(await days([placeOf(join(folder, 'a.profile'), text, 'Account')])).toEqual(['2021-01-01']);
  });

  test('a clone without its history, and linked work trees', async () => {
    const folder = repository();
    const text = profile(block('Account', READ));
    commit(folder, '2021-01-01', { 'a.profile': text });
    commit(folder, '2022-01-01', { other: 'x' });
    const clone = join(root, 'shallow');
    git(root, ['clone', '-q', '--depth', '1', `file://${folder}`, clone]);
    expect(await days([placeOf(join(clone, 'a.profile'), text, 'Account')])).toEqual([
      '2022-01-01 or earlier',
    ]);
    const linked = join(root, 'linked');
    git(folder, ['worktree', 'add', '-q', '--detach', linked]);
    expect(await days([placeOf(join(linked, 'a.profile'), text, 'Account')])).toEqual(['2021-01-01']);
  });

  test('without git', async () => {
    const folder = repository();
    const text = profile(block('Account', READ));
    commit(folder, '2021-01-01', { 'a.profile': text });
    const [said] = await days([placeOf(join(folder, 'a.profile'), text, 'Account')], join(root, 'empty'));
    expect(said).toMatch(/^git could not be run/);
  });
});

describe('a hostile repository', () => {
  const text = profile(block('Account', READ));
  const marks = join(root, 'marks');
  mkdirSync(marks);

  /** A program that leaves a mark when it runs, and where it lies. */
  function trap(folder: string, name: string): string {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\ntouch "${join(marks, name)}"\nexec cat\n`);
    chmodSync(path, 0o755);
    return path;
  }

  test('runs nothing', async () => {
    const folder = repository();
    commit(folder, '2021-01-01', { 'a.profile': text });
    const run = (name: string) => trap(join(folder, '.git'), name);
    for (const hook of ['post-checkout', 'post-index-change', 'reference-transaction', 'fsmonitor-watchman'])
      trap(join(folder, '.git/hooks'), hook);
    trap(folder, 'git');
    for (const [key, value] of [
      ['core.fsmonitor', run('fsmonitor')],
      ['core.hooksPath', join(folder, '.git/hooks')],
      ['core.pager', run('pager')],
      ['pager.log', run('pager-log')],
      ['diff.external', run('external')],
      ['diff.evil.command', run('command')],
      ['diff.evil.textconv', run('textconv')],
      ['filter.evil.clean', run('clean')],
      ['filter.evil.smudge', run('smudge')],
      ['filter.evil.process', run('process')],
      ['log.showSignature', 'true'],
      ['gpg.program', run('gpg')],
      ['core.sshCommand', run('ssh')],
      ['core.gitProxy', run('proxy')],
      ['core.askPass', run('askpass')],
      ['credential.helper', `!${run('credential')}`],
      ['core.alternateRefsCommand', run('alternates')],
      ['uploadpack.packObjectsHook', run('pack')],
      ['extensions.partialClone', 'origin'],
      ['remote.origin.url', `ext::${run('ext')}`],
      ['remote.origin.promisor', 'true'],
      ['remote.origin.uploadpack', run('upload')],
      ['protocol.allow', 'always'],
      ['alias.log', `!${run('alias')}`],
      ['trace2.eventTarget', join(marks, 'trace')],
      ['core.worktree', '/'],
      ['core.editor', run('editor')],
    ] as const)
      git(folder, ['config', key, value]);
    writeFileSync(join(folder, '.gitattributes'), '* diff=evil filter=evil\n');
    writeFileSync(join(folder, '.git/info/attributes'), '* diff=evil filter=evil\n');
    writeFileSync(join(folder, '.git/objects/info/alternates'), '/does/not/exist\n');
    writeFileSync(
      join(folder, '.gitmodules'),
      `[submodule "x"]\n\tpath = x\n\turl = ext::${run('submodule')}\n\tupdate = !touch\n`,
    );
    // git itself falls for some of it: the traps work.
    for (const words of [['status'], ['-P', 'log', '-p', '--ext-diff', 'HEAD']])
      spawnSync('git', words, { cwd: folder, env: { PATH, HOME: root }, stdio: 'ignore' });
    expect(readdirSync(marks)).toEqual(expect.arrayContaining(['command', 'fsmonitor', 'process']));
    for (const mark of readdirSync(marks)) rmSync(join(marks, mark));

    const place = placeOf(join(folder, 'a.profile'), text, 'Account');
    expect(await days([place], `.:${PATH}`)).toEqual(['2021-01-01']);
    expect(readdirSync(marks)).toEqual([]);
  });

  test('an object that only a remote has is not fetched', async () => {
    const folder = repository();
    commit(folder, '2021-01-01', { 'a.profile': text });
    const blob = git(folder, ['rev-parse', 'HEAD:a.profile']).trim();
    rmSync(join(folder, '.git/objects', blob.slice(0, 2)), { recursive: true });
    git(folder, ['config', 'remote.origin.url', `ext::touch ${join(marks, 'fetched')}`]);
    git(folder, ['config', 'remote.origin.promisor', 'true']);
    git(folder, ['config', 'extensions.partialClone', 'origin']);
    expect(await days([placeOf(join(folder, 'a.profile'), text, 'Account')])).toEqual([
      'this clone does not hold its content',
    ]);
    expect(readdirSync(marks)).toEqual([]);
  });

  test('replaced objects do not change what was committed', async () => {
    const folder = repository();
    commit(folder, '2021-01-01', { 'a.profile': profile(block('Lead', READ)) });
    commit(folder, '2024-01-01', { 'a.profile': text });
    const [second, first] = git(folder, ['rev-list', 'HEAD']).trim().split('\n');
    git(folder, ['replace', `${first}:a.profile`, `${second}:a.profile`]);
    expect(await days([placeOf(join(folder, 'a.profile'), text, 'Account')])).toEqual(['2024-01-01']);
  });

  test('a .git file that leads to another repository is not followed, and what looks like a bare one is none', async () => {
    const folder = repository();
    commit(folder, '2021-01-01', { 'a.profile': text });
    const other = join(root, 'other');
    mkdirSync(other);
    writeFileSync(join(other, '.git'), `gitdir: ${join(folder, '.git')}\n`);
    writeFileSync(join(other, 'a.profile'), text);
    const [said] = await days([placeOf(join(other, 'a.profile'), text, 'Account')]);
    expect(said).toBe('its .git file leads elsewhere');
    const bare = join(root, 'bare');
    git(root, ['clone', '-q', '--bare', folder, bare]);
    writeFileSync(join(bare, 'a.profile'), text);
    expect(await days([placeOf(join(bare, 'a.profile'), text, 'Account')])).toEqual([
      'it is not in a git repository',
    ]);
  });

  test.each([
    ['a HEAD that names a file outside', 'ref: refs/../../../secret\n'],
    ['a HEAD that is an option', '--output=/tmp/x\n'],
    ['a HEAD that is no commit', `${'0'.repeat(40)}\n`],
    ['a HEAD that leads in circles', 'ref: refs/heads/circle\n'],
  ])('%s', async (_name, head) => {
    const folder = repository();
    commit(folder, '2021-01-01', { 'a.profile': text });
    writeFileSync(join(folder, '.git/HEAD'), head);
    writeFileSync(join(folder, '.git/refs/heads/circle'), 'ref: refs/heads/circle\n');
    const [said] = await days([placeOf(join(folder, 'a.profile'), text, 'Account')]);
    expect(said).toMatch(/^its HEAD is no commit|^git could not read its history/);
  });

  test('a pipe instead of a file is not waited for', async () => {
    const folder = repository();
    commit(folder, '2021-01-01', { 'a.profile': text });
    rmSync(join(folder, '.git/HEAD'));
    execFileSync('mkfifo', [join(folder, '.git/HEAD')]);
    const [said] = await days([placeOf(join(folder, 'a.profile'), text, 'Account')]);
    expect(said).toMatch(/is not what git writes/);
  });

  test('nothing is left behind', async () => {
    const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('tojimari-git-'));
    const there = new Set(left());
    // Other tests that run at the same time have theirs for a moment.
    for (let waits = 0; waits < 40 && left().some((name) => there.has(name)); waits += 1)
      await new Promise((resolve) => setTimeout(resolve, 250));
    expect(left().filter((name) => there.has(name))).toEqual([]);
  }, 20_000);
});
