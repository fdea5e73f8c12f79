// The page that says what changed: what opened, which setting did it, what closed, and what the exit code means.
import type { Change, Changes } from './changes.generated.ts';
import { shorten } from './escape.ts';
import { headline } from './headline.ts';
import { detail, type Entry, few, heading, newPage, nounOf, type Page, section } from './page.ts';
import type { Door, RenderOptions, Report, Text } from './report.ts';
import { count, LABELS, SEVERITY_WORDS } from './words.ts';

const BRIEF: Change['kind'][] = ['narrowed', 'closed', 'not-looked-at'];
const MAX_SETTINGS = 4;
const MAX_EVIDENCE = 3;
const MAX_LISTED = 8;
const MAX_NAME = 80;

export const WORDS: Record<Change['kind'], Text> = {
  opened: { en: 'NEW', ja: '新規' },
  widened: { en: 'WIDER', ja: '拡大' },
  expired: { en: 'EXPIRED', ja: '期限切れ' },
  'became-unknown': { en: 'UNKNOWN NOW', ja: '判定不能になりました' },
  'newly-seen': { en: 'SEEN NOW', ja: '今回確認' },
  'newly-judged': { en: 'JUDGED NOW', ja: '今回から判定' },
  narrowed: { en: 'NARROWER', ja: '縮小' },
  closed: { en: 'CLOSED', ja: '閉鎖' },
  'not-looked-at': { en: 'NOT LOOKED AT', ja: '今回は対象外' },
};

const CHANGED: Text = { en: 'changed', ja: '変更点' };
const BEFORE: Text = { en: 'before', ja: '変更前' };
const AFTER: Text = { en: 'after', ja: '変更後' };
const WAS: Text = { en: 'was', ja: '以前' };
const NONE: Text = { en: '(none)', ja: '(なし)' };
const UNREAD: Text = { en: '(could not be read)', ja: '(確認できず)' };
const WHY: Text = { en: 'why', ja: '事情' };

/** The text of a comparison; `nouns` is a report that knows what the resource types are called. Ends with a newline. */
export function renderChangesText(changes: Changes, nouns: Report, options: RenderOptions): string {
  const page = newPage(nouns, options);
  const parts: string[][] = [headLines(page, changes)];
  const { blocks, foot } = changeParts(page, changes.changes);
  parts.push(...blocks);
  if (changes.changes.length === 0)
    parts.push([
      page.say({ en: 'Nothing opened, closed or changed its reach.', ja: '公開状態の変化はありません。' }),
    ]);
  foot.push(...section(page, LABELS.result, [changesResult(page, changes)], true));
  parts.push(foot);
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The program, and the two sides. */
export function headLines(page: Page, { tool, before, after }: Changes): string[] {
  const notes = [...(before.notes ?? []), ...(after.notes ?? [])].map((note) => page.say(note));
  return [
    page.paint('bold', page.say(`${tool.name} ${tool.version}`)),
    ...section(page, BEFORE, [sideWords(page, before)]),
    ...section(page, AFTER, [sideWords(page, after)]),
    ...section(page, LABELS.note, [...new Set(notes)]),
  ];
}

/** A block for what is urgent, a line for what got better or was not looked at; with `--all`, blocks for all of it. */
export function changeParts(page: Page, changes: Change[]): { blocks: string[][]; foot: string[] } {
  const blocks: string[][] = [];
  const foot: string[] = [];
  const isBrief = ({ kind }: Change) => BRIEF.includes(kind) && !page.all;
  for (const change of changes)
    if (!isBrief(change)) blocks.push(blockOf(page, `C${blocks.length + 1}`, change));
  for (const kind of BRIEF) {
    const lines = changes
      .filter((change) => change.kind === kind && isBrief(change))
      .map((one) => briefLine(page, one));
    if (lines.length > 0) foot.push(...section(page, WORDS[kind], few(page, lines, MAX_LISTED)));
  }
  return { blocks, foot };
}

function sideWords(page: Page, { target, startedAt, scopes, complete }: Changes['before']): string {
  const labels = scopes.map(({ label, format }) => `${label} (${format})`).join(', ');
  const whole = complete
    ? { en: '', ja: '' }
    : { en: '; not all of it could be seen', ja: '。一部は確認できていません' };
  const time = startedAt.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*$/, '$1 $2 UTC');
  return page.say({
    en: `${target}: ${labels}, ${time}${whole.en}`,
    ja: `${target}: ${labels}、${time}${whole.ja}`,
  });
}

