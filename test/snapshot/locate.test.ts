// JSON pointers become lines and columns, and pointers that lead nowhere stop at what exists.
import { expect, test } from '@jest/globals';
import { type Located, locateIn } from '../../src/snapshot/locate.ts';

const text = '{\n  "a": [1, {"b/c": "x"}],\n  "policy": "{\\"Statement\\":[]}"\n}\n';

test.each([
  ['/a/1/b~1c', { line: 2, column: 20, endLine: 2, endColumn: 23 }],
  ['/a/0', { line: 2, column: 9, endLine: 2, endColumn: 10 }],
  // The text in the string is a document of its own; its list is empty, so that is as far as it goes.
  ['/policy/Statement/0', { line: 3, column: 29, endLine: 3, endColumn: 31 }],
  ['/policy', { line: 3, column: 13, endLine: 3, endColumn: 33 }],
  ['/nowhere', { line: 1, column: 1, endLine: 4, endColumn: 2 }],
])('%s', (pointer, range) => {
  const origin: Located = { file: 'f', pointer };
  locateIn(text, [origin]);
  expect(origin).toMatchObject(range);
});

const POLICY = { Version: '2012-10-17', Statement: [{ Sid: '読 "x" 😀', Effect: 'Allow', Principal: '*' }] };

/** What a range of one line covers. */
function covered(outer: string, pointer: string): string {
  const origin: Located = { file: 'f', pointer };
  locateIn(outer, [origin]);
  const line = outer.split('\n')[(origin.line ?? 1) - 1] ?? '';
  return line.slice((origin.column ?? 1) - 1, (origin.endColumn ?? 1) - 1);
}

test.each([
  ['in a string', JSON.stringify({ a: { Policy: JSON.stringify(POLICY) } }, undefined, 1)],
  ['in a string in a string', JSON.stringify({ a: { Policy: JSON.stringify(JSON.stringify(POLICY)) } })],
  [
    'with every character escaped',
    `{"a": {"Policy": "${[...JSON.stringify(POLICY)].map(unicode).join('')}"}}`,
  ],
  ['percent-encoded', JSON.stringify({ a: { Policy: encodeURIComponent(JSON.stringify(POLICY)) } })],
])('a policy %s: its principal is where it stands', (_name, outer) => {
  const plain = covered(outer, '/a/Policy/Statement/0/Principal').replace(/\\+"|"|%22|\\u0022/g, '');
  expect(['*', '%2A', '\\u002a']).toContain(plain);
  const sid = covered(outer, '/a/Policy/Statement/0/Sid');
  expect(sid.length).toBeGreaterThan(9);
  expect(outer).toContain(sid);
});

function unicode(character: string): string {
  return Array.from(
    { length: character.length },
    (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
  ).join('');
}

test('a string that only looks like JSON is pointed to as it is', () => {
  expect(covered('{"a": "{broken"}', '/a/b')).toBe('"{broken"');
  expect(covered('{"a": "%7B%FF"}', '/a/b')).toBe('"%7B%FF"');
});
