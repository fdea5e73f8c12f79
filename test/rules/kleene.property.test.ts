// Monotonicity: learning an unknown setting, fact or exposure never contradicts a verdict that was already decided.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ACCESSES, AUDIENCES, type Exposure, STATES } from '../../src/exposure.ts';
import { compile, type Subject } from '../../src/rules/compile.ts';
import type { Condition } from '../../src/rules/rule.ts';
import type { Truth } from '../../src/rules/truth.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

const word = fc.constantFrom('a', 'b', 'ab');
const number = fc.integer({ min: 0, max: 3 });
const date = fc.constantFrom('2025-01-01', '2025-12-31');

/** Leaves over values of each kind; none of them can meet a value of the wrong kind. */
const textLeaf = fc.oneof(
  fc.record({ equals: word }),
  fc.record({ not_equals: word }),
  fc.record({ in: fc.array(word, { minLength: 1 }) }),
  fc.record({ not_in: fc.array(word, { minLength: 1 }) }),
  fc.record({ contains: word }),
  fc.record({ starts_with: word }),
  fc.record({ glob: fc.constantFrom('a*', '?b', '*') }),
  fc.record({ exists: fc.boolean() }),
);
const numberLeaf = fc.oneof(
  fc.record({ lt: number }),
  fc.record({ gte: number }),
  fc.record({ not_equals: number }),
  fc.record({ exists: fc.boolean() }),
);
const dateLeaf = fc.oneof(
  fc.record({ older_than: fc.constantFrom('30d', '12h') }),
  fc.record({ newer_than: fc.constantFrom('30d', '12h') }),
);
const listLeaf = fc.oneof(fc.record({ size_lt: number }), fc.record({ size_gte: number }));

function at(field: string, leaf: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> {
  return leaf.map((operator) => ({ field, ...operator }));
}

const inEntry = fc.oneof(at('word', textLeaf), at('count', numberLeaf), at('date', dateLeaf));
const list: fc.Arbitrary<Condition> = fc
  .tuple(fc.constantFrom('some' as const, 'every' as const, 'none' as const), tree(inEntry))
  .map(([keyword, where]) => ({ [keyword]: 'entries', where }));
const exposed: fc.Arbitrary<Condition> = fc
  .record({
    audience: fc.constantFrom(...AUDIENCES),
    wider: fc.boolean(),
    access: fc.subarray([...ACCESSES], { minLength: 1, maxLength: 2 }),
    via: fc.option(fc.constantFrom('acl', 'policy')),
    states: fc.option(
      fc.subarray(
        STATES.filter((state) => state !== 'unknown'),
        { minLength: 1 },
      ),
    ),
  })
  .map(({ audience, wider, access, via, states }) => ({
    exposed: {
      ...(wider ? { to_at_least: audience } : { to: audience }),
      for: access,
      ...(via === null ? {} : { via }),
      ...(states === null ? {} : { states }),
    },
  }));
const condition = tree(
  fc.oneof(
    at('word', textLeaf),
    at('deep.count', numberLeaf),
    at('facts.date', dateLeaf),
    at('entries', listLeaf),
    list,
    exposed,
  ),
);

function tree(leaf: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> {
  return fc.letrec<{ node: Condition }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
      fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
      tie('node').map((not) => ({ not })),
    ),
  })).node;
}

/** A value in full, and which parts of it are hidden. */
const entry = fc.record({ word: fc.option(word), count: fc.option(number), date: fc.option(date) });
const full = fc.record({
  word: fc.option(word),
  deep: fc.option(fc.record({ count: fc.option(number) })),
  entries: fc.option(fc.array(entry, { maxLength: 3 })),
  date: fc.option(date),
});
const exposure = fc.record({
  audience: fc.constantFrom(...AUDIENCES),
  access: fc.subarray([...ACCESSES], { minLength: 1 }),
  via: fc.constantFrom('acl', 'policy'),
  state: fc.constantFrom(...STATES.filter((state) => state !== 'unknown')),
});

type Full = typeof full extends fc.Arbitrary<infer T> ? T : never;
type Facts = typeof exposure extends fc.Arbitrary<infer T> ? T : never;

function subject(settings: object, facts: object, exposures: Exposure[]): Subject {
  return {
    settings: { ...settings },
    facts: { ...facts },
    exposures,
    now: NOW,
    budget: { left: 1_000_000 },
    entry: undefined,
  };
}

function known(value: Full, exposures: Facts[]): Subject {
  const { date: fact, ...settings } = value;
  const real = exposures.map((one): Exposure => ({ ...one, basis: 'configuration', evidence: [] }));
  return subject(settings, { date: fact }, real);
}

/** The same with parts hidden: each call of `hide` says whether the next part is. */
function partly(value: Full, exposures: Facts[], hide: () => boolean): Subject {
  const strip = (part: unknown): unknown => {
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) return part.map(strip);
    const kept = Object.entries(part).filter(() => !hide());
    return Object.fromEntries(kept.map(([key, child]) => [key, strip(child)]));
  };
  const { date: fact, ...settings } = value;
  const stripped = strip(settings);
  const seen = exposures.map((one): Exposure => {
    const real: Exposure = { ...one, basis: 'configuration', evidence: [] };
    if (!hide()) return real;
    const { via: _via, ...rest } = real;
    return { ...rest, state: 'unknown', audience: 'anyone', access: hide() ? [] : [...ACCESSES] };
  });
  return subject(
    typeof stripped === 'object' && stripped !== null ? stripped : {},
    hide() ? {} : { date: fact },
    seen,
  );
}

describe('Kleene', () => {
  test('with everything known, every verdict is decided', () => {
    fc.assert(
      fc.property(condition, full, fc.array(exposure, { maxLength: 3 }), (fail, value, exposures) => {
        // A date of the wrong form is the only other source of unknown, and there is none here.
        expect(compile(fail).test(known(value, exposures))).not.toBe('unknown');
      }),
      { numRuns: 1500 },
    );
  });

  test('knowing more never contradicts what was decided', () => {
    let decided = 0;
    fc.assert(
      fc.property(
        condition,
        full,
        fc.array(exposure, { maxLength: 3 }),
        fc.infiniteStream(fc.boolean()),
        (fail, value, exposures, hidden) => {
          const node = compile(fail);
          const before: Truth = node.test(partly(value, exposures, () => hidden.next().value === true));
          if (before === 'unknown') return;
          decided++;
          expect(node.test(known(value, exposures))).toBe(before);
        },
      ),
      { numRuns: 3000 },
    );
    expect(decided).toBeGreaterThan(300);
  });

  test('an explanation of unknown names something that is missing', () => {
    fc.assert(
      fc.property(condition, full, fc.infiniteStream(fc.boolean()), (fail, value, hidden) => {
        const node = compile(fail);
        const given = partly(value, [], () => hidden.next().value === true);
        if (node.test(given) !== 'unknown') return;
        const trace = { exposures: new Set<Exposure>(), evidence: [], missing: [], unknowns: [] };
        node.explain(given, trace);
        expect(trace.missing.length).toBeGreaterThan(0);
      }),
      { numRuns: 1500 },
    );
  });
});
