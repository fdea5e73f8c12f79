// What was looked at: per scope and resource type, how many were seen and whether that is all of them.
import type { ScopeReport } from '../report/report.ts';
import type { Listing, Resource, Scope, Text, Unknown } from '../snapshot/resource.ts';
import { type Kinds, nounsOf, rankOf, settingName } from './kinds.ts';

type Tally = ScopeReport['tallies'][number];

/** Collects scopes and their tallies while records stream by. */
export interface Scopes {
  add(scope: Scope): void;
  list(listing: Listing): void;
  saw(
    resource: Pick<Resource, 'scope' | 'type' | 'unknowns'>,
    outcome: { exposed: boolean; undecided: boolean },
  ): void;
  /** Adds what was seen elsewhere of scopes that are known here. */
  merge(others: ScopeReport[]): void;
  inputOf(scope: string): Scope['input'];
  report(): ScopeReport[];
}

/** An empty book-keeping. */
export function newScopes(kinds: Kinds): Scopes {
  const scopes = new Map<string, ScopeReport>();

  function scopeOf(id: string): ScopeReport {
    const scope = scopes.get(id);
    if (scope === undefined) throw new Error(`a record of scope ${id} came before the scope itself`);
    return scope;
  }

  function tallyOf(scope: string, type: string): Tally {
    const { tallies } = scopeOf(scope);
    const known = tallies.find((tally) => tally.type === type);
    if (known !== undefined) return known;
    const { name, plural } = nounsOf(kinds, type);
    const carrier = kinds.get(type)?.type.carrier;
    const tally: Tally = {
      type,
      name,
      plural,
      ...(carrier === true && { carrier }),
      rank: rankOf(kinds, type),
      seen: 0,
      complete: true,
      notHeld: false,
      exposed: 0,
      undecided: 0,
    };
    tallies.push(tally);
    return tally;
  }

  return {
    add({ record: _record, notes = [], ...scope }) {
      const known = scopes.get(scope.id);
      if (known === undefined) {
        scopes.set(scope.id, { ...scope, notes: [...notes], tallies: [], notHeld: [], unread: [] });
        return;
      }
      // The same account in two exports: one scope, both formats.
      if (!known.format.split(' + ').includes(scope.format)) known.format += ` + ${scope.format}`;
      known.paths = [...new Set([...(known.paths ?? []), ...(scope.paths ?? [])])];
      known.notes.push(...notes);
    },
    list({ scope, type, region, state, seen, reason, permission, detail, detailJa }) {
      const tally = tallyOf(scope, type);
      if (state === 'not-held') tally.notHeld = seen === 0 && tally.seen === 0 && tally.complete;
      if (state !== 'unknown') return;
      tally.complete = false;
      tally.notHeld = false;
      if (region !== undefined) tally.regions = [...new Set([...(tally.regions ?? []), region])].sort();
      tally.missing ??= {
        setting: type,
        reason: reason ?? 'failed',
        ...(permission === undefined ? {} : { permission }),
        ...(detail === undefined ? {} : { detail }),
        ...(detailJa === undefined ? {} : { detailJa }),
      };
    },
    saw({ scope, type, unknowns }, { exposed, undecided }) {
      const tally = tallyOf(scope, type);
      tally.seen += 1;
      tally.notHeld = false;
      if (exposed) tally.exposed += 1;
      if (undecided) tally.undecided += 1;
      for (const unknown of unknowns)
        count(scopeOf(scope), type, unknown, settingName(kinds, type, unknown.setting));
    },
    merge(others) {
      for (const { id, tallies, notHeld, unread } of others) {
        for (const { type, seen, exposed, undecided } of tallies) {
          const tally = tallyOf(id, type);
          tally.seen += seen;
          tally.notHeld = false;
          tally.exposed += exposed;
          tally.undecided += undecided;
        }
        for (const { type, setting, name, resources } of notHeld)
          count(scopeOf(id), type, { setting, reason: 'not-held' }, name, resources);
        for (const { type, name, resources, ...unknown } of unread)
          count(scopeOf(id), type, unknown, name, resources);
      }
    },
    inputOf: (scope) => scopeOf(scope).input,
    report: () => [...scopes.values()],
  };
}

/** Counts a setting that is not known under what can never be held or under what could not be read. */
function count(
  scope: ScopeReport,
  type: string,
  { setting, reason, permission }: Unknown,
  name: Text | undefined,
  resources = 1,
): void {
  if (reason === 'not-held') {
    const known = scope.notHeld.find((entry) => entry.type === type && entry.setting === setting);
    if (known === undefined) scope.notHeld.push({ type, setting, ...(name && { name }), resources });
    else known.resources += resources;
    return;
  }
  const known = scope.unread.find(
    (entry) =>
      entry.type === type &&
      entry.setting === setting &&
      entry.reason === reason &&
      entry.permission === permission,
  );
  if (known === undefined)
    scope.unread.push({
      type,
      setting,
      ...(name && { name }),
      reason,
      ...(permission === undefined ? {} : { permission }),
      resources,
    });
  else known.resources += resources;
}
