// Blind spots in words: what could not be told, grouped so that one missing permission is one line.

import { shorten } from './escape.ts';
import { sortBy } from './order.ts';
import type { BlindSpot, Missing, ReportResource, ScopeReport, Text } from './report.ts';
import { count, listed, reasonWords } from './words.ts';

const MAX_NAME = 80;

/** One resource of which something could not be seen. */
export interface Unseen {
  resource: ReportResource;
  missing: Missing[];
}

/** What could be known about nothing at all: `not-held` is nobody's failure. */
export function failures(missing: Missing[]): Missing[] {
  return missing.filter(({ reason }) => reason !== 'not-held');
}

/**
 * The lists that were not seen to their end, then what was missing of single resources: one entry for each scope,
 * resource type, setting, permission and reason. `count` is the number of resources, 1 for a list.
 */
export function blindSpots(
  lists: { scope: ScopeReport; tally: ScopeReport['tallies'][number] }[],
  unseen: Unseen[],
  scopes: ScopeReport[],
): BlindSpot[] {
  const spots: BlindSpot[] = sortBy(lists, ({ scope, tally }) => [scope.id, tally.type]).map(
    ({ scope, tally }) => {
      const missing = tally.missing ?? { setting: tally.type, reason: 'failed' };
      const text = phrase(scope, tally, tally.seen, '?', missing, [], scopes.length > 1);
      return { text, count: 1, missing: [missing], scope: scope.id, type: tally.type };
    },
  );
  const groups = new Map<
    string,
    { first: ReportResource; names: Map<string, string>; missing: Map<string, Missing> }
  >();
  for (const { resource, missing } of unseen) {
    for (const what of failures(missing)) {
      const key = [resource.scope, resource.type, what.setting, what.permission ?? '', what.reason].join(
        '\0',
      );
      const group = groups.get(key) ?? { first: resource, names: new Map(), missing: new Map() };
      group.names.set(resource.id, shorten(resource.name, MAX_NAME));
      const about = what.resource?.id ?? '';
      const known = group.missing.get(about);
      group.missing.set(
        about,
        known === undefined || known.detail === what.detail ? what : withoutDetail(known),
      );
      groups.set(key, group);
    }
  }
  for (const [, { first, names, missing }] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [what] = missing.values();
    if (what === undefined) continue;
    const scope = scopes.find(({ id }) => id === first.scope);
    const tally = scope?.tallies.find(({ type }) => type === first.type);
    const several = scopes.length > 1;
    const text = phrase(
      scope,
      tally,
      names.size,
      tally?.seen ?? '?',
      what,
      [...names.values()].sort(),
      several,
      first.type,
    );
    spots.push({
      text,
      count: names.size,
      missing: [...missing.values()],
      scope: first.scope,
      type: first.type,
    });
  }
  return spots;
}

/** Many failures in one line: the words of one of them would not be true for all. */
function withoutDetail({ detail: _detail, ...missing }: Missing): Missing {
  return missing;
}

function phrase(
  scope: ScopeReport | undefined,
  tally: ScopeReport['tallies'][number] | undefined,
  some: number,
  total: number | '?',
  missing: Missing,
  names: string[],
  several: boolean,
  type = '',
): Text {
  const one = total === 1 ? tally?.name : tally?.plural;
  const what = one ?? { en: type, ja: type };
  const of = total === '?' ? '?' : count(total);
  const place =
    several && scope !== undefined
      ? { en: ` in ${scope.label}`, ja: `（${scope.label}）` }
      : { en: '', ja: '' };
  const why = reasonWords(missing);
  const en = `${count(some)} of ${of} ${what.en}${place.en}: ${why.en}`;
  const ja = `${what.ja} ${of} 件中 ${count(some)} 件${place.ja}: ${why.ja}`;
  if (names.length === 0) return { en, ja };
  return { en: `${en} (${listed(names, 3, 'en')})`, ja: `${ja}（${listed(names, 3, 'ja')}）` };
}
