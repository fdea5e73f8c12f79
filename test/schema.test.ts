// The boundary: values that fit come out typed, values that do not come out with everything that is wrong.
import { expect, test } from '@jest/globals';
import { parse } from '../src/schema.ts';
import { lineSchema } from '../src/snapshot/line.generated.ts';

test('a value that fits is returned', () => {
  const value = { record: 'end', records: 3 };
  expect(parse(lineSchema, value)).toEqual({ ok: true, value });
});

test('a value that does not fit says where and why', () => {
  const result = parse(lineSchema, { record: 'end', records: -1 });
  expect(result.ok).toBe(false);
  if (!result.ok) expect(result.misfits).toContainEqual({ pointer: '/records', message: 'must be >= 0' });
});
