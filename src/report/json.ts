// The JSON report: the whole value, the same bytes for the same facts.
import { visibleJson } from './escape.ts';
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
export const renderJson: Render = (report) =>
  visibleJson(`${JSON.stringify(ordered(sorted(report)), null, 2)}\n`);

/** The same report with its lists in an order that does not depend on how they were collected. */
export function sorted(report: Report): Report {
  return {
    ...report,
    scopes: sortBy(report.scopes, ({ id }) => [id]).map((scope) => ({
      ...scope,
      tallies: sortBy(scope.tallies, ({ type }) => [type]),
      notHeld: sortBy(scope.notHeld, ({ type, setting }) => [type, setting]),
      ...(scope.paths === undefined ? {} : { paths: [...scope.paths].sort() }),
      ...(scope.regions === undefined ? {} : { regions: [...scope.regions].sort() }),
    })),
    doors: sortBy(report.doors, ({ resource, id }) => [resource.scope, resource.type, resource.id, id]),
    findings: sortBy(report.findings, ({ rule, resource, fingerprint }) => [
      rule,
      resource.scope,
      resource.id,
      fingerprint,
    ]).map((finding) => ({ ...finding, doors: [...finding.doors].sort() })),
    undecided: sortBy(report.undecided, ({ rule, resource, subject }) => [
      rule,
      resource.scope,
      resource.type,
      resource.id,
      subject ?? '',
    ]),
    rules: sortBy(report.rules, ({ id }) => [id]),
  };
}

/** Items by the strings that name them, compared by code units: the same on every machine. */
export function sortBy<T>(items: T[], key: (item: T) => string[]): T[] {
  const keyed = items.map((item) => ({ item, key: key(item).join('\0') }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ item }) => item);
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
