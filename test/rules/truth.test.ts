// Kleene's tables.
import { describe, expect, test } from '@jest/globals';
import { and, not, or, type Truth } from '../../src/rules/truth.ts';

const U = 'unknown';

describe('three-valued logic', () => {
  test.each<[Truth, Truth, Truth, Truth]>([
    [true, true, true, true],
    [true, false, false, true],
    [true, U, U, true],
    [false, false, false, false],
    [false, U, false, U],
    [U, U, U, U],
  ])('%s with %s: and %s, or %s', (a, b, both, either) => {
    expect(and(a, b)).toBe(both);
    expect(and(b, a)).toBe(both);
    expect(or(a, b)).toBe(either);
    expect(or(b, a)).toBe(either);
  });

  test.each<[Truth, Truth]>([
    [true, false],
    [false, true],
    [U, U],
  ])('not %s is %s', (a, result) => {
    expect(not(a)).toBe(result);
  });
});
