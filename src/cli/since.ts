// --since git: since when each door of a report stands so, by the repositories that the audited files lie in.
import type { Door, Origin, Report, Text } from '../report/report.ts';
import { newHistory, type Since } from '../snapshot/history.ts';
import type { Io } from './io.ts';

/** Evidence that says how much more a door shows: it opened nothing. */
const MORE = new Set(['readableFields']);

/** Fills in `since` of every door that a finding speaks of, and notes on scopes where that could not be told. */
export async function dateDoors(report: Report, io: Pick<Io, 'cwd' | 'env'>): Promise<void> {
  const spoken = new Set(report.findings.flatMap(({ doors }) => doors));
  const doors = report.doors.filter(({ id }) => spoken.has(id));
  const places = new Map(doors.flatMap(placesOf).map((place): [string, Origin] => [keyOf(place), place]));
  const history = newHistory(io.cwd, io.env['PATH'] ?? '');
  const answers = new Map<string, Since | string>();
  try {
    const found = await history.since([...places.values()]);
    [...places.keys()].forEach((key, index) => {
      const answer = found[index];
      if (answer !== undefined) answers.set(key, answer);
    });
  } finally {
    await history.close();
  }
  const undated = new Map<string, string[]>();
  for (const door of doors) {
    const answer = sinceOf(door, answers);
    if (typeof answer !== 'string') door.since = answer;
    else undated.set(door.resource.scope, [...(undated.get(door.resource.scope) ?? []), answer]);
  }
  for (const scope of report.scopes) {
    const reasons = undated.get(scope.id);
    if (reasons !== undefined) scope.notes.push(noteOn(reasons));
  }
}

function placesOf(door: Door): Origin[] {
  return door.evidence.flatMap(({ setting, origin }) =>
    origin === undefined || MORE.has(setting) ? [] : [origin],
  );
}

function keyOf({ file, line, column, pointer }: Origin): string {
  return JSON.stringify([file, line, column, pointer]);
}

/** A door stands open since the last of its pieces came. A piece that cannot be dated leaves the door undated. */
function sinceOf(door: Door, answers: Map<string, Since | string>): NonNullable<Door['since']> | string {
  let last: { since: Since; place: Origin } | undefined;
  for (const place of placesOf(door)) {
    const since = answers.get(keyOf(place)) ?? 'it was not looked for';
    if (typeof since === 'string') return `${place.file}: ${since}`;
    if (last === undefined || Date.parse(since.date) > Date.parse(last.since.date)) last = { since, place };
  }
  if (last === undefined) return 'no file says so';
  const { commit, date, cut } = last.since;
  return {
    date,
    source: 'git',
    detail: detailOf(commit.slice(0, 7), last.place.file.split('/').at(-1) ?? '', cut),
    commit,
    ...(cut ? { orEarlier: true } : {}),
  };
}

function detailOf(commit: string, file: string, cut: boolean): Text {
  return {
    en: `git: commit ${commit} brought the last piece, ${file}${cut ? '; the clone holds no older history' : ''}`,
    ja: `git: コミット ${commit} で条件が揃った（${file}）${cut ? '。これより古い履歴はクローンにない' : ''}`,
  };
}

function noteOn(reasons: string[]): Text {
  const [first = ''] = reasons;
  const n = reasons.length;
  return {
    en: `git cannot tell since when ${n} ${n === 1 ? 'door stands' : 'doors stand'} open: ${first}${n > 1 ? ', …' : ''}`,
    ja: `git では ${n} 件がいつから開いているか分かりません: ${first}${n > 1 ? ' …' : ''}`,
  };
}
