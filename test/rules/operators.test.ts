// What every operator says about present, absent, unknown and unreadable values.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matchesGlob } from '../../src/glob.ts';
import { leafTest, OPERATORS } from '../../src/rules/operators.ts';
import { ruleSchema } from '../../src/rules/rule.generated.ts';
import type { Condition } from '../../src/rules/rule.ts';
import type { Truth } from '../../src/rules/truth.ts';
import { schemaDocument } from '../../src/schema.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const U = 'unknown';

type Row = [Condition, value: unknown, Truth];

const CIDR = { ipv4: 24, ipv6: 64 };

const ROWS: Row[] = [
  [{ equals: 'a' }, 'a', true],
  [{ equals: 'a' }, 'A', false],
  [{ equals: false }, false, true],
  [{ equals: 0 }, false, false],
  [{ equals: 'a' }, null, false],
  [{ not_equals: 'a' }, 'a', false],
  [{ not_equals: 'a' }, 'b', true],
  [{ not_equals: 'a' }, null, true],
  [{ in: ['a', 2] }, 2, true],
  [{ in: ['a', 2] }, '2', false],
  [{ in: ['a'] }, null, false],
  [{ not_in: ['a'] }, 'a', false],
  [{ not_in: ['a'] }, 'b', true],
  [{ not_in: ['a'] }, null, true],
  [{ contains: 'a' }, ['b', 'a'], true],
  [{ contains: 'a' }, ['ab'], false],
  [{ contains: 'a' }, 'bar', true],
  [{ contains: 'a' }, [], false],
  [{ contains: 'a' }, 7, U],
  [{ contains: 'a' }, null, false],
  [{ intersects: ['a', 'b'] }, ['c', 'b'], true],
  [{ intersects: ['a', 'b'] }, ['c'], false],
  [{ intersects: ['a'] }, 'a', U],
  [{ intersects: ['a'] }, null, false],
  [{ starts_with: 'ab' }, 'abc', true],
  [{ starts_with: 'ab' }, 'bc', false],
  [{ starts_with: 'ab' }, 5, U],
  [{ starts_with: 'ab' }, null, false],
  [{ ends_with: 'bc' }, 'abc', true],
  [{ ends_with: 'bc' }, 'abcd', false],
  [{ ends_with: 'bc' }, null, false],
  [{ glob: 'arn:*:root' }, 'arn:aws:iam::1:root', true],
  [{ glob: 'a?c' }, 'ac', false],
  [{ glob: '*' }, null, false],
  [{ exists: true }, 'a', true],
  [{ exists: true }, false, true],
  [{ exists: true }, [], true],
  [{ exists: true }, null, false],
  [{ exists: false }, null, true],
  [{ exists: false }, 0, false],
  [{ lt: 14 }, 13, true],
  [{ lt: 14 }, 14, false],
  [{ lt: 14 }, '13', U],
  [{ lt: 14 }, null, false],
  [{ lte: 14 }, 14, true],
  [{ lte: 14 }, null, false],
  [{ gt: 14 }, 14, false],
  [{ gt: 14 }, 15, true],
  [{ gt: 14 }, null, false],
  [{ gte: 14 }, 14, true],
  [{ gte: 14 }, null, false],
  [{ older_than: '90d' }, '2025-10-02T23:59:59Z', true],
  [{ older_than: '90d' }, '2025-10-03T00:00:00Z', false],
  [{ older_than: '90d' }, '2027-01-01', false],
  [{ older_than: '90d' }, 'N/A', U],
  [{ older_than: '90d' }, '2025-99-99', U],
  [{ older_than: '90d' }, null, false],
  [{ newer_than: '12h' }, '2025-12-31T13:00:00Z', true],
  [{ newer_than: '12h' }, '2025-12-31T11:00:00Z', false],
  [{ newer_than: '12h' }, null, false],
  [{ size_lt: 2 }, ['a'], true],
  [{ size_lt: 2 }, ['a', 'b'], false],
  [{ size_lt: 2 }, {}, true],
  [{ size_lt: 2 }, 'a', U],
  [{ size_lt: 2 }, null, false],
  [{ size_gte: 1 }, ['a'], true],
  [{ size_gte: 1 }, [], false],
  [{ size_gte: 0 }, null, false],
  [{ cidr_wider_than: CIDR }, '0.0.0.0/0', true],
  [{ cidr_wider_than: CIDR }, '10.0.0.0/24', false],
  [{ cidr_wider_than: CIDR }, '10.0.0.1', false],
  [{ cidr_wider_than: CIDR }, '::/0', true],
  [{ cidr_wider_than: CIDR }, '2001:db8::/64', false],
  [{ cidr_wider_than: CIDR }, '::ffff:0.0.0.0/96', true],
  [{ cidr_wider_than: CIDR }, '::ffff:10.0.0.0/120', false],
  [{ cidr_wider_than: CIDR }, 'everywhere', U],
  [{ cidr_wider_than: CIDR }, null, false],
  [{ ports_cover: [22] }, 22, true],
  [{ ports_cover: [22] }, '20-25', true],
  [{ ports_cover: [22, 3389] }, '80', false],
  [{ ports_cover: [22] }, '*', true],
  [{ ports_cover: [22] }, { from: 0, to: 65535 }, true],
  [{ ports_cover: [22] }, { from: 80 }, U],
  [{ ports_cover: [22] }, ['80', '22'], true],
  [{ ports_cover: [22] }, ['80', 'ssh'], U],
  [{ ports_cover: [22] }, ['22', 'ssh'], true],
  [{ ports_cover: [22] }, '25-20', U],
  [{ ports_cover: [22] }, null, false],
];

describe('operators', () => {
  test.each(ROWS)('%j of %j is %s', (condition, value, truth) => {
    expect(leafTest(condition)(value, NOW)).toBe(truth);
  });

  test('every operator has rows, and says unknown of what is unknown', () => {
    const covered = new Set(ROWS.flatMap(([condition]) => Object.keys(condition)));
    expect([...covered].sort()).toEqual(Object.keys(OPERATORS).sort());
    for (const [condition] of ROWS) expect(leafTest(condition)(undefined, NOW)).toBe(U);
  });

  test('the rule schema knows exactly these operators', () => {
    const document = JSON.parse(JSON.stringify(schemaDocument(ruleSchema.name)));
    const others = ['all', 'any', 'not', 'exposed', 'some', 'every', 'none', 'where', 'field'];
    const keys = Object.keys(document.definitions.condition.properties).filter(
      (key) => !others.includes(key),
    );
    expect(keys.sort()).toEqual(Object.keys(OPERATORS).sort());
  });
});

/** Globs by recursion: slow, but plainly right. */
function slowGlob(pattern: string, text: string): boolean {
  const [head, rest] = [pattern[0], pattern.slice(1)];
  if (head === undefined) return text === '';
  if (head === '*') return slowGlob(rest, text) || (text !== '' && slowGlob(pattern, text.slice(1)));
  return text !== '' && (head === '?' || head === text[0]) && slowGlob(rest, text.slice(1));
}

describe('globs', () => {
  test('agree with the plain definition', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (p, t) => matchesGlob(p, t) === slowGlob(p, t)),
      { numRuns: 2000 },
    );
  });

  test('are quick on what is slow for regular expressions', () => {
    const started = performance.now();
    expect(matchesGlob(`${'*a'.repeat(99)}*b`, 'a'.repeat(100_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
