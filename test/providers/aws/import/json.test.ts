// JSON with its mistakes located.
import { expect, test } from '@jest/globals';
import { InputError } from '../../../../src/errors.ts';
import { parseJson } from '../../../../src/providers/aws/import/json.ts';

test('a value', () => {
  expect(parseJson('{"a":[1,null]}', 'a.json')).toEqual({ a: [1, null] });
});

test.each([
  ['', 1, 1, 'is empty'],
  ['  \n', 1, 1, 'is empty'],
  ['{"a": 1', 1, 8, 'ends in the middle'],
  ['{\n "a": [1, 2\n', 3, 1, 'ends in the middle'],
  ['{\n  "a" 1\n}', 2, 7, 'colon expected'],
  ["{ 'a': 1 }", 1, 3, 'is not JSON here'],
  ['{\r\n  "a": tru\r\n}', 2, 8, 'is not JSON here'],
  ['// hello\n{}', 1, 1, 'is not JSON here'],
  ['{} x', 1, 4, 'is not JSON here'],
])('%j', (text, line, column, message) => {
  let thrown: unknown;
  try {
    parseJson(text, 'a.json');
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(InputError);
  const [fault] = thrown instanceof InputError ? thrown.faults : [];
  expect(fault?.message).toContain(message);
  expect(fault?.place).toEqual({ file: 'a.json', line, column });
});

test('nesting of 500 lists is a value, and 10,000 are refused where they get too deep', () => {
  expect(parseJson('['.repeat(500) + ']'.repeat(500), 'deep.json')).toBeDefined();
  expect(() => parseJson('['.repeat(10_000) + ']'.repeat(10_000), 'deep.json')).toThrow(
    'deep.json:1:501: is nested deeper than 500 levels',
  );
});
