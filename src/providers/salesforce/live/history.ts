// When what opens an org was made and changed: its setup audit trail, and creation dates that other answers carried along.
import type { Known, Resource, Text, Unknown } from '../../../snapshot/resource.ts';
import { TYPES } from '../guest/model.ts';
import type { Object as ObjectSettings } from '../guest/object.generated.ts';
import type { Org } from '../session.ts';
import type { History } from '../since/history.generated.ts';
import { changesIn, type Named, timeOf } from '../since/trail.ts';
import type { Listed } from './permissions.ts';
import { TRAIL } from './queries-since.ts';
import { at, type Row, textAt } from './row.ts';
import type { NamedRule } from './sharing.ts';
import { networkOf, sameId } from './sites.ts';

type Made = NonNullable<History['made']>[number];

/** Answers that carry creation dates, and whose names the trail is searched for. */
export interface Dated {
  sites: Row[];
  networks: Known<Row[]>;
  guests: Known<Row[]>;
  /** Containers of guests. */
  containers: Listed[];
  objectPermissions: Known<Row[]>;
  objects: Resource<ObjectSettings>[];
  rules: NamedRule[];
}

/** How far back the setup audit trail goes; absent where it holds nothing. */
export async function trailStart(org: Org): Promise<Known<string>> {
  const answer = await org.rows(TRAIL.oldest);
  if (answer.state === 'unknown') return answer;
  const [row] = answer.state === 'present' ? answer.value : [];
  if (row === undefined) return { state: 'absent' };
  const from = timeOf(textAt(row, 'CreatedDate'));
  const detail = 'its oldest entry came without a date';
  const detailJa = '最も古い記録に日付がありません';
  return from === undefined
    ? { state: 'unknown', why: { setting: 'trail', reason: 'malformed', detail, detailJa } }
    : { state: 'present', value: from };
}

/** One remark where the trail cannot be read: nothing is undecided by it. */
export function trailNotes(start: Known<unknown>): Text[] {
  if (start.state !== 'unknown') return [];
  const { permission, detail, detailJa, reason } = start.why;
  const why = permission ?? detail ?? reason;
  return [
    {
      en: `The setup audit trail could not be read (${why}): since when doors stand open is told by creation dates alone.`,
      ja: `設定変更履歴を読み取れませんでした（${permission ?? detailJa ?? why}）。いつから開いているかは作成日だけで示します。`,
    },
  ];
}

/** Reads the entries that speak of what visitors are judged by. The texts themselves are let go. */
export async function readHistory(
  org: Org,
  start: Known<string>,
  dated: Dated,
  scope: string,
): Promise<Resource<History>> {
  const settings: Partial<History> = { made: madeOf(dated) };
  const unknowns: Unknown[] = [];
  if (start.state === 'absent') settings.trail = null;
  else {
    const changes = start.state === 'unknown' ? start : await changesOf(org, dated);
    if (changes.state === 'unknown') unknowns.push({ ...changes.why, setting: 'trail' });
    else if (start.state === 'present')
      settings.trail = { from: start.value, changes: changes.state === 'present' ? changes.value : [] };
  }
  return {
    record: 'resource',
    type: TYPES.history,
    id: 'history',
    name: 'history',
    scope,
    settings,
    unknowns,
  };
}

async function changesOf(org: Org, dated: Dated) {
  const answer = await org.rows(TRAIL.changes);
  if (answer.state === 'unknown') return answer;
  const named: Named = {
    profiles: dated.containers.filter(({ kind }) => kind === 'profile').map(({ name }) => name),
    objects: dated.objects.map(({ id, settings }) => ({ name: id, label: settings.label ?? id })),
    rules: dated.rules,
  };
  return changesIn(answer.state === 'present' ? answer.value : [], named);
}

function madeOf({ sites, networks, guests, containers, objectPermissions, rules }: Dated): Made[] {
  const made: Made[] = [];
  const add = (what: Made['what'], of: string, name: string, text: string | undefined): void => {
    const date = timeOf(text);
    if (date !== undefined) made.push({ date, what, of, name });
  };
  for (const site of sites) {
    const name = textAt(site, 'Name') ?? textAt(site, 'Id') ?? '';
    add('site', name, name, textAt(site, 'CreatedDate'));
    const about = {
      label: textAt(site, 'MasterLabel') ?? null,
      urlPathPrefix: textAt(site, 'UrlPathPrefix') ?? null,
    };
    const network = networkOf(about, rowsOf(networks));
    const isNetwork = textAt(site, 'SiteType')?.startsWith('ChatterNetwork') === true;
    if (isNetwork) add('activation', name, name, textAt(network, 'FirstActivationDate'));
    const guest = rowsOf(guests).find((row) => sameId(textAt(row, 'Id'), textAt(site, 'GuestUserId')));
    add('guest-user', name, name, textAt(guest, 'CreatedDate'));
  }
  const profiles = containers.filter(({ kind }) => kind === 'profile');
  const names = new Map(profiles.map(({ id, name }) => [id, name]));
  for (const row of rowsOf(objectPermissions)) {
    const of = names.get(String(at(row, 'ParentId')));
    if (of !== undefined)
      add('object-permission', of, textAt(row, 'SobjectType') ?? '', textAt(row, 'CreatedDate'));
  }
  for (const { object, name, created } of rules) add('sharing-rule', object, name, created);
  return made;
}

function rowsOf(answer: Known<Row[]>): Row[] {
  return answer.state === 'present' ? answer.value : [];
}
