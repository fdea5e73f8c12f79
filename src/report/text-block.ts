// One block of the text report: what stands open in a sentence, then where, why, how to see it and how to close it.
import { type Block, speakingRule } from './blocks.ts';
import { shorten } from './escape.ts';
import { callersOf, headline, partOf } from './headline.ts';
import { detail, type Entry, few, heading, nounOf, type Page } from './page.ts';
import { questionLines, questionSentence } from './question.ts';
import type { Door, Finding, ReportEvidence, RuleReport, Text } from './report.ts';
import { SEVERITIES } from './report.ts';
import { closeEntries, decideEntries } from './text-close.ts';
import { declaredEntries } from './text-declared.ts';
import { uncoveredEntries } from './text-intents.ts';
import { changeLines, markWords } from './text-known.ts';
import { snippetEntries } from './text-snippet.ts';
import { counted, LABELS, listed, SEVERITY_WORDS } from './words.ts';

const MAX_EVIDENCE = 4;
const MAX_NAME = 80;
/** Parts of one resource that the headline names, and the block. */
const MAX_HEADED = 3;
const MAX_PARTS = 12;

/** The lines of a block, without a blank line after it. */
export function blockLines(page: Page, id: string, block: Block): string[] {
  const rule = speakingRule(block, page.report);
  const lines = heading(
    page,
    id,
    block.severity,
    SEVERITY_WORDS[block.severity],
    page.say(markWords(block)) + page.say(sentence(page, block)),
  );
  lines.push(...whereLines(page, block), ...changeLines(page, block));
  lines.push(...detail(page, LABELS.declared, declaredEntries(page, block)));
  lines.push(...detail(page, LABELS.intent, uncoveredEntries(page, block)));
  if (block.kind === 'question') return [...lines, ...questionLines(page, block), ...ruleLines(page, block)];
  const [first] = block.voices;
  const door = first?.door;
  lines.push(...detail(page, LABELS.who, whoEntries(page, block)));
  lines.push(...detail(page, LABELS.because, becauseEntries(page, block)));
  lines.push(...detail(page, LABELS.since, sinceEntries(page, block)));
  lines.push(...detail(page, LABELS.data, dataEntries(page, block)));
  lines.push(...detail(page, LABELS.level, levelEntries(page, block, rule)));
  if (page.proof && door?.witness !== undefined)
    lines.push(...detail(page, LABELS.proof, proofEntries(page, door)));
  if (door?.state === 'open-unless') lines.push(...detail(page, LABELS.decide, decideEntries(page, block)));
  lines.push(...detail(page, LABELS.close, closeEntries(page, block, rule)));
  return [...lines, ...ruleLines(page, block)];
}

/** What a block says, in one sentence. */
export function sentence(page: Page, block: Block): Text {
  const doors = block.voices.map(({ door }) => short(door));
  const [first] = doors;
  if (first === undefined) return hygieneSentence(page, block);
  if (block.kind === 'question') return questionSentence(page, block);
  const noun = nounOf(page, first);
  const alike =
    new Set(doors.map(({ audience, via, access }) => [audience, via, ...[...access].sort()].join())).size ===
    1;
  if (block.kind !== 'guard' || alike) return headline(doors, noun);
  const guard = first.guard ?? { en: 'a guard', ja: '防御設定' };
  const many = counted(new Set(doors.map(({ resource }) => resource.id)).size, noun);
  return {
    en: `${many.en} are open to outsiders, UNLESS stopped by what could not be read: ${guard.en}`,
    ja: `${many.ja}が外部に開いています。ただし、読み取れなかった次の設定が防いでいる場合を除きます: ${guard.ja}`,
  };
}

/** A headline is read at a glance: a name of three hundred characters is whole only under "where". */
function short(door: Door): Door {
  const { resource, subject, subjectName, who } = door;
  const cut = (name: string) => {
    const parts = name.split(', ');
    // A list of objects: the first few and how many more there are.
    if (name.length > MAX_NAME && parts.length > 4)
      return `${parts.slice(0, 3).join(', ')} +${parts.length - 3}`;
    return shorten(name, MAX_NAME);
  };
  return {
    ...door,
    resource: { ...resource, name: cut(resource.name) },
    ...(subject === undefined ? {} : { subject: cut(subject) }),
    ...(subjectName === undefined ? {} : { subjectName: cut(subjectName) }),
    ...(who === undefined ? {} : { who: who.map(cut) }),
  };
}

