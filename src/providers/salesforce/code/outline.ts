// An Apex class as an outline: its classes, the methods that can be called from outside, what it reads and writes.
import { BOUNDS, megabytes } from '../../../snapshot/bounds.ts';
import type { ApexClass } from './apex-class.generated.ts';
import { blanked } from './blank.ts';
import { linesOf, type Tokens, tokensOf } from './tokens.ts';
import { type DataUse, findUses } from './uses.ts';

export type Outline = Required<
  Pick<ApexClass, 'test' | 'classes' | 'entryPoints' | 'data' | 'guards' | 'calls'>
>;
type EntryPoint = Outline['entryPoints'][number];
type Sharing = Outline['classes'][number]['sharing'];

const MAX_CLASSES = 200;
const MAX_ENTRY_POINTS = 200;

const ENTRIES: Record<string, EntryPoint['kind']> = {
  auraenabled: 'aura',
  httpdelete: 'rest',
  httpget: 'rest',
  httppatch: 'rest',
  httppost: 'rest',
  httpput: 'rest',
  invocablemethod: 'invocable',
  remoteaction: 'remote',
};

/** What stands before an opening brace. */
interface Header {
  annotations: { name: string; at: number }[];
  /** Position of `class`, `interface` or `enum`. */
  classWord: number | undefined;
  /** Position of the bracket that opens the parameters of a method. */
  round: number | undefined;
}

/**
 * Outlines a class; a sentence that says why not when the source is too long, is not whole or holds no class.
 * Linear in the source; never throws. It sees one file: calls into other classes, queries made of text and what a
 * parent class does are named, not followed.
 */
export function outlineOf(source: string): Outline | string {
  if (source.length > megabytes(BOUNDS.apex)) return `is longer than ${BOUNDS.apex} MB`;
  const { code, cut } = blanked(source);
  if (cut) return 'has a comment or a string without an end';
  const tokens = tokensOf(code);
  const { words, at } = tokens;
  const line = linesOf(source);
  const original = (index: number): string =>
    source.slice(at[index] ?? 0, (at[index] ?? 0) + (words[index] ?? '').length);

  const outline: Outline = { test: false, classes: [], entryPoints: [], data: [], guards: [], calls: [] };
  const uses: DataUse[] = [];
  const owners: number[] = [];
  let path: string | undefined;
  /** What each open brace belongs to: a position in `classes`, or -1 for anything else. */
  const frames: { owner: number; body: boolean }[] = [];
  let from = 0;
  let inherits: number | undefined;

  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    const top = frames.at(-1);
    owners.push(top?.owner ?? -1);
    if (word === '(' && (top === undefined || top.body)) {
      // Arguments of annotations and parameters of methods hold neither braces nor methods.
      const end = tokens.closes[index] ?? -1;
      for (; index < end; index += 1) owners.push(top?.owner ?? -1);
      continue;
    }
    if (word !== '{' && word !== '}' && word !== ';') continue;
    if (word === '{') {
      const named = top === undefined || top.body ? declared(index) : undefined;
      frames.push(
        named === undefined ? { owner: top?.owner ?? -1, body: false } : { owner: named, body: true },
      );
    }
    if (word === '}') frames.pop();
    from = index + 1;
    if (outline.classes.length > MAX_CLASSES) return `holds more than ${MAX_CLASSES} classes`;
  }
  const [first] = outline.classes;
  if (first === undefined) return 'holds no class';
  findUses(
    tokens,
    owners,
    outline.classes.map(({ name }) => name),
    original,
    uses,
    outline,
  );
  if (inherits !== undefined) outline.calls.unshift(original(inherits));
  for (const { position, owner, ...use } of uses)
    outline.data.push({
      ...use,
      class: outline.classes[owner]?.name ?? first.name,
      line: line(at[position] ?? 0),
    });
  if (outline.entryPoints.length > MAX_ENTRY_POINTS)
    return `holds more than ${MAX_ENTRY_POINTS} entry points`;
  if (path !== undefined)
    for (const entry of outline.entryPoints) if (entry.kind === 'rest') entry.path = path;
  return outline;

  /** Reads what stands before a brace: the class it opens, or undefined; methods that are entry points are noted. */
  function declared(end: number): number | undefined {
    const header = headerOf(tokens, from, end);
    if (header.classWord !== undefined) return opened(header, header.classWord, end);
    if (header.round !== undefined) method(header, header.round);
    return undefined;
  }

  function opened({ annotations }: Header, classWord: number, end: number): number {
    const rest = annotations.find(({ name }) => name === 'restresource');
    const isFirst = outline.classes.length === 0;
    if (isFirst && rest !== undefined)
      path = /urlMapping\s*=\s*'([^'\r\n]*)'/i.exec(source.slice(rest.at, at[classWord]))?.[1];
    if (isFirst) outline.test = annotations.some(({ name }) => name === 'istest');
    if (isFirst && words[classWord + 2] === 'extends') inherits = classWord + 3;
    outline.classes.push({
      name: original(classWord + 1),
      sharing: sharingIn(words, from, end),
      line: line(at[classWord] ?? 0),
    });
    return outline.classes.length - 1;
  }

  function method({ annotations }: Header, round: number): void {
    const name = original(round - 1);
    const place = line(at[round - 1] ?? 0);
    for (const annotation of annotations) {
      const kind = Object.hasOwn(ENTRIES, annotation.name) ? ENTRIES[annotation.name] : undefined;
      if (kind !== undefined) outline.entryPoints.push({ kind, name, line: place });
    }
    if (words.slice(from, round).includes('webservice'))
      outline.entryPoints.push({ kind: 'webservice', name, line: place });
  }
}

function headerOf({ words, at, closes }: Tokens, start: number, end: number): Header {
  const header: Header = { annotations: [], classWord: undefined, round: undefined };
  for (let index = start; index < end; index += 1) {
    const word = words[index] ?? '';
    if (word === '@') {
      header.annotations.push({ name: words[index + 1] ?? '', at: at[index] ?? 0 });
      index += 1;
      const close = words[index + 1] === '(' ? (closes[index + 1] ?? -1) : -1;
      if (close !== -1) index = close;
      continue;
    }
    // A field with a value holds no method and no class.
    if (word === '=') return header;
    if (word === '(') {
      header.round = index;
      return header;
    }
    if (
      /^(class|interface|enum)$/.test(word) &&
      words[index - 1] !== '.' &&
      /^\w/.test(words[index + 1] ?? '')
    ) {
      header.classWord = index;
      return header;
    }
  }
  return header;
}

function sharingIn(words: string[], start: number, end: number): Sharing {
  for (let index = start; index < end; index += 1) {
    const word = words[index];
    if (words[index + 1] === 'sharing' && (word === 'with' || word === 'without' || word === 'inherited'))
      return word;
  }
  return null;
}
