// What a Terraform plan or state itself calls sensitive: the texts that must be shown nowhere.

const MARKS = /"(?:sensitive_values|sensitive_attributes|after_sensitive|before_sensitive|sensitive)"\s*:/;
/** Shorter texts are switches and counts, and would blank out half of a line. */
const SHORTEST = 4;
/** Marks stand beside what they are about (Terraform, "JSON Output Format"): values -> their marks. */
const PAIRS = [
  ['values', 'sensitive_values'],
  ['after', 'after_sensitive'],
  ['before', 'before_sensitive'],
] as const;

/**
 * The sensitive texts of a file, in every way in which they may be written in it; none for a file that marks nothing, undefined for one that
 * marks something and does not parse.
 */
export function sensitiveTexts(text: string): string[] | undefined {
  if (!MARKS.test(text)) return [];
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch {
    return undefined;
  }
  return [...new Set(sensitiveIn(whole).flatMap(writtenForms))];
}

/** A text as it is, in JSON, in JSON inside of JSON, and percent-encoded. */
export function writtenForms(text: string): string[] {
  const once = new Set([text, ...inJson(text)]);
  const twice = [...once].flatMap(inJson);
  return [...new Set([...once, ...twice, encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'))])];
}

/** As JavaScript writes it, as Terraform does (Go's encoder, which spares HTML), and as tools do that write nothing but ASCII. */
function inJson(text: string): string[] {
  const plain = JSON.stringify(text).slice(1, -1);
  const code = (one: string) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return [plain, plain.replace(/[<>&\u2028\u2029]/g, code), plain.replace(/[^ -~]/g, code)];
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
    let value: unknown = node['attributes'] ?? node['attributes_flat'];
    let known = false;
    for (const step of Array.isArray(path) ? path : [path]) {
      const key = isObject(step) ? step['value'] : step;
      const named = typeof key === 'string' || typeof key === 'number';
      const next: unknown = named && isObject(value) ? Reflect.get(value, key) : undefined;
      // Members of a set have no name: all of it is then sensitive.
      if (next === undefined) break;
      value = next;
      known = true;
    }
    if (known) collect(value, true, found);
  }
}

/** The texts of a value at the places that are marked `true`. */
function collect(value: unknown, mark: unknown, found: Set<string>): void {
  if (mark === true) {
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text === 'string' && text.length >= SHORTEST) found.add(text);
    else if (isObject(value)) for (const inner of Object.values(value)) collect(inner, true, found);
  } else if (isObject(mark) && isObject(value)) {
    for (const [key, inner] of Object.entries(mark)) collect(Reflect.get(value, key), inner, found);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
