// Files in the encodings people have them, folders with odd things inside, and bounds.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { InputError, UsageError } from '../../src/errors.ts';
import { findFiles, textFile } from '../../src/snapshot/files.ts';

test.each([
  ['UTF-8', Buffer.from('{"a":"鍵"}')],
  ['UTF-8 with a mark', Buffer.from('\ufeff{"a":"鍵"}')],
  ['UTF-16 little endian with a mark', Buffer.from('\ufeff{"a":"鍵"}', 'utf16le')],
  ['UTF-16 little endian without one', Buffer.from('{"a":"鍵"}', 'utf16le')],
  ['UTF-16 big endian', Buffer.from('\ufeff{"a":"鍵"}', 'utf16le').swap16()],
])('%s is read', async (_name, bytes) => {
  expect(JSON.parse(await textFile('f', bytes).text())).toEqual({ a: '鍵' });
});

test('bytes that are no text are an input error, not a guess', async () => {
  await expect(textFile('f', Buffer.from([0x7b, 0xff, 0xff, 0x7d])).text()).rejects.toThrow(InputError);
});

test('a folder is walked in order, without entering .git', async () => {
  const root = await mkdtemp(join(tmpdir(), 'tojimari-'));
  await mkdir(join(root, 'b/.git'), { recursive: true });
  await writeFile(join(root, 'b/2.json'), '2');
  await writeFile(join(root, 'a.json'), '1');
  await writeFile(join(root, 'b/.git/config'), 'x');
  await symlink('a.json', join(root, 'c.json'));
  await symlink('.', join(root, 'd'));
  const files = await findFiles([root]);
  expect(files.map((file) => file.inside)).toEqual(['a.json', 'b/2.json']);
  expect(files.every((file) => !file.named)).toBe(true);
});

test('a path that is not there is a usage error', async () => {
  await expect(findFiles(['/no/such/thing'])).rejects.toThrow(UsageError);
});

test('a link out of the folder is not followed, and not passed over either', async () => {
  const root = await mkdtemp(join(tmpdir(), 'tojimari-'));
  await symlink('/etc', join(root, 'a'));
  await symlink('nowhere', join(root, 'b.json'));
  const files = await findFiles([root]);
  expect(files.map((file) => file.inside)).toEqual(['a', 'b.json']);
  for (const file of files) {
    expect(await file.head()).toBe('');
    await expect(file.text()).rejects.toThrow(/symbolic link out of the folder/);
  }
});

test.each([
  ['UTF-8', (text: string) => Buffer.from(text)],
  ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
])('lines of %s, whatever they end with, also across blocks of reading', async (_name, encode) => {
  const root = await mkdtemp(join(tmpdir(), 'tojimari-'));
  const long = '鍵'.repeat(100_000);
  await writeFile(join(root, 'a.jsonl'), encode(`first\r\n${long}\nlast`));
  const [file] = await findFiles([join(root, 'a.jsonl')]);
  const lines: string[] = [];
  for await (const line of file?.lines() ?? []) lines.push(line);
  expect(lines).toEqual(['first', long, 'last']);
});

test('a file that vanishes after it was found is an input error', async () => {
  const root = await mkdtemp(join(tmpdir(), 'tojimari-'));
  await writeFile(join(root, 'a.json'), '{}');
  const [file] = await findFiles([join(root, 'a.json')]);
  await rm(root, { recursive: true });
  expect(await file?.head()).toBe('');
  await expect(file?.text()).rejects.toThrow(/a\.json: cannot be read \(ENOENT\)/);
  await expect(async () => {
    for await (const _line of file?.lines() ?? []);
  }).rejects.toThrow(/a\.json: cannot be read \(ENOENT\)/);
});

test('a pipe is read at once, and named', async () => {
  const root = await mkdtemp(join(tmpdir(), 'tojimari-'));
  const path = join(root, 'pipe');
  execFileSync('mkfifo', [path]);
  const writing = writeFile(path, '{"a":1}');
  const [file] = await findFiles([path]);
  await writing;
  expect(file).toMatchObject({ named: true, size: 7 });
  expect(await file?.text()).toBe('{"a":1}');
});
