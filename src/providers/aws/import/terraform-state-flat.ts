// Attributes as old Terraform states write them: `tags.%`, `tags.team`, `rule.#`, `rule.0.name` -> maps and lists.
import type { Raw } from '../answers/shape.ts';

/** The attributes as an object. Members of a set come in the order of the file. */
export function unflattened(flat: Raw): Raw {
  const root: Branch = new Map();
  for (const [path, value] of Object.entries(flat)) plant(root, path.split('.'), value);
  return Object.fromEntries([...root].map(([key, node]) => [key, grown(node)]));
}

type Branch = Map<string, Branch | { leaf: unknown }>;

const DEEPEST = 40;

function plant(root: Branch, steps: string[], value: unknown): void {
  let branch = root;
  const inner = steps.slice(0, Math.min(steps.length - 1, DEEPEST));
  for (const step of inner) {
    const next = branch.get(step);
    if (next instanceof Map) branch = next;
    else {
      const fresh: Branch = new Map();
      branch.set(step, fresh);
      branch = fresh;
    }
  }
  branch.set(steps.slice(inner.length).join('.'), { leaf: value });
}

function grown(node: Branch | { leaf: unknown }): unknown {
  if (!(node instanceof Map)) return node.leaf;
  const size = node.get('#');
  if (size !== undefined) return [...node].flatMap(([key, inner]) => (key === '#' ? [] : [grown(inner)]));
  if (node.has('%'))
    return Object.fromEntries([...node].flatMap(([key, inner]) => (key === '%' ? [] : leaves(key, inner))));
  return Object.fromEntries([...node].map(([key, inner]) => [key, grown(inner)]));
}

/** Keys of a map may hold dots themselves. */
function leaves(path: string, node: Branch | { leaf: unknown }): [string, unknown][] {
  if (!(node instanceof Map)) return [[path, node.leaf]];
  return [...node].flatMap(([key, inner]) => leaves(`${path}.${key}`, inner));
}
