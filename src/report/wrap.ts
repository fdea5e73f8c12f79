// Lines that fit: text broken between words, with the true width of Japanese characters.
import stringWidth from 'string-width';

const MAX_KNOWN = 5000;
const widths = new Map<string, number>();
// Plain ASCII takes one column, kana, kanji and their marks two; no combining marks among them.
const PLAIN = /^[\x20-\x7e\u3000-\u3029\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60]*$/;

/** Columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) {
    let width = text.length;
    for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > 0x7e) width += 1;
    return width;
  }
  // string-width asks ICU for every character; the words of a page come again and again.
  const known = widths.get(text);
  if (known !== undefined) return known;
  const width = stringWidth(text);
  if (widths.size < MAX_KNOWN) widths.set(text, width);
  return width;
}

/** The text with spaces up to a width. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** A text that must not be broken: a path, a command's argument. */
export interface Solid {
  solid: string;
  /** Spaces before it, when it does not begin a line; 1 when not said. */
  gap?: number;
}

interface Piece {
  text: string;
  width: number;
  /** Spaces before it when it does not begin a line. */
  gap: number;
}

const CJK = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/;
// Kinsoku: these may not begin a line, those may not end one.
const NOT_FIRST = /^[、。，．・：；？！ー）」』】〉》〕］｝)\],.:;!?ぁぃぅぇぉっゃゅょァィゥェォッャュョ…]/;
const NOT_LAST = /[（「『【〈《〔［｛([]$/;

const RUNS =
  /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+|[^\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+/g;

let segmenter: Intl.Segmenter | undefined;
const segmented = new Map<string, string[]>();

/**
 * Breaks a text into lines of at most `width` columns. A word that is wider than that stands on a line of its own,
 * whole: it is a name or an address that somebody will copy.
 */
export function wrap(content: string | (string | Solid)[], width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const { text, width: size, gap } of pieces(typeof content === 'string' ? [content] : content)) {
    if (line !== '' && used + gap + size > width) {
      lines.push(line);
      line = text;
      used = size;
    } else {
      const before = line === '' ? 0 : gap;
      line += ' '.repeat(before) + text;
      used += before + size;
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

function pieces(parts: (string | Solid)[]): Piece[] {
  const found: Piece[] = [];
  for (const part of parts) {
    if (typeof part !== 'string') {
      found.push({ text: part.solid, width: widthOf(part.solid), gap: part.gap ?? 1 });
      continue;
    }
    for (const word of part.split(' ')) {
      if (word === '') continue;
      const words = CJK.test(word) ? syllables(word) : [word];
      const last = found.at(-1);
      // A number stays with what it counts.
      if (last !== undefined && /^[\d,?]+$/.test(last.text)) {
        const text = `${last.text} ${words.shift()}`;
        found[found.length - 1] = { ...last, text, width: widthOf(text) };
        for (const text of words) found.push({ text, width: widthOf(text), gap: 0 });
      } else
        for (const [index, text] of words.entries())
          found.push({ text, width: widthOf(text), gap: index === 0 ? 1 : 0 });
    }
  }
  return found;
}

/** Splits a word that holds Japanese where a line may end. Latin text inside (a bucket's name, an ARN) stays whole. */
function syllables(word: string): string[] {
  const parts: string[] = [];
  for (const run of word.match(RUNS) ?? [word]) {
    for (const piece of CJK.test(run) ? segments(run) : [run]) {
      const last = parts.at(-1);
      const glued = last !== undefined && (NOT_FIRST.test(piece) || NOT_LAST.test(last));
      if (glued) parts[parts.length - 1] = last + piece;
      else parts.push(piece);
    }
  }
  return parts;
}

/** Japanese words of a run. The same phrases come back in every block, and asking ICU is slow. */
function segments(run: string): string[] {
  const known = segmented.get(run);
  if (known !== undefined) return known;
  segmenter ??= new Intl.Segmenter('ja', { granularity: 'word' });
  const found = [...segmenter.segment(run)].map(({ segment }) => segment);
  if (segmented.size < MAX_KNOWN) segmented.set(run, found);
  return found;
}

/** A shell command in lines that can be copied as they are: broken outside quotes, each line but the last ends in ` \`. */
export function wrapCommand(command: string, width: number): string[] {
  const words = command.match(/(?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*"|['"\\])+/gs) ?? [command];
  const pairs: Solid[] = [];
  for (const word of words) {
    const last = pairs.at(-1);
    // An option keeps its value beside it where that fits.
    const belongs = last !== undefined && /^--[\w-]+$/.test(last.solid) && !word.startsWith('-');
    if (belongs && widthOf(last.solid) + 1 + widthOf(word) <= width - 4) last.solid += ` ${word}`;
    else pairs.push({ solid: word });
  }
  const lines = wrap(pairs, width - 4);
  return lines.map(
    (line, index) => (index === 0 ? '' : '  ') + line + (index < lines.length - 1 ? ' \\' : ''),
  );
}
