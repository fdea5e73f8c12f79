// JSON and YAML as one kind of tree that knows where each key stands, walked only as far as somebody asks.
import { type Node as JsonNode, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { isMap, isScalar, isSeq } from 'yaml';
import { InputError } from '../errors.ts';
import { lineStarts, position } from '../snapshot/locate.ts';
import { readDocument } from '../yaml.ts';

/** A value; offsets are into the text. */
export interface Value {
  /** Plain text; undefined for everything else, and for what a function of CloudFormation makes. */
  text?: string;
  entries: Entry[];
  items: Value[];
}

/** One member of a map; `start` is that of its key. */
export interface Entry {
  key: string;
  start: number;
  end: number;
  value: Value;
}

/** A text as a tree, and where an offset of it stands. */
export interface Tree {
  root: Value;
  placeAt(offset: number): { line: number; column: number };
}

/** Deeper than templates and states go. */
const DEEPEST = 200;

/** Parses JSON. Throws InputError with the place of the first mistake. */
export function jsonTree(text: string, file: string): Tree {
  const starts = lineStarts(text);
  const placeAt = (offset: number) => position(starts, offset);
  const fault = (message: string, offset: number): InputError =>
    new InputError([{ message, place: { file, ...placeAt(offset) } }]);
  const deep = tooDeep(text);
  if (deep !== undefined) throw fault(`is nested deeper than ${DEEPEST} levels`, deep);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const [error] = errors;
  if (root === undefined || error !== undefined)
    throw fault(
      error === undefined ? 'is empty' : `is not JSON here (${words(printParseErrorCode(error.error))})`,
      error?.offset ?? 0,
    );
  return { root: ofJson(root), placeAt };
}

/** `CommaExpected` -> `comma expected` */
function words(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

/** The offset where JSON nests too deep; the parser would exhaust its stack. */
function tooDeep(text: string): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > DEEPEST) return at;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return undefined;
}

function ofJson(node: JsonNode): Value {
  const { type, children = [] } = node;
  const text: unknown = type === 'string' ? node.value : undefined;
  return {
    ...(typeof text === 'string' && { text }),
    get entries() {
      return type !== 'object' ? [] : children.flatMap(entryOf);
    },
    get items() {
      return type !== 'array' ? [] : children.map(ofJson);
    },
  };
}

function entryOf({ offset, length, children = [] }: JsonNode): Entry[] {
  const [key, value] = children;
  const name: unknown = key?.value;
  if (typeof name !== 'string' || value === undefined) return [];
  return [{ key: name, start: offset, end: offset + length, value: ofJson(value) }];
}

/** Parses YAML. Throws InputError with the place of the first mistake. */
export function yamlTree(text: string, file: string): Tree {
  const { document, faults, placeAt } = readDocument(text, file, DEEPEST);
  if (faults.length > 0) throw new InputError(faults.slice(0, 1));
  return {
    root: ofYaml(document?.contents),
    placeAt: (offset) => {
      const { line = 1, column = 1 } = placeAt(offset);
      return { line, column };
    },
  };
}

/** Aliases are not followed: what they stand for is not written here. */
function ofYaml(node: unknown): Value {
  return {
    ...(isScalar(node) &&
      typeof node.value === 'string' &&
      node.tag?.startsWith('!') !== true && { text: node.value }),
    get entries() {
      if (!isMap(node)) return [];
      return node.items.flatMap(({ key, value }) => {
        if (!isScalar(key)) return [];
        const start = key.range?.[0] ?? 0;
        return [{ key: String(key.value), start, end: endOf(value) ?? start, value: ofYaml(value) }];
      });
    },
    get items() {
      return isSeq(node) ? node.items.map(ofYaml) : [];
    },
  };
}

function endOf(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) ? node.range?.[1] : undefined;
}

/** The member of this name. */
export function member(value: Value | undefined, key: string): Value | undefined {
  return value?.entries.find((entry) => entry.key === key)?.value;
}
