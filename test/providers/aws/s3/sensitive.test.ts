// Which tags mark data that must not get out.
import { describe, expect, test } from '@jest/globals';
import { sensitiveMark } from '../../../../src/providers/aws/s3/sensitive.ts';

test.each<[string, string, boolean]>([
  ['DataClassification', 'Confidential', true],
  ['data-classification', 'Highly Confidential', true],
  ['data_class', 'PII', true],
  ['Classification', 'restricted/eu', true],
  ['sensitivity', '機密', true],
  ['contains-pii', 'yes', true],
  ['PII', 'true', true],
  ['PII', 'false', false],
  ['DataClassification', 'Public', false],
  ['DataClassification', 'non-confidential', false],
  ['team', 'secret-santa', false],
  ['data', 'public', false],
])('%s=%s', (key, value, marked) => {
  expect(
    sensitiveMark([
      { key: 'team', value: 'web' },
      { key, value },
    ]) !== undefined,
  ).toBe(marked);
});

describe('names of their own', () => {
  const own = (names: string[], ignore: string[] = []) => ({ names, ignore });
  const tag = (key: string, value: string) => [{ key, value }];

  test.each([
    [tag('classification', '社外秘'), own(['社外秘']), true],
    [tag('Data Classification', 'Top Secret'), own(['top secret']), true],
    [tag('classification', 'level-4'), own(['Level 4']), true],
    [tag('MemberData', 'yes'), own(['member data']), true],
    [tag('MemberData', 'no'), own(['member data']), false],
    [tag('owner', '社外秘'), own(['社外秘']), false],
    [tag('classification', 'PII'), own([], ['pii']), false],
    [tag('pii', 'true'), own([], ['PII']), false],
    [tag('classification', 'restricted'), own([], ['pii']), true],
  ])('%j with %j: %s', (tags, names, marked) => {
    expect(sensitiveMark(tags, names) !== undefined).toBe(marked);
  });
});
