// The book of what is declared: what each intent matched in a run, and how it stands at the end.

import { matchesGlob } from '../glob.ts';
import { fitsUnknown, readUnknown, spotOf } from '../report/accepted.ts';
import { failures } from '../report/blind.ts';
import { cutLists } from '../report/gate.ts';
import type {
  Door,
  Finding,
  IntentReport,
  Missing,
  ReportResource,
  ScopeReport,
  Text,
  Undecided,
} from '../report/report.ts';
import { type Held, newHeld } from './apart.ts';
import { waysWider } from './intent-ways.ts';
import {
  type AcceptedUnknown,
  type Declared,
  type Intent,
  isAbout,
  isOver,
  type Judgement,
  judgeDoor,
} from './intents.ts';

/** What else of a run says how the intents stand. */
export interface Rest {
  scopes: ScopeReport[];
  doors: Door[];
  undecided: Undecided[];
}

export interface IntentBook {
  /** Takes note of a resource that was judged. */
  see(resource: ReportResource): void;
  judge(door: Door): Judgement;
  /** A finding would speak of this door alone, and it is meant. */
  met(judgement: Judgement, finding: Finding): void;
  /** A finding speaks of this door although something is declared. */
  failed(judgement: Judgement): void;
  /** What the covered doors would be found for. */
  findings(): Finding[];
  /** In the order in which they are written. */
  report(rest: Rest): IntentReport[];
}

/** What was seen of one intent. */
interface Entry {
  intent: Intent;
  seen: Set<string>;
  inside: Door[];
  findings: Held<Finding>;
  fails: Map<string, Text>;
}

/** `now`: milliseconds since 1970. `partial`: only some resources were selected. */
export function newIntentBook(declared: Declared[], now: number, partial: boolean): IntentBook {
  const intents = declared.filter((one): one is Intent => !('unknown' in one));
  const entries = new Map(intents.map((intent): [Intent, Entry] => [intent, newEntry(intent)]));
  const blind = declared.filter((one): one is AcceptedUnknown => 'unknown' in one);
  const seenOn = new Set<AcceptedUnknown>();
  const entriesOf = (judgement: Judgement) =>
    judgement.verdict === 'undeclared' ? [] : judgement.by.flatMap((intent) => entries.get(intent) ?? []);

  return {
    see(resource) {
      for (const entry of entries.values())
        if (isAbout(entry.intent, resource)) entry.seen.add(`${resource.scope}\0${resource.id}`);
      for (const one of blind) {
        const { on } = readUnknown(one.unknown);
        if ([resource.name, resource.id, resource.type, resource.scope].some((word) => matchesGlob(on, word)))
          seenOn.add(one);
      }
    },
    judge(door) {
      const judgement = judgeDoor(door, intents, now);
      if (judgement.verdict === 'inside') for (const entry of entriesOf(judgement)) entry.inside.push(door);
      return judgement;
    },
    met(judgement, finding) {
      const [first] = entriesOf(judgement);
      first?.findings.set(finding.resource.scope, finding.fingerprint, finding);
    },
    failed(judgement) {
      if (judgement.verdict === 'undeclared' || judgement.verdict === 'inside') return;
      for (const entry of entriesOf(judgement)) entry.fails.set(judgement.text.en, judgement.text);
    },
    findings: () => [...entries.values()].flatMap(({ findings }) => findings.all()),
    report: (rest) =>
      declared.map((one) => {
        if ('unknown' in one) return blindReport(one, seenOn.has(one), rest, now);
        const entry = entries.get(one) ?? newEntry(one);
        return intentReport(entry, rest, { now, partial });
      }),
  };
}

function newEntry(intent: Intent): Entry {
  return { intent, seen: new Set(), inside: [], findings: newHeld(), fails: new Map() };
}

function intentReport(entry: Entry, rest: Rest, run: { now: number; partial: boolean }): IntentReport {
  const { intent, seen, inside, findings } = entry;
  const { type, resources, scope, audience, access, under, parts, who, owner, reason, until, origin } =
    intent;
  return {
    declared: {
      type,
      resource: resources,
      ...(scope !== undefined && { scope }),
      audience,
      access,
      ...(under !== undefined && { under }),
      ...(parts !== undefined && { parts }),
      ...(who !== undefined && { who }),
      ...{ owner, reason, until },
    },
    ...(origin !== undefined && { origin }),
    ...standingOf(entry, rest, run),
    matches: seen.size,
    doors: [...new Set(inside.map(({ id }) => id))].sort(),
    findings: findings.all(),
  };
}

