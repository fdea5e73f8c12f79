// Archives read as folders: the same files as when unpacked, nothing written, nothing expanded without bound.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { InputError } from '../../src/errors.ts';
import { findFiles, type InputFile } from '../../src/snapshot/files.ts';
import { type Located, locate } from '../../src/snapshot/locate.ts';
import { type ZipEntry, zipOf } from './zip.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tojimari-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

let count = 0;
async function archive(entries: ZipEntry[] | Buffer, name = 'export.zip'): Promise<string> {
  count += 1;
  const folder = join(root, String(count));
  await mkdir(folder);
  await writeFile(join(folder, name), Buffer.isBuffer(entries) ? entries : zipOf(entries));
  return join(folder, name);
}

async function only(entries: ZipEntry[]): Promise<InputFile> {
  const [file] = await findFiles([await archive(entries)]);
  if (file === undefined) throw new Error('nothing was found');
  return file;
}

async function message(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'read';
}

describe('an archive is a folder', () => {
  test('stored and packed files, sorted, with paths below the archive', async () => {
    const path = await archive([
      { name: 'b/' },
      { name: 'b/鍵.json', content: '{"a":\n "鍵"}' },
      { name: 'a.txt', content: 'plain\nlines', stored: true },
    ]);
    const files = await findFiles([path]);
    expect(files.map(({ path: own, inside, named }) => [own, inside, named])).toEqual([
      [`${path}/a.txt`, 'a.txt', false],
      [`${path}/b/鍵.json`, 'b/鍵.json', false],
    ]);
    expect(await Promise.all(files.map((file) => file.text()))).toEqual(['plain\nlines', '{"a":\n "鍵"}']);
    expect(await files[0]?.head()).toBe('plain\nlines');
    const lines: string[] = [];
    for await (const line of files[0]?.lines() ?? []) lines.push(line);
    expect(lines).toEqual(['plain', 'lines']);
    expect(await readdir(join(path, '..'))).toEqual(['export.zip']);
  });

  test('beside other files of a folder; what visitors of an application get is not opened', async () => {
    const path = await archive([{ name: 'x.json', content: '1' }], 'in.ZIP');
    const folder = join(path, '..');
    await mkdir(join(folder, 'staticresources'));
    await writeFile(join(folder, 'staticresources/site.zip'), zipOf([{ name: 'y.json', content: '2' }]));
    await writeFile(join(folder, 'staticresources/broken.zip'), 'PK');
    const files = await findFiles([folder]);
    expect(files.map(({ inside }) => inside)).toEqual([
      'in.ZIP/x.json',
      'staticresources/broken.zip',
      'staticresources/site.zip',
    ]);
    expect(files.every(({ refused }) => refused === undefined)).toBe(true);
  });

  test('archives in archives are folders too; what is skipped on disk is skipped here', async () => {
    const path = await archive([
      { name: 'p/inner.zip', content: zipOf([{ name: 'x', content: 'y' }]) },
      { name: 'p/staticresources/site.zip', content: zipOf([{ name: 'x', content: 'y' }]) },
      { name: 'p/.git/config', content: '[core]' },
      { name: 'node_modules/a/package.json', content: '{}' },
      { name: '__MACOSX/p/._inner.zip', content: 'x' },
    ]);
    expect((await findFiles([path])).map(({ inside }) => inside)).toEqual([
      'p/inner.zip/x',
      'p/staticresources/site.zip',
    ]);
  });

  test('places in its files are found again', async () => {
    const path = await archive([{ name: 'b/x.json', content: '{\n  "a": [\n    1]}' }]);
    const origins: Located[] = [
      { file: `${path}/b/x.json`, pointer: '/a/0' },
      { file: `${path}/b/none.json`, pointer: '/a' },
    ];
    await locate(origins);
    expect(origins.map(({ line, column }) => [line, column])).toEqual([
      [3, 5],
      [undefined, undefined],
    ]);
  });

  test('is not kept open', async () => {
    const path = await archive([{ name: 'a.txt', content: 'x'.repeat(100_000) }]);
    const before = (await readdir('/proc/self/fd').catch(() => [])).length;
    for (let round = 0; round < 20; round += 1)
      for (const file of await findFiles([path])) await Promise.all([file.head(), file.text()]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await readdir('/proc/self/fd').catch(() => [])).length).toBeLessThanOrEqual(before + 2);
  });
});

