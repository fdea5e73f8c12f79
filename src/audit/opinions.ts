// Another tool's findings beside ours: what both say is confirmed, what only one says is listed. Pure.
import type { Opinion } from '../providers/provider.ts';
import type { Door, OpinionReport, ReportResource, ScopeReport, Text, Undecided } from '../report/report.ts';

interface Ours {
  doors: Door[];
  undecided: Undecided[];
  scopes: ScopeReport[];
}

/** Compares, and adds a word to the evidence of doors that the other tool finds as well. One entry for each tool. */
export function compareOpinions(ours: Ours, opinions: Opinion[]): OpinionReport[] {
  return [...new Set(opinions.map(({ source }) => source))].map((source) =>
    compareOne(
      ours,
      source,
      opinions.filter((opinion) => opinion.source === source),
    ),
  );
}

type Say = Opinion['says'][number];

function compareOne({ doors, undecided, scopes }: Ours, source: string, opinions: Opinion[]): OpinionReport {
  const byId = new Map<string, Door[]>();
  for (const door of doors) byId.set(door.resource.id, [...(byId.get(door.resource.id) ?? []), door]);
  const unsure = new Set(undecided.map(({ resource }) => resource.id));
  const said = new Map<string, Say[]>();
  for (const say of opinions.flatMap(({ says }) => says))
    said.set(say.id, [...(said.get(say.id) ?? []), say]);

  const report: OpinionReport = { source, agreed: 0, disagreements: [] };
  for (const [id, says] of said) {
    const [first] = says;
    if (first === undefined) continue;
    const all = byId.get(id) ?? [];
    const open = all.filter(isOpen);
    const wide = says.some((say) => say.public);
    const same = wide ? open.filter(({ audience }) => audience.startsWith('anyone')) : open;
    // Doors that are alike may share what they are shown by.
    for (const door of same)
      door.evidence = [...door.evidence, { setting: 'opinion', text: confirms(source, says) }];
    if (same.length > 0) report.agreed += 1;
    else if (!unsure.has(id) && !all.some(({ state }) => state === 'unknown') && wasSeen(first, scopes))
      report.disagreements.push({ resource: shortOf(first, all), finds: 'them', text: theirs(source, says) });
  }
  for (const door of doors) {
    const { resource, audience } = door;
    if (!isOpen(door) || audience === 'organization' || said.has(resource.id)) continue;
    if (!opinions.some(({ looked }) => lookedAt(looked, resource))) continue;
    if (report.disagreements.some((other) => other.resource.id === resource.id)) continue;
    report.disagreements.push({ resource, finds: 'us', text: onlyOurs(source) });
  }
  return report;
}

function isOpen({ state }: Door): boolean {
  return state === 'open' || state === 'open-unless';
}

/** A type that was not listed to its end may hold the resource without our knowing. */
function wasSeen({ type, scope }: Say, scopes: ScopeReport[]): boolean {
  const tally = scopes.find(({ id }) => id === scope)?.tallies.find((each) => each.type === type);
  return tally?.complete === true;
}

function lookedAt({ types, scope, region }: Opinion['looked'], resource: ReportResource): boolean {
  if (!types.includes(resource.type) || (scope !== undefined && scope !== resource.scope)) return false;
  return region === undefined || resource.region === undefined || region === resource.region;
}

function shortOf({ type, id, scope }: Say, doors: Door[]): ReportResource {
  return doors[0]?.resource ?? { type, id, name: id.split(/[:/]/).at(-1) ?? id, scope };
}

function confirms(source: string, says: Say[]): Text {
  const archived = says.every((say) => say.archived);
  return {
    en: `${source} finds it as well${archived ? ' (archived there)' : ''}: ${callers(says).en}`,
    ja: `${source} も同じ検出をしています${archived ? '（アーカイブ済み）' : ''}: ${callers(says).ja}`,
  };
}

function theirs(source: string, says: Say[]): Text {
  return {
    en: `${source} finds it open to ${callers(says).en}, and tojimari does not`,
    ja: `${source} は${callers(says).ja}への公開を検出していますが、tojimari は検出していません`,
  };
}

function onlyOurs(source: string): Text {
  return {
    en: `tojimari finds it open, and ${source} does not (it may lag behind a change by a day)`,
    ja: `tojimari は公開を検出していますが、${source} は検出していません（変更の反映に最長 1 日ほどかかることがあります）`,
  };
}

const MOST_NAMES = 3;

function callers(says: Say[]): Text {
  if (says.some((say) => say.public)) return { en: 'anyone', ja: '誰でも' };
  const names = [...new Set(says.flatMap(({ who }) => who))].sort();
  const shown = names.slice(0, MOST_NAMES).join(', ');
  const text = names.length > MOST_NAMES ? `${shown}, … (+${names.length - MOST_NAMES})` : shown;
  return text === '' ? { en: 'somebody', ja: '外部' } : { en: text, ja: ` ${text} ` };
}
