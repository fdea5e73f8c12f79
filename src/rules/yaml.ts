// One YAML file of data: no aliases, no tags, no warnings, bounded; every value can be found again by its JSON pointer.
import { isAlias, isMap, isNode, isPair, isScalar, isSeq, type Node } from 'yaml';
import type { Fault, Place } from '../errors.ts';
import { readDocument } from '../yaml.ts';

const MAX_BYTES = 1024 * 1024;
const MAX_DEPTH = 64;

export interface YamlFile {
  value: unknown;
  /** The place of the value that a JSON pointer leads to, or of the nearest one around it. */
  locate(pointer: string): Place;
  /** The place of a key in the map that a JSON pointer leads to. */
  locateKey(pointer: string, key: string): Place;
}

/** Reads YAML (or JSON). Everything that is wrong with it goes into `faults`, and then there is no file. */
export function readYaml(text: string, file: string, faults: Fault[]): YamlFile | undefined {
  const fault = (message: string, place: Place = { file }): undefined => {
    faults.push({ message, place });
    return undefined;
  };
  if (text.length > MAX_BYTES) return fault('is larger than 1 MB');
  const { document, faults: broken, placeAt } = readDocument(text, file, MAX_DEPTH);
  faults.push(...broken);
  if (broken.length > 0) return undefined;
  if (document === undefined) return fault('is empty');
  for (const { message, pos } of document.warnings)
    fault(`is not YAML that can be used: ${firstLine(message)}`, placeAt(pos[0]));
  if (document.warnings.length > 0) return undefined;
  const root = document.contents;
  if (root === null || !isNode(root)) return fault('is empty');
  const before = faults.length;
  inspect(root, (message, node) => fault(message, placeAt(node.range?.[0] ?? 0)));
  if (faults.length > before) return undefined;
  return {
    value: document.toJS({ maxAliasCount: 0 }),
    locate: (pointer) => placeAt(offsetOf(root, pointer)),
    locateKey: (pointer, key) => placeAt(offsetOf(root, `${pointer}/${escapeToken(key)}`, true)),
  };
}

/** A pointer token for a key. */
export function escapeToken(key: string | number): string {
  return String(key).replaceAll('~', '~0').replaceAll('/', '~1');
}

function unescapeToken(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}

/** Refuses what data has no need of, before anything recursive meets it. */
function inspect(node: unknown, refuse: (message: string, node: Node) => void): void {
  if (!isNode(node)) return;
  if (isAlias(node)) refuse(`uses the alias *${node.source}; write the value out`, node);
  else if (isSeq(node)) {
    for (const item of node.items) inspect(item, refuse);
  } else if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (!isScalar(key) || typeof key.value === 'object')
        refuse('has a key that is not a plain word', isNode(key) ? key : node);
      else if (key.value === '__proto__') refuse('has the key "__proto__", which is not allowed', key);
      inspect(value, refuse);
    }
  }
}

function offsetOf(root: Node, pointer: string, wantKey = false): number {
  let node: unknown = root;
  let offset = root.range?.[0] ?? 0;
  const tokens = pointer.split('/').slice(1).map(unescapeToken);
  for (const [index, token] of tokens.entries()) {
    let next: unknown;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === token);
      if (!isPair(pair)) break;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      if (wantKey && index === tokens.length - 1) break;
      next = pair.value;
    } else if (isSeq(node)) next = node.items[Number(token)];
    if (!isNode(next)) break;
    node = next;
    offset = next.range?.[0] ?? offset;
  }
  return offset;
}
