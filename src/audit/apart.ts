// Ids say nothing of scopes, so that a door stays the same door wherever it is read. Where two scopes of one run share an id, they are told apart.
import type { Door, Finding, ScopeReport } from '../report/report.ts';
import { stableId } from './doors.ts';

/** What an id means in each scope; of those with one id, what came last. */
export interface Held<T> {
  set(scope: string, id: string, value: T): void;
  all(): T[];
}

/** Holds nothing yet. Keys made of both would take as much room as what they name. */
export function newHeld<T>(): Held<T> {
  const byScope = new Map<string, Map<string, T>>();
  return {
    set(scope, id, value) {
      const here = byScope.get(scope) ?? new Map<string, T>();
      byScope.set(scope, here.set(id, value));
    },
    all: () => [...byScope.values()].flatMap((here) => [...here.values()]),
  };
}

/**
 * Gives doors and findings ids of their own where several scopes have the same: two orgs with a site of one name, a bucket in two exports of
 * different accounts. What was read live keeps the id, else the first by name, so that it is what it was without the others.
 */
export function tellApart(doors: Door[], findings: Finding[], scopes: ScopeReport[]): void {
  if (scopes.length < 2) return;
  const saved = ({ input }: ScopeReport) => (input === 'live' ? 0 : 1);
  const order = [...scopes].sort((one, other) => saved(one) - saved(other) || (one.id < other.id ? -1 : 1));
  const rank = new Map(order.map(({ id }, index) => [id, index]));
  const owner = new Map<string, string>();
  const own = (id: string, { scope }: { scope: string }) => {
    const known = owner.get(id);
    if (known === undefined || (rank.get(scope) ?? 0) < (rank.get(known) ?? 0)) owner.set(id, scope);
  };
  for (const { id, resource } of doors) own(id, resource);
  for (const { fingerprint, resource } of findings) own(fingerprint, resource);
  const idIn = (id: string, { scope }: { scope: string }) =>
    (owner.get(id) ?? scope) === scope ? id : stableId('scope', scope, id);
  for (const door of doors) door.id = idIn(door.id, door.resource);
  for (const finding of findings) {
    finding.fingerprint = idIn(finding.fingerprint, finding.resource);
    if (finding.doors.length > 0) finding.doors = finding.doors.map((id) => idIn(id, finding.resource));
  }
}
