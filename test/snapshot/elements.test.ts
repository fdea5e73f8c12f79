// A document is taken apart without being held: whatever the sizes of its pieces, its elements are those of JSON.parse, each in its place.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asUtf8 } from '../../src/snapshot/decode.ts';
import { elementsOf } from '../../src/snapshot/elements.ts';
import { textFile } from '../../src/snapshot/files.ts';
import { type Located, locateIn } from '../../src/snapshot/locate.ts';
import { locateLarge } from '../../src/snapshot/locate-large.ts';
import { follow } from '../../src/snapshot/pointers.ts';

const LISTS = new Set(['items', 'more']);

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

interface Seen {
  key: string;
  index: number | undefined;
  value: unknown;
  line: number;
  column: number;
}

async function seen(
  text: string | Buffer,
  size = 1 << 20,
  bounds?: { bytes: number; depth: number },
): Promise<Seen[]> {
  const found: Seen[] = [];
  const chunks = asUtf8(pieces(Buffer.from(text), size), 'f');
  for await (const { key, index, bytes, line, column } of elementsOf(chunks, 'f', LISTS, bounds))
    found.push({ key, index, value: JSON.parse(bytes.toString()), line, column });
  return found;
}

const anything = fc.jsonValue({ depthSize: 'small' });

test('elements and members are those of the document, in their places', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anything),
      anything,
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 0, max: 3 }),
      async (items, other, size, indent) => {
        const text = JSON.stringify({ before: other, items, after: '読😀' }, undefined, indent);
        const found = await seen(text, size);
        const values = found.filter(({ key }) => key === 'items').map(({ value }) => value);
        expect(values).toEqual(JSON.parse(JSON.stringify(items)));
        expect(found.at(-1)?.value).toBe('読😀');
        const lines = text.split('\n');
        for (const { value, line, column } of found) {
          const rest = lines
            .slice(line - 1)
            .join('\n')
            .slice(column - 1);
          expect(rest.startsWith(JSON.stringify(value, undefined, indent)?.split('\n')[0] ?? '')).toBe(true);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test.each(['[]', '{}', '[1, "a\\"]", {"b": [true]}]', '{"items": []}', '{"items": {"a": 1}}', '"x"', ' 12 '])(
  '%s',
  async (text) => {
    for (const size of [1, 3, 1000]) {
      const whole: unknown = JSON.parse(text);
      const found = await seen(text, size);
      const flat = Array.isArray(whole) ? whole : Object.values(Object(whole)).flat();
      if (typeof whole === 'object' && whole !== null) expect(found.map(({ value }) => value)).toEqual(flat);
      else expect(found.map(({ value }) => value)).toEqual([whole]);
    }
  },
);

describe('faults have a place', () => {
  test.each([
    ['', 'f:1:1: is empty'],
    ['  \n', 'f:2:1: is empty'],
    ['{"items": [{"a": 1},', 'f:1:21: ends in the middle'],
    ['{"items": [{"a": "x', 'f:1:20: ends in the middle'],
    ['{"items": [1]\n} x', 'f:2:3: goes on after its end'],
    ['{"items": [1 2]}', 'f:1:14: is not JSON here'],
    ['{"items": [1,]}', 'f:1:14: is not JSON here'],
    ['{items: []}', 'f:1:2: is not JSON here'],
    ['{"items" []}', 'f:1:10: is not JSON here'],
    [`{"items": [${'['.repeat(9)}${']'.repeat(9)}]}`, 'f:1:12: is nested deeper than 8 levels'],
    [`{"items": ["${'x'.repeat(5000)}"]}`, 'f:1:12: holds a value larger than 0 MB'],
  ])('%.30s', async (text, message) => {
    for (const size of [7, 100_000]) {
      await expect(seen(text, size, { bytes: 4000, depth: 8 })).rejects.toThrow(message);
    }
  });
});

test('a mark, and UTF-16', async () => {
  const text = '{"items": ["読", {"a": "😀"}]}';
  const plain = await seen(text);
  expect((await seen(`\ufeff${text}`)).map(({ value }) => value)).toEqual(plain.map(({ value }) => value));
  expect(await seen(Buffer.from(`\ufeff${text}`, 'utf16le'), 6)).toEqual(plain);
});

const pointers = fc.array(
  fc.array(fc.constantFrom('a', 'b', '0', '1', 'items', 'x/y', '~'), { maxLength: 4 }),
  {
    maxLength: 6,
  },
);
const keys = fc.constantFrom('a', 'b', '0', 'items', 'x/y', '~');
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(1, null, true, 'a"\\', '[{'),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(keys, tie('tree'), { maxKeys: 3 }),
  ),
}));

test('pointers lead where JSON.parse says that they lead', () => {
  fc.assert(
    fc.property(tree, pointers, fc.integer({ min: 0, max: 2 }), (value, paths, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      const found = follow(text, paths);
      for (const [index, path] of paths.entries()) {
        let node: unknown = value;
        let steps = 0;
        for (const step of path) {
          if (typeof node !== 'object' || node === null || !Object.hasOwn(node, step)) break;
          if (Array.isArray(node) && !/^\d$/.test(step)) break;
          node = Reflect.get(node, step);
          steps += 1;
        }
        const { start = 0, end = 0, steps: led } = found?.[index] ?? {};
        expect(led).toBe(steps);
        expect(JSON.parse(text.slice(start, end))).toEqual(node);
      }
    }),
    { numRuns: 300 },
  );
});

test('of a key that stands twice the last counts; what is no JSON leads nowhere', () => {
  const text = '{"a": 1, "a": [2]}';
  expect(follow(text, [['a', '0']])).toMatchObject([{ start: 15, end: 16, steps: 2 }]);
  for (const broken of ['{"a": 1', '{"a" 1}', '{"a": 1} x', '[1 2]', '{a: 1}', ''])
    expect(follow(broken, [['a']])).toBeUndefined();
});

test('in a file that is gone through piece by piece, places are those of the whole', async () => {
  const policyText = JSON.stringify({ Statement: [{ Principal: '*' }, { Principal: 'x' }] });
  const items = [{ a: '読😀' }, { policyText, tags: { 'x/y': [1, 2] } }];
  for (const indent of [0, 2]) {
    const text = JSON.stringify({ version: { a: [1] }, items }, undefined, indent);
    const wanted = [
      '/items/1/policyText/Statement/1/Principal',
      '/items/1/tags/x~1y/1',
      '/items/0',
      '/version/a/0',
    ];
    const places = (pointers: string[]) => pointers.map((pointer): Located => ({ file: 'f', pointer }));
    // Whatever is asked for, in whatever order.
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(wanted), async (asked) => {
        const [whole, large] = [places(asked), places(asked)];
        locateIn(text, whole);
        await locateLarge(textFile('f', text), large, locateIn);
        expect(large).toEqual(whole);
        expect(whole.every(({ line }) => line !== undefined)).toBe(true);
      }),
    );
  }
});