function hygieneSentence(page: Page, { findings }: Block): Text {
  const [first] = findings;
  if (first === undefined) return { en: '', ja: '' };
  const title = page.report.rules.find(({ id }) => id === first.rule)?.title ?? {
    en: first.rule,
    ja: first.rule,
  };
  const resources = new Set(findings.map(({ resource }) => resource.id)).size;
  if (resources === 1)
    return { en: `${title.en}: ${first.resource.name}`, ja: `${title.ja}: ${first.resource.name}` };
  const many = counted(resources, nounOf(page, first));
  return { en: `${title.en} (${many.en})`, ja: `${title.ja}（${many.ja}）` };
}

function whereLines(page: Page, { voices, findings }: Block): string[] {
  const resources = new Map<string, Finding['resource']>();
  for (const { resource } of voices.length > 0 ? voices.map(({ door }) => door) : findings)
    resources.set(`${resource.type} ${resource.id}`, resource);
  const [first] = resources.values();
  if (first === undefined) return [];
  if (resources.size > 1) {
    const names = [...resources.values()].map(({ name }) => shorten(name, MAX_NAME)).sort();
    const text = page.say(listed(names, page.all ? names.length : 3, page.lang));
    return detail(page, LABELS.where, [names.length > 4 && !page.all ? `${text} (--all)` : text]);
  }
  const scope =
    page.report.scopes.length > 1
      ? page.report.scopes.find(({ id }) => id === first.scope)?.label
      : undefined;
  const entry: Exclude<Entry, string> = [{ solid: page.say(first.id) }];
  for (const part of [first.region, scope])
    if (part !== undefined) entry.push({ solid: page.say(part), gap: 2 });
  const parts = [...new Set(voices.flatMap(({ door }) => partOf(door) ?? []))]
    .map((name) => shorten(name, MAX_NAME))
    .sort();
  if (parts.length <= MAX_HEADED) return detail(page, LABELS.where, [entry]);
  return detail(page, LABELS.where, [
    entry,
    page.say(listed(parts, page.all ? parts.length : MAX_PARTS, page.lang)),
  ]);
}

/** Outsiders, where the headline could not name them all. */
function whoEntries(page: Page, { voices }: Block): Entry[] {
  const named = voices.filter(({ door }) => door.audience === 'named-outsider');
  const callers = [...new Set(named.flatMap(({ door }) => callersOf(door)))].sort();
  return callers.length <= 3 ? [] : [page.say(listed(callers, page.all ? callers.length : 8, page.lang))];
}

function becauseEntries(page: Page, { voices, findings }: Block): Entry[] {
  const [finding] = findings;
  const door = voices[0]?.door;
  const own = door?.evidence ?? [];
  const said = new Set(own.map(({ text }) => text.en));
  const evidence = [...own, ...(finding?.evidence ?? []).filter(({ text }) => !said.has(text.en))];
  const label =
    door === undefined ? finding?.resource.name : (door.subjectName ?? partOf(door) ?? door.resource.name);
  const shown = page.all ? evidence : evidence.slice(0, MAX_EVIDENCE);
  const several = Math.max(voices.length, findings.length) > 1;
  const entries = shown.flatMap((piece, index) => [
    evidenceEntry(page, piece, several && index === 0 ? label : undefined),
    ...(page.all && piece.origin !== undefined ? snippetEntries(page, piece.origin) : []),
  ]);
  const rest = evidence.length - shown.length;
  if (rest > 0) entries.push(page.say({ en: `and ${rest} more (--all)`, ja: `他 ${rest} 件 (--all)` }));
  return entries;
}

function evidenceEntry(page: Page, { text, origin }: ReportEvidence, name: string | undefined): Entry {
  const entry: Exclude<Entry, string> = [];
  const words = page.say(text);
  entry.push(name === undefined ? words : `${page.say(shorten(name, MAX_NAME))}: ${words}`);
  if (origin !== undefined) {
    const place = [origin.file, origin.line, origin.line === undefined ? undefined : origin.column];
    entry.push({ solid: `(${page.say(place.filter((part) => part !== undefined).join(':'))})` });
  }
  return entry;
}

