// A template's text -> plain values, intrinsic functions in their long form, and the place of every value in YAML.
import { isAlias, isMap, isNode, isScalar, isSeq, type Node } from 'yaml';
import { InputError } from '../../../errors.ts';
import { BOUNDS, megabytes } from '../../../snapshot/bounds.ts';
import type { Origin } from '../../../snapshot/resource.ts';
import { readDocument } from '../../../yaml.ts';
import { parseJson } from './json.ts';
import { placesInScalar } from './yaml-scalars.ts';

export interface Template {
  value: unknown;
  /** Where a JSON pointer leads in the file; in YAML with line and column. */
  place(pointer: string): Origin;
}

/** Parses a template. Throws InputError with file, line and column of the first mistake. */
export function parseTemplate(text: string, file: string): Template {
  if (/^\s*\{/.test(text)) {
    try {
      return { value: parseJson(text, file), place: (pointer) => ({ file, pointer }) };
    } catch (error) {
      // YAML may begin with a brace as well; but what looks like JSON is reported as JSON.
      if (!(error instanceof InputError) || !/^\s*\{\s*[A-Za-z]/.test(text)) throw error;
    }
  }
  return parseYaml(text, file);
}

function parseYaml(text: string, file: string): Template {
  if (text.length > megabytes(BOUNDS.template))
    throw new InputError([{ message: `is larger than ${BOUNDS.template} MB`, place: { file } }]);
  const { document, faults, placeAt } = readDocument(text, file, BOUNDS.yaml);
  const [broken] = faults;
  if (broken !== undefined) throw new InputError([broken]);
  const positions = new Map<string, { line: number; column: number }>();
  const texts = new Map<string, ReturnType<typeof placesInScalar>>();
  const anchors = new Map<string, Node>();
  let left = BOUNDS.values;
  let aliases = BOUNDS.aliases;
  const fault = (message: string, at = 0): InputError => new InputError([{ message, place: placeAt(at) }]);

  const convert = (node: unknown, pointer: string, depth: number, open: Set<unknown>): unknown => {
    if (!isNode(node)) return node ?? null;
    const at = node.range?.[0] ?? 0;
    left -= 1;
    if (left < 0) throw fault('expands to more values than a template can hold', at);
    if (depth > BOUNDS.yaml) throw fault(`is nested deeper than ${BOUNDS.yaml} levels`, at);
    if (!positions.has(pointer)) {
      const { line = 1, column = 1 } = placeAt(at);
      positions.set(pointer, { line, column });
    }
    if (isScalar(node) && typeof node.value === 'string' && node.range) {
      const [start, end] = node.range;
      texts.set(pointer, placesInScalar(text, { value: node.value, type: node.type, start, end }));
    }
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      aliases -= 1;
      if (aliases < 0) throw fault(`has more than ${BOUNDS.aliases} aliases`, at);
      if (target === undefined || open.has(target)) throw fault('has an alias that leads nowhere', at);
      return convert(target, pointer, depth + 1, open);
    }
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    const tag = node.tag?.startsWith('!') ? longForm(node.tag) : undefined;
    const inside = tag === undefined ? pointer : `${pointer}/${tag}`;
    const inner = new Set(open).add(node);
    const value = plain(node, inside, depth, inner);
    if (tag === undefined) return value;
    // `!GetAtt A.B` is the list ["A", "B"] in its long form.
    const long = tag === 'Fn::GetAtt' && typeof value === 'string' ? splitOnce(value) : value;
    return { [tag]: long };
  };

  const plain = (node: Node, pointer: string, depth: number, open: Set<unknown>): unknown => {
    if (isSeq(node))
      return node.items.map((item, index) => convert(item, `${pointer}/${index}`, depth + 1, open));
    if (isMap(node)) {
      const entries: [string, unknown][] = [];
      for (const { key, value } of node.items) {
        const name = String(isScalar(key) ? key.value : key);
        if (name === '<<')
          throw fault('has a merge key, which CloudFormation does not take', node.range?.[0]);
        const step = name.replaceAll('~', '~0').replaceAll('/', '~1');
        entries.push([name, convert(value, `${pointer}/${step}`, depth + 1, open)]);
      }
      return Object.fromEntries(entries);
    }
    return isScalar(node) ? scalar(node) : null;
  };

  const value = document === undefined ? null : convert(document.contents, '', 0, new Set());
  const place = (pointer: string): Origin => {
    const above = nearest(positions, pointer);
    const offset = above === pointer ? undefined : texts.get(above)?.(pointer.slice(above.length));
    const { line, column } = offset === undefined ? { ...positions.get(above) } : placeAt(offset);
    return { file, pointer, ...(line !== undefined && column !== undefined && { line, column }) };
  };
  return { value, place };
}

/** CloudFormation reads YAML 1.1, where yes and on are true; long digits are names of accounts and stay text. */
function scalar(node: { value: unknown; type?: unknown; source?: string }): unknown {
  const { value, type, source } = node;
  if (typeof value === 'number' && source !== undefined) return source;
  if (type !== 'PLAIN' || typeof value !== 'string') return value;
  if (/^(yes|on)$/i.test(value)) return true;
  return /^(no|off)$/i.test(value) ? false : value;
}

function longForm(tag: string): string {
  const name = tag.slice(1);
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
}

function splitOnce(text: string): string[] {
  const dot = text.indexOf('.');
  return dot === -1 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

/** The pointer itself, or the nearest above it that has a position. */
function nearest(positions: Map<string, unknown>, pointer: string): string {
  let at = pointer;
  while (at !== '' && !positions.has(at)) at = at.slice(0, at.lastIndexOf('/'));
  return at;
}
