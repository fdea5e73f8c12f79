// The JSON report: the whole value, the same bytes for the same facts.
import type { Changes } from './changes.generated.ts';
import { visibleJson } from './escape.ts';
import { sorted } from './order.ts';
import type { Render } from './report.ts';

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
export const renderJson: Render = (report) =>
  visibleJson(`${JSON.stringify(ordered(sorted(report)), null, 2)}\n`);

/** A comparison as JSON, in the same manner. */
export function renderChangesJson(changes: Changes): string {
  return visibleJson(`${JSON.stringify(ordered(changes), null, 2)}\n`);
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  entries.sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, each]) => [name, ordered(each)]));
}

function place(name: string): number {
  const first = FIRST.indexOf(name);
  if (first >= 0) return first;
  const last = LAST.indexOf(name);
  return FIRST.length + (last >= 0 ? 1 + last : 0);
}
