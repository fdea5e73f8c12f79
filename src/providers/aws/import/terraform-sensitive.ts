// What Terraform marks as sensitive, and every value that holds it: none of it is read.
// Source: Terraform documentation, "JSON Output Format" (before_sensitive, after_sensitive, sensitive_values).
import { BOUNDS } from '../../../snapshot/bounds.ts';
import { type Find, finderOf } from '../../../snapshot/find-texts.ts';
import { sensitiveIn, writtenForms } from '../../../snapshot/sensitive.ts';
import { type Raw, raw } from '../answers/shape.ts';

/** Shorter texts stand in too many places by chance. */
const SHORTEST = 8;
/** Values without what is sensitive, and the names of what was left out. */
export interface Sifted {
  values: Raw;
  hidden: Set<string>;
}

/** Sifts the attributes of one thing; `marks` are those of the same thing. */
export type Sift = (values: Raw, marks: unknown) => Sifted;

/** How the things of a plan or a state are sifted: by their marks, and by the sensitive texts of the whole file. */
export function siftOf(root: Raw): Sift {
  const texts = sensitiveIn(root).filter(({ length }) => length >= SHORTEST);
  const find = texts.length === 0 ? undefined : finderOf(texts.flatMap(writtenForms));
  return (values, marks) => {
    // What is known after apply is not among the values, and marked all the same.
    const marked = Object.entries(raw(marks) ?? {}).filter(([, mark]) => isMarked(mark));
    const hidden = new Set(marked.map(([name]) => name));
    const kept: [string, unknown][] = [];
    for (const [name, value] of Object.entries(values)) {
      const secret = hidden.has(name) || marks === true || (find && holds(value, find));
      if (secret === true) hidden.add(name);
      else kept.push([name, value]);
    }
    return hidden.size === 0 ? { values, hidden } : { values: Object.fromEntries(kept), hidden };
  };
}

/** True where something is marked: `true` anywhere in the tree. */
export function isMarked(marks: unknown, depth = 0): boolean {
  if (depth > BOUNDS.depth || marks === true) return true;
  if (typeof marks !== 'object' || marks === null) return false;
  return Object.values(marks).some((inner) => isMarked(inner, depth + 1));
}

/** Variables of the root module that are declared to be sensitive. */
export function sensitiveVariables(root: Raw): Set<string> {
  const declared = raw(raw(raw(root['configuration'])?.['root_module'])?.['variables']) ?? {};
  return new Set(Object.keys(declared).filter((name) => raw(declared[name])?.['sensitive'] === true));
}

/** The marks of an instance in a state file: `[[{ type: "get_attr", value: "password" }]]`. */
export function marksOfInstance(instance: Raw): unknown {
  const paths = Array.isArray(instance['sensitive_attributes']) ? instance['sensitive_attributes'] : [];
  const names = paths.flatMap((path) => {
    const [first] = Array.isArray(path) ? path : [path];
    const name = typeof first === 'string' ? first : raw(first)?.['value'];
    return typeof name === 'string' ? [[name.split('.')[0] ?? name, true]] : [];
  });
  return Object.fromEntries(names);
}

function holds(value: unknown, find: Find, depth = 0): boolean {
  if (typeof value === 'string' || typeof value === 'number') return find(String(value)) !== undefined;
  if (typeof value !== 'object' || value === null || depth > BOUNDS.depth) return false;
  return Object.entries(value).some(
    ([key, inner]) => find(key) !== undefined || holds(inner, find, depth + 1),
  );
}
