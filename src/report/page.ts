// The page that text is set on: one column of labels, one of words, nothing wider than the terminal.
import { maskAccounts, visible } from './escape.ts';
import type { Door, RenderOptions, Report, Severity, Tally, Text } from './report.ts';
import { count, type Lang } from './words.ts';
import { pad, type Solid, widthOf, wrap, wrapCommand } from './wrap.ts';

/** Where the words begin, on every line of the page. */
export const COLUMN = 15;
const NARROWEST = 50;
const WIDEST = 160;

const SGR = { bold: '1', dim: '2', red: '31', yellow: '33', cyan: '36', 'bold red': '1;31' };
const SEVERITY_COLORS: Record<Severity, keyof typeof SGR> = {
  critical: 'bold red',
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
};

/** Something to stand in the right column: words that wrap, or a command that must stay copyable. */
export type Entry = string | (string | Solid)[] | { command: string } | { verbatim: string };

export interface Page {
  lang: Lang;
  width: number;
  all: boolean;
  /** Proofs may be shown. */
  proof: boolean;
  report: Report;
  /** Resource type -> what it is called. */
  nouns: Map<string, Pick<Tally, 'name' | 'plural'>>;
  /** A text in the language of the page, escaped and masked. */
  say(text: Text | string): string;
  /** A color where wanted; never the only carrier of a meaning. */
  paint(color: keyof typeof SGR, text: string): string;
}

export function newPage(report: Report, options: RenderOptions): Page {
  const { lang, width = 80, color, all, showProof } = options;
  const masked = options.public && !showProof;
  return {
    lang,
    width: Math.min(WIDEST, Math.max(NARROWEST, width)),
    all,
    proof: !options.public || showProof,
    report,
    nouns: new Map(report.scopes.flatMap(({ tallies }) => tallies.map((tally) => [tally.type, tally]))),
    say(text) {
      const shown = visible(typeof text === 'string' ? text : text[lang]);
      return masked ? maskAccounts(shown) : shown;
    },
    paint: (name, text) => (color && text !== '' ? `\u001b[${SGR[name]}m${text}\u001b[0m` : text),
  };
}

/** A headed part of the page: the label once, then entries one below the other. */
export function section(page: Page, label: Text, entries: Entry[], strong = false): string[] {
  return labelled(
    page,
    page.paint(strong ? 'bold' : 'dim', page.say(label)),
    widthOf(page.say(label)),
    entries,
  );
}

/** The same, for a line within a block. */
export function detail(page: Page, label: Text, entries: Entry[]): string[] {
  if (entries.length === 0) return [];
  const name = page.say(label);
  return labelled(page, `   ${page.paint('dim', name)}`, 3 + widthOf(name), entries);
}

/** The first line of a block: its number, how bad, and the sentence. */
export function heading(page: Page, id: string, severity: Severity, word: Text, sentence: string): string[] {
  const badge = `${pad(id, 3)} ${page.say(word)}`;
  const painted = `${pad(id, 3)} ${page.paint(SEVERITY_COLORS[severity], page.say(word))}`;
  return labelled(page, painted, widthOf(badge), [sentence]);
}

function labelled(page: Page, label: string, labelWidth: number, entries: Entry[]): string[] {
  const margin = ' '.repeat(COLUMN);
  const lines = entries.flatMap((entry) => setEntry(entry, page.width - COLUMN));
  if (labelWidth >= COLUMN) return [label, ...lines.map((line) => margin + line)];
  return lines.map((line, index) => (index === 0 ? label + ' '.repeat(COLUMN - labelWidth) : margin) + line);
}

function setEntry(entry: Entry, width: number): string[] {
  if (typeof entry === 'string' || Array.isArray(entry)) return wrap(entry, width);
  if ('command' in entry) return wrapCommand(entry.command, width);
  return [entry.verbatim];
}

/** The first entries and how many more there are. */
export function few(page: Page, entries: string[], limit: number): string[] {
  const rest = entries.length - limit;
  if (page.all || rest <= 1) return entries;
  return [
    ...entries.slice(0, limit),
    page.say({ en: `and ${count(rest)} more (--all)`, ja: `他 ${count(rest)} 件 (--all)` }),
  ];
}

/** What a resource type is called, when the report says. */
export function nounOf(page: Page, { resource }: Pick<Door, 'resource'>): Pick<Tally, 'name' | 'plural'> {
  return page.nouns.get(resource.type) ?? { name: bare(resource.type), plural: bare(resource.type) };
}

function bare(type: string): Text {
  return { en: type, ja: type };
}
