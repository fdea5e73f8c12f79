// The JSON report: the whole value, the same bytes for the same facts.
import type { Changes } from './changes.generated.ts';
import { visibleJson } from './escape.ts';
import { sorted } from './order.ts';
import type { Report } from './report.ts';

// What a reader looks for first comes first; the rest follows in the order of the alphabet.
const FIRST = [
  '$schema',
  'version',
  'tool',
  'id',
  'fingerprint',
  'rule',
  'type',
  'name',
  'severity',
  'title',
  'en',
];
const LAST = ['scopes', 'doors', 'findings', 'undecided', 'rules', 'gate'];

/** The report as JSON with two spaces and a newline at the end, item by item. Characters that control or hide text are escaped. */
export function* jsonPieces(report: Report): Iterable<string> {
  let separator = '{';
  const members: [string, unknown][] = Object.entries(sorted(report));
  for (const [name, value] of members.sort(([a], [b]) => byPlace(a, b))) {
    if (value === undefined) continue;
    yield visibleJson(`${separator}\n  ${JSON.stringify(name)}: `);
    separator = ',';
    if (!Array.isArray(value) || value.length === 0) {
      yield visibleJson(indented(value, '  '));
      continue;
    }
    for (const [index, item] of value.entries())
      yield visibleJson(`${index === 0 ? '[' : ','}\n    ${indented(item, '    ')}`);
    yield '\n  ]';
  }
  yield '\n}\n';
}

function indented(value: unknown, by: string): string {
  return JSON.stringify(ordered(value), null, 2).replaceAll('\n', `\n${by}`);
}

/** A comparison as JSON, in the same manner. */
export function renderChangesJson(changes: Changes): string {
  return visibleJson(`${JSON.stringify(ordered(changes), null, 2)}\n`);
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const members: Record<string, unknown> = { ...value };
  const names = Object.keys(members).filter((name) => members[name] !== undefined);
  return Object.fromEntries(names.sort(byPlace).map((name) => [name, ordered(members[name])]));
}

const PLACES = new Map([
  ...FIRST.map((name, index): [string, number] => [name, index]),
  ...LAST.map((name, index): [string, number] => [name, FIRST.length + 1 + index]),
]);

function byPlace(a: string, b: string): number {
  return (PLACES.get(a) ?? FIRST.length) - (PLACES.get(b) ?? FIRST.length) || (a < b ? -1 : 1);
}
