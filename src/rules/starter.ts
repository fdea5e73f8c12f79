// The beginning of a rule of one's own: a file that loads and whose cases hold, to be changed piece by piece.
import { allowsNull, entryShape, follow, keysOf, kindsOf, type Shape, valuesOf } from './shape.ts';

interface Example {
  condition: string;
  fails: string;
  passes: string;
}

/**
 * The text of a rule file for a resource type, with every key that a rule needs and a condition on one setting of the type.
 * Undefined when no setting of the type fits; every shipped type has one.
 */
export function starterRule(id: string, type: string, shape: Shape): string | undefined {
  const example = exampleOf(shape);
  if (example === undefined) return undefined;
  return `id: ${id}
title:
  en: Say in one sentence who can do what to what
  ja: 誰が何に対して何をできるのかを 1 文で書きます
severity: medium # critical, high, medium or low: who gets in, times what they may do
resource: ${type}
fail: # true is a finding; what could not be read is unknown, never a pass
  ${example.condition}
why:
  en: Say what an outsider gains.
  ja: 外部の人に何ができてしまうのかを書きます。
fix:
  - en: Say what to do, the best step first.
    ja: 対処を、効果の高いものから順に書きます。
references:
  - https://example.com/why-this-matters
cases: # tojimari rules test runs them
  - name: as it must not be
    given: { ${example.fails} }
    expect: fail
  - name: as it should be
    given: { ${example.passes} }
    expect: pass
  - name: it could not be read
    given: {}
    expect: unknown
`;
}

/** A setting with two values that tell fail from pass: a switch if there is one, else a text, a number, or what may be absent. */
function exampleOf(shape: Shape): Example | undefined {
  const keys = [...new Set(keysOf(shape))].filter((key) => key !== 'facts');
  for (const kind of ['boolean', 'text', 'number', 'list', 'map'] as const)
    for (const key of keys) {
      const step = follow(shape, key);
      if (!step.ok || !kindsOf(step.shape).has(kind)) continue;
      const example = EXAMPLES[kind](key, step.shape);
      if (example !== undefined) return example;
    }
  return undefined;
}

const EXAMPLES: Record<
  'boolean' | 'text' | 'number' | 'list' | 'map',
  (key: string, shape: Shape) => Example | undefined
> = {
  boolean: (key) => ({
    condition: `field: ${key}\n  equals: true`,
    fails: `${key}: true`,
    passes: `${key}: false`,
  }),
  text: (key, shape) => {
    const [bad, good] =
      valuesOf(shape)?.filter((value) => typeof value === 'string') ?? (isFree(shape) ? ['bad', 'good'] : []);
    if (bad === undefined || good === undefined) return undefined;
    return {
      condition: `field: ${key}\n  equals: ${JSON.stringify(bad)}`,
      fails: `${key}: ${JSON.stringify(bad)}`,
      passes: `${key}: ${JSON.stringify(good)}`,
    };
  },
  number: (key) => ({ condition: `field: ${key}\n  gte: 1`, fails: `${key}: 1`, passes: `${key}: 0` }),
  list: (key, shape) => {
    const entry = entryShape(shape);
    const one = entry && sampleOf(entry);
    if (one === undefined) return undefined;
    return {
      condition: `field: ${key}\n  size_gte: 1`,
      fails: `${key}: [${JSON.stringify(one)}]`,
      passes: `${key}: []`,
    };
  },
  map: (key, shape) => {
    const one = sampleOf(shape);
    if (one === undefined) return undefined;
    if (allowsNull(shape))
      return {
        condition: `field: ${key}\n  exists: false`,
        fails: `${key}: null`,
        passes: `${key}: ${JSON.stringify(one)}`,
      };
    const part = keysOf(shape).find((inner) => {
      const step = follow(shape, inner);
      return step.ok && kindsOf(step.shape).has('boolean');
    });
    if (part === undefined) return undefined;
    const having = (value: boolean) => `${key}: ${JSON.stringify(Object.assign({}, one, { [part]: value }))}`;
    return { condition: `field: ${key}.${part}\n  equals: true`, fails: having(true), passes: having(false) };
  },
};

/** The least that can stand here. */
function sampleOf(shape: Shape): unknown {
  const [listed] = valuesOf(shape)?.filter((value) => value !== null) ?? [];
  if (listed !== undefined) return listed;
  const kinds = kindsOf(shape);
  if (kinds.has('map')) {
    const [map] = shape.alternatives.filter(({ type }) => [type].flat().includes('object'));
    const needed = Array.isArray(map?.['required']) ? map['required'].map(String) : [];
    const parts = needed.map((key) => {
      const step = follow(shape, key);
      return [key, step.ok ? sampleOf(step.shape) : undefined] as const;
    });
    return parts.some(([, part]) => part === undefined) ? undefined : Object.fromEntries(parts);
  }
  if (kinds.has('text')) return isFree(shape) ? 'example' : undefined;
  if (kinds.has('boolean')) return false;
  if (kinds.has('number')) return 1;
  return kinds.has('list') ? [] : undefined;
}

/** Any text may stand here. */
function isFree({ alternatives }: Shape): boolean {
  return alternatives.every(
    ({ pattern, format, minLength }) =>
      pattern === undefined && format === undefined && minLength === undefined,
  );
}
