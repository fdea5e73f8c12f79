// What changed between two reports: doors that opened, widened, narrowed or closed, and what can no longer be told. Pure.
import type { Change, Changes } from './changes.generated.ts';
import { type ChangeKind, type Comparison, compareReports } from './changes-match.ts';
import { findingKey, type Item, resourceKey } from './changes-side.ts';
import { whatIsMissing } from './changes-sight.ts';
import { isRecalled } from './remembered.ts';
import { type Report, reaches, SEVERITIES, type Severity } from './report.ts';
import { identity } from './sarif-place.ts';

export type { Change, Changes } from './changes.generated.ts';
export type { ChangeKind } from './changes-match.ts';

/** The address of the JSON Schema that every list of changes names. */
export const CHANGES_SCHEMA_URL = 'https://tojimari.dev/schema/changes-v1.json';

/** What a gate on changes fails for. */
export const FAILING: ChangeKind[] = ['opened', 'widened', 'expired'];

const KINDS: ChangeKind[] = [
  ...FAILING,
  'became-unknown',
  'newly-seen',
  'newly-judged',
  'narrowed',
  'closed',
  'not-looked-at',
];

/**
 * Compares two reports. A door is known again by provider, scope, resource, road and subject, never by an address alone;
 * one that lets in more people or lets them do more than before has widened. A door counts as opened only when the
 * earlier report could have shown it: what it did not look at, could not tell or did not judge is told apart.
 */
export function changesBetween(before: Report, after: Report): Change[] {
  return changesIn(compareReports(before, after, 'all'), before, after);
}

/** The changes of a comparison, the most urgent first. */
export function changesIn(comparison: Comparison, before: Report, after: Report): Change[] {
  const found: Change[] = [];
  for (const { item, before: was, kind, why } of comparison.matches)
    if (kind !== undefined)
      found.push(change(kind, item, after, { ...(was && { before: was }), after: item }, why));
  for (const { item, kind, guarded, why, again } of comparison.gone) {
    if (again === true) continue;
    found.push(
      change(
        kind,
        item,
        before,
        { before: item, ...(guarded && { after: { ...item, door: guarded } }) },
        why,
      ),
    );
  }
  found.push(...unknownChanges(comparison, found, after));
  found.push(...listChanges(comparison, found));
  return found.sort(byUrgency);
}

/** Whether changes pass: 1 when something at or above the threshold opened or widened, 3 when only something became unknown. */
export function decideChanges(changes: Change[], failOnNew: Severity | 'never'): Changes['gate'] {
  const counted = changes.filter(({ severity }) => reaches(severity, failOnNew));
  const failing = counted.filter(({ kind }) => FAILING.includes(kind)).length;
  const unknown = counted.filter(({ kind }) => kind === 'became-unknown').length;
  return { failOnNew, failing, unknown, exitCode: failing > 0 ? 1 : unknown > 0 ? 3 : 0 };
}

/** What cannot be decided any more, one change a resource. */
function unknownChanges({ undecided }: Comparison, found: Change[], { rules }: Report): Change[] {
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  const told = new Set(
    found.filter(({ kind }) => kind === 'became-unknown').map(({ resource }) => resourceKey(resource)),
  );
  const made = new Map<string, Change>();
  for (const one of undecided) {
    const place = resourceKey(one.resource);
    if (told.has(place)) continue;
    const before = made.get(place);
    if (before !== undefined && SEVERITIES.indexOf(before.severity) <= SEVERITIES.indexOf(one.severity))
      continue;
    const { rule, severity, resource } = one;
    const why = whatIsMissing(one);
    const title = titles.get(rule);
    made.set(place, {
      kind: 'became-unknown',
      severity,
      rule,
      resource,
      ...(title && { title }),
      why,
      settings: [],
    });
  }
  return [...made.values()];
}

/** Lists that are not whole any more; those of which something is missed by name are told there. */
function listChanges({ lists }: Comparison, found: Change[]): Change[] {
  const missed = found.filter(({ kind }) => kind === 'became-unknown');
  return lists.flatMap(({ scope, tally: { type, plural, missing } }) =>
    missed.some(({ resource }) => resource.scope === scope.id && resource.type === type)
      ? []
      : [
          {
            kind: 'became-unknown',
            severity: 'critical',
            rule: 'tojimari.list-incomplete',
            resource: { type, id: scope.id, name: scope.label, scope: scope.id },
            title: {
              en: `The list of ${plural.en} could not be seen to its end`,
              ja: `${plural.ja}の一覧を最後まで確認できませんでした`,
            },
            ...(missing && { why: whatIsMissing({ missing: [missing] }) }),
            settings: [],
          },
        ],
  );
}

function change(
  kind: ChangeKind,
  { door, finding }: Item,
  report: Report,
  sides: { before?: Item; after?: Item },
  why: Change['why'],
): Change {
  const rule = report.rules.find(({ id }) => id === finding.rule);
  return {
    kind,
    severity: finding.severity,
    rule: finding.rule,
    resource: { ...(door ?? finding).resource },
    ...(rule && { title: rule.title }),
    ...(sides.before && { before: what(sides.before) }),
    ...(sides.after && { after: what(sides.after) }),
    ...(why && { why }),
    ...(kind === 'closed' && fingerprintOf({ finding, ...(door && { door }) })),
    settings: [],
  };
}

/** The identity of an alert; a door that was only written down has none. */
function fingerprintOf({ door, finding }: Item): { fingerprint?: string } {
  if (door === undefined) return { fingerprint: findingKey(finding) };
  if (isRecalled(door)) return {};
  const isIdentity = /^[0-9a-f]{64}$/.test(door.id);
  return { fingerprint: isIdentity ? door.id : identity(finding.rule, door.resource, door.id) };
}

function what({ door, finding }: Item): NonNullable<Change['after']> {
  const evidence = (door ?? finding).evidence.map(({ resource, setting, text, origin }) => ({
    ...(resource && { resource }),
    setting,
    text,
    ...(origin && {
      file: origin.file,
      ...(origin.line !== undefined && { line: origin.line }),
      ...(origin.column !== undefined && { column: origin.column }),
    }),
  }));
  if (door === undefined) return { access: [], evidence };
  const { audience, access, via, subject, subjectName, who, state, guard, witness } = door;
  return {
    audience,
    access: [...access].sort(),
    ...(via !== undefined && { via }),
    ...(subject !== undefined && { subject }),
    ...(subjectName !== undefined && { subjectName }),
    ...(who !== undefined && { who }),
    state,
    ...(guard && { guard }),
    evidence,
    ...(witness?.command !== undefined && { command: witness.command }),
  };
}

/** What opened first, the worst of each kind first. */
export function byUrgency(a: Change, b: Change): number {
  return (
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    compare(a.resource.name, b.resource.name) ||
    compare(a.rule, b.rule) ||
    compare(JSON.stringify(a.after ?? a.before), JSON.stringify(b.after ?? b.before))
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