function standingOf(
  { intent, seen, inside, fails }: Entry,
  { scopes, doors, undecided }: Rest,
  { now, partial }: { now: number; partial: boolean },
): Pick<IntentReport, 'status' | 'how'> {
  if (intent.proposed === true) return { status: 'proposed' };
  const [how, ...more] = [...fails.values()];
  if (how !== undefined)
    return {
      status: isOver(intent, now) ? 'expired' : 'wider',
      how: more.length === 0 ? how : all([how, ...more]),
    };
  const open = (door: Door) => door.state !== 'shut-by' && door.state !== 'unknown';
  const partly = (door: Door) =>
    door.access.some((word) => waysWider(intent, { ...door, access: [word] }).length === 0);
  const mine = doors.filter((door) => open(door) && isAbout(intent, door.resource));
  if (isOver(intent, now) && mine.length > 0) return { status: 'expired' };
  // Also where another intent, or several together, cover the door.
  if (inside.some(open) || mine.some(partly)) return { status: 'met' };
  const unseen = unseenWhy(intent, scopes, partial);
  if (seen.size === 0)
    return unseen === undefined ? { status: 'unmatched' } : { status: 'unknown', how: unseen };
  const gap = [...doors.filter(({ state }) => state === 'unknown'), ...undecided].find(
    ({ resource, missing }) => isAbout(intent, resource) && failures(missing).length > 0,
  );
  if (gap !== undefined) return { status: 'unknown', how: missingText(gap) };
  const shut = inside.find(({ guard }) => guard !== undefined)?.guard;
  if (shut !== undefined)
    return { status: 'vanished', how: { en: `shut by ${shut.en}`, ja: `閉じている設定: ${shut.ja}` } };
  return { status: 'vanished' };
}

/** Why nothing that fits may be there all the same. */
function unseenWhy({ type, scope }: Intent, scopes: ScopeReport[], partial: boolean): Text | undefined {
  if (partial) return { en: 'not all was selected', ja: '対象が選択で絞られている' };
  const here = scopes.filter(({ id }) => scope === undefined || matchesGlob(scope, id));
  const listed = here.filter(({ tallies }) =>
    tallies.some((tally) => tally.type === type && !(tally.notHeld && tally.seen === 0)),
  );
  if (listed.length === 0) return { en: 'not looked at in this run', ja: '今回の対象に含まれていない' };
  // A plan or template holds what it declares: what is elsewhere is no mistake of the intent.
  if (listed.every(({ input }) => input === 'declaration'))
    return { en: 'not in this plan or template', ja: 'この計画・テンプレートに含まれていない' };
  const cut = here.some((one) => cutLists(one).some((tally) => tally.type === type));
  return cut ? { en: 'not all of the list was seen', ja: '一覧を最後まで確認できていない' } : undefined;
}

function blindReport(
  { unknown, owner, reason, until, origin, proposed }: AcceptedUnknown,
  seen: boolean,
  { scopes, doors, undecided }: Rest,
  now: number,
): IntentReport {
  const gaps = new Set<string>();
  for (const { resource, missing } of [...undecided, ...doors]) {
    const where = [resource.name, resource.id, resource.type, resource.scope];
    for (const what of failures(missing))
      if (fitsUnknown(unknown, spotOf(what, where))) gaps.add(`${resource.scope}\0${resource.id}`);
  }
  for (const scope of scopes)
    for (const { type, missing } of cutLists(scope)) {
      const what = [type, missing?.setting, missing?.permission];
      if (fitsUnknown(unknown, { what, where: [type, scope.id, scope.label] }))
        gaps.add(`${scope.id} ${type}`);
    }
  const { on } = readUnknown(unknown);
  const status =
    proposed === true
      ? 'proposed'
      : gaps.size > 0
        ? isOver({ until }, now)
          ? 'expired'
          : 'met'
        : seen || on === '*'
          ? 'vanished'
          : scopes.every(({ input }) => input === 'declaration')
            ? 'unknown'
            : 'unmatched';
  return {
    declared: { unknown, owner, reason, until },
    ...(origin !== undefined && { origin }),
    status,
    matches: gaps.size,
    doors: [],
    findings: [],
  };
}

function missingText({ missing }: { missing: Missing[] }): Text {
  const [first] = failures(missing);
  const name = first?.permission ?? first?.setting ?? '';
  return { en: `could not be told: ${name}`, ja: `判定できない: ${name}` };
}

function all(texts: Text[]): Text {
  return { en: texts.map(({ en }) => en).join('; '), ja: texts.map(({ ja }) => ja).join('、') };
}
