// The JSON report: the whole value, the same bytes for the same facts.
import type { Changes } from './changes.generated.ts';
import { visibleJson } from './escape.ts';
import { sorted } from './order.ts';
import type { Render, Report } from './report.ts';

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

/** The report as JSON with two spaces and a newline at the end. Characters that control or hide text are escaped. */
export const renderJson: Render = (report) => [...jsonChunks(report)].join('');

/** Small enough to be let go soon: larger texts grow old as soon as garbage is collected once. */
const CHUNK = 16_384;

/** The same in pieces of some ten thousand characters: the whole text of a large report is many times its size in memory. */
export function* jsonChunks(report: Report): Iterable<string> {
  let chunk = '{';
  let separator = '';
  const members: [string, unknown][] = Object.entries(sorted(report));
  for (const [name, value] of members.sort(([a], [b]) => byPlace(a, b))) {
    if (value === undefined) continue;
    chunk += `${separator}\n  ${JSON.stringify(name)}: `;
    separator = ',';
    if (!Array.isArray(value) || value.length === 0) {
      chunk += indented(value, '  ');
      continue;
    }
    let before = '[';
    for (const item of value) {
      chunk += `${before}\n    ${indented(item, '    ')}`;
      before = ',';
      if (chunk.length < CHUNK) continue;
      yield visibleJson(chunk);
      chunk = '';
    }
    chunk += '\n  ]';
  }
  yield visibleJson(`${chunk}\n}\n`);
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
