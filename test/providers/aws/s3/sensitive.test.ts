// Which tags mark data that must not get out.
import { expect, test } from '@jest/globals';
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
