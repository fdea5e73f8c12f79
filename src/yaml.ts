// YAML text -> one document. The parser lacks two guards: nesting that exhausts its stack, and keys compared each with each.
import {
  Composer,
  type CST,
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
  type SchemaOptions,
} from 'yaml';
import type { Fault, Place } from './errors.ts';

export interface YamlText {
  /** Undefined when the text is empty or has faults. Its warnings are for the caller to judge. */
  document: Document.Parsed | undefined;
  /** What is wrong with the text, each with its place. */
  faults: Fault[];
  /** Where an offset into the text stands. */
  placeAt(offset: number): Place;
}

/** Composes one document of at most `deepest` levels; throws nothing. */
export function readDocument(
  text: string,
  file: string,
  deepest: number,
  options: SchemaOptions = {},
): YamlText {
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const refused = (message: string, offset: number): YamlText => ({
    document: undefined,
    faults: [{ message, place: placeAt(offset) }],
    placeAt,
  });
  const deep = tooDeep(tokens, deepest);
  if (deep !== undefined) return refused(`is nested deeper than ${deepest} levels`, deep);
  const composer = new Composer({ ...options, uniqueKeys: false });
  const [document, more] = composer.compose(tokens, true, text.length);
  if (more !== undefined) return refused('holds more than one document', more.range[0]);
  const faults = (document?.errors ?? []).map(({ message, pos }) => ({
    message: `is not YAML that can be used: ${message.split('\n', 1)[0]}`,
    place: placeAt(pos[0]),
  }));
  const twice = document === undefined || faults.length > 0 ? undefined : keyTwice(document);
  if (twice !== undefined) return refused('is not YAML that can be used: Map keys must be unique', twice);
  return { document: faults.length > 0 ? undefined : document, faults, placeAt };
}

/** The offset of the first key that its map has already. The parser's own check compares each with each, for minutes in a large map. */
function keyTwice(document: Document.Parsed): number | undefined {
  let first: number | undefined;
  const left: unknown[] = [document.contents];
  while (left.length > 0) {
    const node = left.pop();
    if (isSeq(node)) for (const item of node.items) left.push(item);
    if (isPair(node)) left.push(node.key, node.value);
    if (!isMap(node)) continue;
    const keys = new Set<unknown>();
    for (const pair of node.items) {
      left.push(pair);
      if (!isScalar(pair.key) || pair.key.value === '<<') continue;
      const at = pair.key.range?.[0] ?? 0;
      if (keys.has(pair.key.value) && (first === undefined || at < first)) first = at;
      keys.add(pair.key.value);
    }
  }
  return first;
}

/** The offset where nesting gets too deep. Walks level by level, because whatever recurses would be what it guards. */
function tooDeep(tokens: CST.Token[], deepest: number): number | undefined {
  let level = tokens;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return level[0]?.offset;
    const next: CST.Token[] = [];
    for (const token of level) {
      if (token.type === 'document' && token.value !== undefined) next.push(token.value);
      if (!('items' in token)) continue;
      for (const { key, value } of token.items) {
        if (key) next.push(key);
        if (value) next.push(value);
      }
    }
    level = next;
  }
  return undefined;
}