function blockOf(page: Page, id: string, change: Change): string[] {
  const { kind, severity, resource, before, after, why, settings } = change;
  const word = page.say(WORDS[kind]);
  const lines = heading(
    page,
    id,
    severity,
    SEVERITY_WORDS[severity],
    `${word}: ${changeSentence(page, change)}`,
  );
  lines.push(...detail(page, LABELS.where, [[{ solid: page.say(resource.id) }]]));
  if ((kind === 'widened' || kind === 'narrowed') && before !== undefined)
    lines.push(...detail(page, WAS, [page.say(phrase(page, change, before))]));
  if (why !== undefined) lines.push(...detail(page, WHY, [page.say(why)]));
  lines.push(...detail(page, CHANGED, settingEntries(page, settings, why)));
  const gone = kind === 'closed';
  const evidence = (gone ? [] : (after?.evidence ?? [])).map(({ text, file, line: row, column }) => {
    const place = [file, row, row === undefined ? undefined : column].filter((part) => part !== undefined);
    const entry: Exclude<Entry, string | { command: string } | { verbatim: string }> = [page.say(text)];
    if (place.length > 0) entry.push({ solid: `(${page.say(place.join(':'))})` });
    return entry;
  });
  lines.push(...detail(page, LABELS.because, page.all ? evidence : evidence.slice(0, MAX_EVIDENCE)));
  if (page.proof && after?.command !== undefined && !gone)
    lines.push(...detail(page, LABELS.proof, [{ command: page.say(after.command) }]));
  return [...lines, ...detail(page, LABELS.rule, [page.say(change.rule)])];
}

export function settingEntries(page: Page, settings: Change['settings'], why: Text | undefined): Entry[] {
  const shown = page.all ? settings : settings.slice(0, MAX_SETTINGS);
  const entries: Entry[] = shown.flatMap(({ resource, setting, pointer, before, after, unread, note }) => {
    const place = `${resource.name} ${setting}${pointer}`;
    const [was, is] = [before, after].map((value) =>
      value === undefined ? undefined : shorten(value, MAX_NAME),
    );
    const nothing = (side: 'before' | 'after') => (unread === side ? UNREAD : NONE)[page.lang];
    const words = page.say(`${place}: ${was ?? nothing('before')} -> ${is ?? nothing('after')}`);
    return note === undefined || note.en === why?.en ? [words] : [words, page.say(note)];
  });
  const rest = settings.length - shown.length;
  if (rest > 0)
    entries.push(page.say({ en: `and ${count(rest)} more (--all)`, ja: `他 ${count(rest)} 件 (--all)` }));
  return entries;
}

/** A change on one line. */
export function briefLine(page: Page, change: Change): string {
  const notes = change.settings.flatMap(({ note }) => (note === undefined ? [] : [page.say(note)]));
  const guard = change.after?.guard;
  const now =
    guard === undefined
      ? ''
      : page.say({ en: ` (shut only by ${guard.en})`, ja: `（防いでいるのは ${guard.ja} だけです）` });
  const gone = change.kind === 'closed' ? page.say({ en: 'no longer: ', ja: '解消: ' }) : '';
  return [gone + changeSentence(page, change) + now, ...new Set(notes)].join('; ');
}

export function changeSentence(page: Page, change: Change): string {
  const side = change.kind === 'closed' ? change.before : (change.after ?? change.before);
  if (side?.audience === undefined) {
    const title = change.title ?? { en: change.rule, ja: change.rule };
    return page.say({
      en: `${title.en}: ${change.resource.name}`,
      ja: `${title.ja}: ${change.resource.name}`,
    });
  }
  return page.say(phrase(page, change, side));
}

function phrase(page: Page, { resource }: Change, side: NonNullable<Change['after']>): Text {
  const { audience = 'anyone', state = 'open', evidence: _evidence, command: _command, ...rest } = side;
  const door: Door = {
    ...rest,
    id: '',
    audience,
    state,
    resource: { ...resource, name: shorten(resource.name, MAX_NAME) },
    basis: 'configuration',
    missing: [],
    evidence: [],
    cures: [],
  };
  return headline([door], nounOf(page, door));
}

/** What changed, counted, and what the exit code means. */
export function changesResult(page: Page, { changes, gate }: Changes): string {
  const parts = Object.entries(WORDS).flatMap(([kind, words]) => {
    const n = changes.filter((change) => change.kind === kind).length;
    return n === 0
      ? []
      : [
          page.lang === 'ja'
            ? `${kind === 'became-unknown' ? '判定不能になったもの' : words.ja} ${count(n)} 件`
            : `${count(n)} ${words.en.toLowerCase()}`,
        ];
  });
  const what =
    parts.length > 0
      ? parts.join(page.lang === 'ja' ? '、' : ', ')
      : page.say({ en: 'no change', ja: '変化なし' });
  const code = page.paint(
    'bold',
    page.say({ en: `exit ${gate.exitCode}`, ja: `終了コード ${gate.exitCode}` }),
  );
  const meaning = {
    0: { en: 'nothing new at or above', ja: '以上の新しい公開はありません' },
    1: { en: 'opened or wider at or above', ja: '以上の新しい公開があります' },
    3: {
      en: 'something that could be told before cannot be told now, at or above',
      ja: '以上で、判定できなくなったものがあります',
    },
  }[gate.exitCode];
  const level = gate.failOnNew;
  const ja = level === 'never' ? '失敗させない指定です' : `${SEVERITY_WORDS[level].ja}${meaning.ja}`;
  const en = level === 'never' ? 'asked never to fail' : `${meaning.en} ${level}`;
  return `${what} -> ${code}: ${page.say({ en, ja })} (--fail-on-new ${level})`;
}
