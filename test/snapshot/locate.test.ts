// JSON pointers become lines and columns, and pointers that lead nowhere stop at what exists.
import { expect, test } from '@jest/globals';
import { type Located, locateIn } from '../../src/snapshot/locate.ts';

const text = '{\n  "a": [1, {"b/c": "x"}],\n  "policy": "{\\"Statement\\":[]}"\n}\n';

test.each([
  ['/a/1/b~1c', { line: 2, column: 20, endLine: 2, endColumn: 23 }],
  ['/a/0', { line: 2, column: 9, endLine: 2, endColumn: 10 }],
  ['/policy/Statement/0', { line: 3, column: 13, endLine: 3, endColumn: 33 }],
  ['/nowhere', { line: 1, column: 1, endLine: 4, endColumn: 2 }],
])('%s', (pointer, range) => {
  const origin: Located = { file: 'f', pointer };
  locateIn(text, [origin]);
  expect(origin).toMatchObject(range);
});
