// Blind spots in words: what could not be told, grouped so that one missing permission is one line.

import { shorten } from './escape.ts';
import { sortBy } from './order.ts';
import type { BlindSpot, Missing, ReportResource, ScopeReport, Tally, Text } from './report.ts';
import { count, counted, isInput, listed, reasonWords } from './words.ts';

const MAX_NAME = 80;
const MAX_SAID = 2;
const BETWEEN = '; ';

/** One resource of which something could not be seen. */
export interface Unseen {
  resource: ReportResource;
  missing: Missing[];
}

/** A list that was not seen to its end. */
export interface CutList {
  scope: ScopeReport;
  tally: Tally;
}

/** What the input could have held: `not-held` is nobody's failure. */
export function failures(missing: Missing[]): Missing[] {
  return missing.filter(({ reason }) => reason !== 'not-held');
}

/** What one blind spot is about: a list, or one setting of the resources of one type in one scope. */
export function spotKey(scope: string, type: string, missing: Missing): string {
  // What the input lacks, no permission brings: several ways to ask for it are one gap.
  const permission = isInput(missing) ? '' : (missing.permission ?? '');
  return [scope, type, missing.setting, permission, missing.reason].join('\0');
}

/**
 * The lists that were not seen to their end, then what was missing of single resources: one entry for each scope,
 * resource type, setting, permission and reason. `count` is the number of resources, 1 for a list.
 */
export function blindSpots(lists: CutList[], unseen: Unseen[], scopes: ScopeReport[]): BlindSpot[] {
  const several = scopes.length > 1;
  const spots: BlindSpot[] = sortBy(lists, ({ scope, tally }) => [scope.id, tally.type]).map(
    ({ scope, tally }) => {
      const missing = missingOf(tally);
      const text = phrase({
        scope,
        tally,
        type: tally.type,
        some: tally.seen,
        total: '?',
        missing,
        names: [],
        several,
      });
      return { text, count: 1, missing: [missing], scope: scope.id, type: tally.type };
    },
  );
  const groups = new Map<
    string,
    { first: ReportResource; names: Map<string, string>; missing: Map<string, Missing> }
  >();
  for (const { resource, missing } of unseen) {
    for (const what of failures(missing)) {
      const key = spotKey(resource.scope, resource.type, what);
      const group = groups.get(key) ?? { first: resource, names: new Map(), missing: new Map() };
      group.names.set(resource.id, shorten(resource.name, MAX_NAME));
      const about = what.resource?.id ?? '';
      const known = group.missing.get(about);
      group.missing.set(about, known === undefined ? what : oneOf(known, what));
      groups.set(key, group);
    }
  }
  for (const [, { first, names: found, missing: gaps }] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { scope: id, type } = first;
    const [missing] = gaps.values();
    if (missing === undefined) continue;
    const scope = scopes.find((each) => each.id === id);
    const tally = scope?.tallies.find((each) => each.type === type);
    const names = [...found.values()].sort();
    const text = phrase({
      scope,
      tally,
      type,
      some: found.size,
      total: tally?.seen ?? '?',
      missing,
      names,
      several,
    });
    spots.push({
      text,
      count: found.size,
      missing: [...gaps.values()],
      scope: id,
      type,
      resources: [...found.keys()].sort(),
    });
  }
  return spots;
}

/** Why a list is not whole. */
export function missingOf({ type, missing }: Tally): Missing {
  return missing ?? { setting: type, reason: 'failed' };
}

/**
 * Many failures in one line: the words of one of them would not be true for all. What an input lacks is listed while it is
 * short.
 */
function oneOf(known: Missing, what: Missing): Missing {
  const { detail, detailJa, ...rest } = known;
  if (detail === undefined || what.detail === undefined || detail === what.detail)
    return detail === what.detail ? known : rest;
  const said = detail.split(BETWEEN);
  if (!isInput(known)) return rest;
  if (said.includes(what.detail)) return known;
  if (said.length >= MAX_SAID) return rest;
  const ja = [detailJa ?? detail, what.detailJa ?? what.detail].join('、');
  return { ...rest, detail: [...said, what.detail].join(BETWEEN), detailJa: ja };
}

/** Regions that a policy of the organization denies: they are named, and not counted as a list. */
export function isDenied(tally: Tally | undefined): tally is Tally & { regions: string[] } {
  return tally?.type === 'denied-region' && tally.regions !== undefined;
}

const MAX_REGIONS = 20;

interface Phrase {
  scope: ScopeReport | undefined;
  tally: Tally | undefined;
  type: string;
  some: number;
  total: number | '?';
  missing: Missing;
  names: string[];
  /** Whether the scope has to be named. */
  several: boolean;
}

/** `3 of 412 buckets: s3:GetBucketPolicy denied (acme-hr, acme-pay, acme-logs)` */
function phrase({ scope, tally, type, some, total, missing, names, several }: Phrase): Text {
  const what = (total === 1 ? tally?.name : tally?.plural) ?? { en: type, ja: type };
  const of = total === '?' ? '?' : count(total);
  const named = several && scope !== undefined;
  const place = named ? { en: ` in ${scope.label}`, ja: `（${scope.label}）` } : { en: '', ja: '' };
  const owner = missing.setting.includes('#') ? missing.setting.split('#')[0] : missing.resource?.type;
  const other = scope?.tallies.find((each) => each.type === owner && owner !== type);
  // What people call a setting that is carried by another type says whose it is.
  const whose = other?.carrier === true && missing.name !== undefined ? undefined : other?.name;
  if (isDenied(tally)) {
    const regions = counted(tally.regions.length, tally);
    return {
      en: `${regions.en}${place.en}: ${listed(tally.regions, MAX_REGIONS, 'en')}`,
      ja: `${regions.ja}${place.ja}: ${listed(tally.regions, MAX_REGIONS, 'ja')}`,
    };
  }
  const why = reasonWords(missing, whose);
  // What only carries settings of its scope is no thing to count or to name.
  if (tally?.carrier === true)
    return { en: `${tally.name.en}${place.en}: ${why.en}`, ja: `${tally.name.ja}${place.ja}: ${why.ja}` };
  const en = `${count(some)} of ${of} ${what.en}${place.en}: ${why.en}`;
  const ja = `${what.ja} ${of} 件中 ${count(some)} 件${place.ja}: ${why.ja}`;
  if (names.length === 0) return { en, ja };
  return { en: `${en} (${listed(names, 3, 'en')})`, ja: `${ja}（${listed(names, 3, 'ja')}）` };
}
