// What a Terraform plan or state itself calls sensitive: the texts that must be shown nowhere.

const MARKS = /"(?:sensitive_values|sensitive_attributes|after_sensitive|before_sensitive|sensitive)"\s*:/;
/** Shorter texts are switches and numbers, and would blank out half of a line. */
const SHORTEST = 4;
/** Marks stand beside what they are about (Terraform, "JSON Output Format"): values -> their marks. */
const PAIRS = [
  ['values', 'sensitive_values'],
  ['after', 'after_sensitive'],
  ['before', 'before_sensitive'],
] as const;

/** The sensitive texts of a file, the longest first, as they are and as JSON writes them; none for a file that marks nothing. */
export function sensitiveTexts(text: string): string[] {
  if (!MARKS.test(text)) return [];
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch {
    return [];
  }
  const written = sensitiveIn(whole).flatMap((one) => [one, JSON.stringify(one).slice(1, -1)]);
  return [...new Set(written)].sort((a, b) => b.length - a.length);
}

/** The sensitive texts of a plan or state that was parsed. */
export function sensitiveIn(whole: unknown): string[] {
  const found = new Set<string>();
  const open: unknown[] = [whole];
  while (open.length > 0) {
    const node = open.pop();
    if (Array.isArray(node)) open.push(...node.filter(isObject));
    else if (isObject(node)) {
      take(node, found);
      open.push(...Object.values(node).filter(isObject));
    }
  }
  const declared = at(whole, 'configuration', 'root_module', 'variables');
  for (const [name, variable] of isObject(declared) ? Object.entries(declared) : [])
    if (at(variable, 'sensitive') === true) collect(at(whole, 'variables', name, 'value'), true, found);
  return [...found];
}

function at(value: unknown, ...keys: string[]): unknown {
  let here = value;
  for (const key of keys) here = isObject(here) && Object.hasOwn(here, key) ? here[key] : undefined;
  return here;
}

function take(node: Record<string, unknown>, found: Set<string>): void {
  for (const [values, marks] of PAIRS) collect(node[values], node[marks], found);
  // Outputs, and variables.
  if (node['sensitive'] === true) collect(node['value'], true, found);
  const attributes = node['sensitive_attributes'];
  if (!Array.isArray(attributes)) return;
  // State: each a path, or in older ones a name (`[{ "type": "get_attr", "value": "password" }]`).
  for (const path of attributes) {
    let value = node['attributes'];
    for (const step of Array.isArray(path) ? path : [path]) {
      const key = isObject(step) ? step['value'] : step;
      const known = typeof key === 'string' || typeof key === 'number';
      value = known && isObject(value) ? Reflect.get(value, key) : undefined;
    }
    collect(value, true, found);
  }
}

/** The texts of a value at the places that are marked `true`. */
function collect(value: unknown, mark: unknown, found: Set<string>): void {
  if (mark === true) {
    if (typeof value === 'string' && value.length >= SHORTEST) found.add(value);
    else if (isObject(value)) for (const inner of Object.values(value)) collect(inner, true, found);
  } else if (isObject(mark) && isObject(value)) {
    for (const [key, inner] of Object.entries(mark)) collect(Reflect.get(value, key), inner, found);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
