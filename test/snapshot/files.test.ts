// Files in the encodings people have them, folders with odd things inside, and bounds.
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
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

test('a folder is walked in order, without following links or entering .git', async () => {
  const root = await mkdtemp(join(tmpdir(), 'tojimari-'));
  await mkdir(join(root, 'b/.git'), { recursive: true });
  await writeFile(join(root, 'b/2.json'), '2');
  await writeFile(join(root, 'a.json'), '1');
  await writeFile(join(root, 'b/.git/config'), 'x');
  await symlink('/etc', join(root, 'c'));
  const files = await findFiles([root]);
  expect(files.map((file) => file.inside)).toEqual(['a.json', 'b/2.json']);
  expect(files.every((file) => !file.named)).toBe(true);
});

test('a path that is not there is a usage error', async () => {
  await expect(findFiles(['/no/such/thing'])).rejects.toThrow(UsageError);
});
