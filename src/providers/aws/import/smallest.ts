// The smallest node of answers that says what a setting says, where the two are not alike: by the texts and numbers in both.
import { BOUNDS } from '../../../snapshot/bounds.ts';
import { raw } from '../answers/shape.ts';

/** A node of an answer. */
export interface Node {
  value: unknown;
  pointer: string;
}

/** The smallest of the nodes at or below these that holds the most of a value's texts and numbers; undefined when none holds any. */
export function smallestWith(value: unknown, roots: Node[]): Node | undefined {
  const wanted = new Set(leavesOf(value));
  if (wanted.size === 0) return undefined;
  let best: Node | undefined;
  let most = 0;
  let size = Number.POSITIVE_INFINITY;
  let left = BOUNDS.places;
  const look = (node: Node): { found: Set<string>; size: number } => {
    left -= 1;
    const found = new Set<string>();
    let own = 1;
    if (left >= 0)
      for (const [key, inner] of Object.entries(entriesOf(node.value))) {
        const below = look({ value: inner, pointer: `${node.pointer}/${escaped(key)}` });
        for (const leaf of below.found) found.add(leaf);
        own += below.size;
      }
    const leaf = leafOf(node.value);
    if (leaf !== undefined && wanted.has(leaf)) found.add(leaf);
    if (found.size > most || (found.size === most && most > 0 && own < size)) {
      best = node;
      most = found.size;
      size = own;
    }
    return { found, size: own };
  };
  for (const root of roots) look(root);
  return best;
}

/** Texts and numbers in a value, as texts; everyone is `all` to EC2 and RDS. */
function leavesOf(value: unknown): string[] {
  const leaf = leafOf(value);
  if (leaf !== undefined) return [leaf];
  return Object.entries(entriesOf(value)).flatMap(([key, inner]) =>
    key === 'everyone' && inner === true ? ['all'] : leavesOf(inner),
  );
}

function leafOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}

function entriesOf(value: unknown): Record<string, unknown> {
  return Array.isArray(value) ? { ...value } : (raw(value) ?? {});
}

/** A key as a step of a JSON pointer. */
export function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