/** Since when each door stands so; the oldest first, naming the doors where not all are alike. */
function sinceEntries(page: Page, { voices }: Block): Entry[] {
  const names = new Map<string, string[]>();
  for (const { door } of voices) {
    if (door.since === undefined) continue;
    const { date, detail: words, orEarlier, orLater } = door.since;
    const day = date.slice(0, 10);
    const when =
      orEarlier === true
        ? { en: `${day} or earlier`, ja: `${day} 以前` }
        : orLater === true
          ? { en: `no earlier than ${day}`, ja: `早くとも ${day}` }
          : { en: day, ja: day };
    const sentence = page.say({ en: `${when.en} (${words.en})`, ja: `${when.ja}（${words.ja}）` });
    const name = shorten(door.subjectName ?? door.subject ?? door.resource.name, MAX_NAME);
    names.set(sentence, [...(names.get(sentence) ?? []), name]);
  }
  const dated = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
  const alike = voices.length === 1 || names.get(dated[0]?.[0] ?? '')?.length === voices.length;
  return few(
    page,
    dated.map(([sentence, of]) => (alike ? sentence : `${page.say(listed(of, 3, page.lang))}: ${sentence}`)),
    3,
  );
}

/** What makes the data sensitive, naming the door where not all are alike. */
function dataEntries(page: Page, { voices }: Block): Entry[] {
  const marked = voices.flatMap(({ door }) =>
    door.sensitive === undefined ? [] : [{ door, sensitive: door.sensitive }],
  );
  const shown = page.all ? marked : marked.slice(0, 3);
  const entries: Entry[] = shown.map(({ door, sensitive }) => {
    const name = shorten(door.subjectName ?? door.subject ?? door.resource.name, MAX_NAME);
    return page.say(voices.length > 1 ? `${name}: ${sensitive[page.lang]}` : sensitive);
  });
  const rest = marked.length - shown.length;
  if (rest > 0) entries.push(page.say({ en: `and ${rest} more (--all)`, ja: `他 ${rest} 件 (--all)` }));
  return entries;
}

function levelEntries(page: Page, { findings, severity }: Block, rule: RuleReport | undefined): Entry[] {
  const counts = SEVERITIES.map((each) => ({
    each,
    n: findings.filter((finding) => finding.severity === each).length,
  }));
  const mixed = counts.filter(({ n }) => n > 0);
  if (mixed.length > 1) {
    const words = mixed.map(({ each, n }) => `${n} ${SEVERITY_WORDS[each][page.lang]}`);
    return [page.say(words.join(page.lang === 'ja' ? '、' : ', '))];
  }
  const [first] = findings;
  const from = rule?.overridden?.from ?? rule?.severity;
  if (first?.adjusted === undefined || first.severity === from) return [];
  const own = SEVERITY_WORDS[from ?? severity];
  const why = first.adjusted;
  return [page.say({ en: `${own.en} by the rule; ${why.en}`, ja: `ルールでは${own.ja}。${why.ja}` })];
}

function proofEntries(page: Page, { witness }: Door): Entry[] {
  if (witness === undefined) return [];
  const { principal, action, resource } = witness.request;
  const entry: Entry =
    witness.command === undefined
      ? page.say(`${action} ${resource} (${principal})`)
      : { command: page.say(witness.command) };
  if (witness.checked) return [entry];
  return [
    entry,
    page.say({ en: '(not re-checked independently)', ja: '（独立した再検査は済んでいません）' }),
  ];
}

function ruleLines(page: Page, { findings, voices }: Block): string[] {
  const speaking = [...new Set(findings.map(({ rule }) => rule))].sort();
  const also = [...new Set(voices.flatMap((voice) => voice.also))]
    .filter((id) => !speaking.includes(id))
    .sort();
  const others =
    also.length === 0
      ? { en: '', ja: '' }
      : { en: ` (also ${also.join(', ')})`, ja: ` (他に ${also.join('、')})` };
  return detail(page, LABELS.rule, [page.say(speaking.join(', ') + others[page.lang])]);
}
