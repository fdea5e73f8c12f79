// What gzip and tar packed reads as if it were not, also inside other archives; bombs, links and paths out of it are refused.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { packTar } from 'modern-tar';
import { InputError } from '../../src/errors.ts';
import { findFiles } from '../../src/snapshot/files.ts';
import { type Located, locate } from '../../src/snapshot/locate.ts';
import { zipOf } from './zip.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tojimari-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

let count = 0;
async function written(name: string, content: Buffer): Promise<string> {
  count += 1;
  const folder = join(root, String(count));
  await mkdir(folder);
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

interface Entry {
  name: string;
  body?: string | Buffer;
  type?: 'file' | 'symlink' | 'link' | 'directory';
}

async function tarOf(entries: Entry[]): Promise<Buffer> {
  const all = entries.map(({ name, body = '', type = 'file' }) => ({
    header: {
      name,
      size: Buffer.byteLength(body),
      type,
      ...((type === 'symlink' || type === 'link') && { linkname: '/etc/passwd' }),
    },
    body: new Uint8Array(Buffer.from(body)),
  }));
  return Buffer.from(await packTar(all));
}

/** So many megabytes of nothing: gzip reads members one after the other as one file. */
function bombOf(megabytes: number): Buffer {
  const member = gzipSync(Buffer.alloc(20 * 1024 ** 2));
  return Buffer.concat(Array.from({ length: megabytes / 20 }, () => member));
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

describe('gzip', () => {
  test('a packed file reads as it was, under its own name, and places in it are found', async () => {
    const path = await written('items.json.gz', gzipSync('{\n  "a": [1]\n}'));
    const [file] = await findFiles([path]);
    expect(file).toMatchObject({ path, inside: 'items.json', named: true });
    expect(await file?.text()).toBe('{\n  "a": [1]\n}');
    expect(await file?.head()).toContain('"a"');
    const lines: string[] = [];
    for await (const line of file?.lines() ?? []) lines.push(line);
    expect(lines).toHaveLength(3);
    const origins: Located[] = [{ file: path, pointer: '/a/0' }];
    await locate(origins);
    expect(origins[0]).toMatchObject({ line: 2, column: 9 });
  });

  test('what is no gzip, or was cut short, says so when it is read', async () => {
    const whole = gzipSync('x'.repeat(10_000));
    for (const content of [Buffer.from('not packed'), whole.subarray(0, whole.length - 9)]) {
      const [file] = await findFiles([await written('broken.json.gz', content)]);
      expect(await file?.head()).not.toContain('not packed');
      expect(await message(file?.text() ?? Promise.resolve())).toContain('cannot be read');
    }
  });

  test('a bomb is read only as far as a text may go', async () => {
    const bomb = bombOf(300);
    const [file] = await findFiles([await written('bomb.json.gz', bomb)]);
    expect(await message(file?.text() ?? Promise.resolve())).toContain('is larger than');
  });
});

describe('tar', () => {
  test.each([
    ['x.tar', (bytes: Buffer) => bytes],
    ['x.tar.gz', gzipSync],
    ['x.tgz', gzipSync],
  ])('%s is a folder', async (name, pack) => {
    const entries: Entry[] = [
      { name: './b/', type: 'directory' },
      { name: './b/two.json', body: '{"a": 1}' },
      { name: 'one.txt', body: 'plain' },
      { name: '.git/config', body: '[core]' },
    ];
    const path = await written(name, pack(await tarOf(entries)));
    const files = await findFiles([path]);
    expect(files.map(({ path: own, inside }) => [own, inside])).toEqual([
      [`${path}/b/two.json`, 'b/two.json'],
      [`${path}/one.txt`, 'one.txt'],
    ]);
    expect(await Promise.all(files.map((file) => file.text()))).toEqual(['{"a": 1}', 'plain']);
    const origins: Located[] = [{ file: `${path}/b/two.json`, pointer: '/a' }];
    await locate(origins);
    expect(origins[0]).toMatchObject({ line: 1, column: 7 });
  });

  test('archives in each other, down to a depth', async () => {
    const items = gzipSync('{"configurationItems": []}');
    const inner = zipOf([{ name: 'items.json.gz', content: items }]);
    const path = await written('all.tar.gz', gzipSync(await tarOf([{ name: 'in.zip', body: inner }])));
    const [file] = await findFiles([path]);
    expect(file?.inside).toBe('in.zip/items.json');
    expect(await file?.text()).toBe('{"configurationItems": []}');
    const deep = zipOf([
      {
        name: 'a.zip',
        content: zipOf([{ name: 'b.zip', content: zipOf([{ name: 'c.zip', content: inner }]) }]),
      },
    ]);
    expect((await findFiles([await written('deep.zip', deep)])).map(({ inside }) => inside)).toEqual([
      'a.zip/b.zip/c.zip',
    ]);
  });

  test('links are listed and not followed', async () => {
    const path = await written(
      'links.tar',
      await tarOf([
        { name: 'passwd', type: 'symlink' },
        { name: 'hard', type: 'link' },
      ]),
    );
    const files = await findFiles([path]);
    expect(files).toHaveLength(2);
    for (const file of files) {
      expect(file.refused).toContain('link');
      expect(await message(file.text())).toContain('link');
    }
  });

  test.each(['../evil', '/etc/passwd', 'a/../../b'])(
    'an entry called %s refuses the archive',
    async (name) => {
      const path = await written('evil.tar', await tarOf([{ name, body: 'x' }]));
      expect(await message(findFiles([path]))).toContain('leads out of itself');
    },
  );

  test('a bomb and what is no archive are refused; in a folder they are files that say why', async () => {
    const bomb = bombOf(520);
    expect(await message(findFiles([await written('bomb.tar.gz', bomb)]))).toContain('cannot be read');
    const path = await written('no.tgz', gzipSync('hello'));
    expect(await message(findFiles([path]))).toContain('is not an archive');
    const [file] = await findFiles([join(path, '..')]);
    expect(file?.refused).toContain('is not an archive');
  });
});