describe('an archive that is refused, with its name', () => {
  const zeros = Buffer.alloc(20 * 1024 ** 2);
  const whole = zipOf([{ name: 'a', content: 'some text that is long enough' }]);
  const hundred = Array.from({ length: 100_001 }, (_, index) => ({ name: `${index}`, stored: true }));

  test.each<[string, ZipEntry[] | Buffer, RegExp]>([
    ['leads above itself', [{ name: '../../evil', content: 'x' }], /invalid relative path/],
    ['leads above itself with backslashes', [{ name: '..\\evil', content: 'x' }], /invalid relative path/],
    ['leads above itself from within', [{ name: 'a/../../b', content: 'x' }], /invalid relative path/],
    ['names the root', [{ name: '/etc/passwd', content: 'x' }], /absolute path/],
    ['names a drive', [{ name: 'C:\\x', content: 'x' }], /absolute path/],
    ['shrinks to a thousandth', [{ name: 'zeros', content: zeros }], /would expand from \d+ to 20971520/],
    ['claims to hold terabytes', [{ name: 'a', content: 'x', claims: 0xfffffffe }], /would expand/],
    [
      'holds files that overlap',
      [
        { name: 'a', content: 'x'.repeat(1000) },
        { name: 'b', content: 'x'.repeat(1000), overlaps: true },
      ],
      /overlap/,
    ],
    ['holds more than a hundred thousand files', hundred, /holds more than 100000 files/],
    ['is cut short', whole.subarray(0, -30), /is not an archive that can be read/],
    ['lacks its beginning', whole.subarray(40), /is not an archive that can be read/],
    ['is something else', Buffer.from('<html>'), /is not an archive that can be read/],
    ['is empty', Buffer.alloc(0), /is not an archive that can be read/],
    [
      'claims a wrong size for stored bytes',
      [{ name: 'a', content: 'x', stored: true, claims: 9 }],
      /mismatch/,
    ],
  ])('%s', async (_name, entries, expected) => {
    const path = await archive(entries);
    const said = await message(findFiles([path]));
    expect(said).toMatch(expected);
    expect(said.startsWith(path)).toBe(true);
    // In a folder it is a file that cannot be read, and what is beside it is read.
    await writeFile(join(path, '../beside.json'), '{}');
    const files = await findFiles([join(path, '..')]);
    expect(files.map(({ inside, refused }) => [inside, refused !== undefined])).toEqual([
      ['beside.json', false],
      ['export.zip', true],
    ]);
    expect(await message(files[1]?.text() ?? Promise.resolve())).toMatch(expected);
  });
});

describe('a file in an archive that cannot be read', () => {
  test.each<[string, ZipEntry, RegExp]>([
    ['is encrypted', { name: 'a', content: 'x', encrypted: true }, /\/a: is encrypted/],
    ['is a symbolic link', { name: 'a', content: '/etc/passwd', mode: 0o120777 }, /symbolic link/],
    ['holds more than it claims', { name: 'a', content: 'x'.repeat(5000), claims: 10 }, /too many bytes/],
    ['holds less than it claims', { name: 'a', content: 'x', claims: 10 }, /not enough bytes/],
    ['is not what was packed', { name: 'a', content: 'x', crc: 1 }, /checksum/],
    ['is no text', { name: 'a', content: Buffer.from([0x7b, 0xff, 0xff]) }, /text/],
  ])('%s', async (_name, entry, expected) => {
    const file = await only([entry]);
    expect(await message(file.text())).toMatch(expected);
    expect((await file.head()).length).toBeLessThan(8193);
  });

  test('its packed bytes are damaged', async () => {
    const bytes = zipOf([{ name: 'a', content: 'some text that is long enough to be packed' }]);
    bytes.fill(0xff, 34, 44);
    const [file] = await findFiles([await archive(bytes)]);
    expect(await message(file?.text() ?? Promise.resolve())).toMatch(/cannot be read from its archive/);
    expect(await file?.head()).toBe('');
  });

  test('it vanished after it was listed', async () => {
    const path = await archive([{ name: 'a', content: 'x' }]);
    const [file] = await findFiles([path]);
    await rm(path);
    expect(await message(file?.text() ?? Promise.resolve())).toMatch(
      /cannot be read from its archive: .*ENOENT/,
    );
  });
});
