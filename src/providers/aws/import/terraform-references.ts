// What an expression in a plan's configuration speaks of: references, followed through variables and outputs of modules.
import { type Raw, raw, raws, word } from '../iam/shape.ts';
import { withoutKeys } from './terraform.ts';

/** A module of the configuration and the call that made it. */
interface Module {
  /** `module.web.` or '' for the root. */
  prefix: string;
  body: Raw;
  parent?: Module;
  /** Expressions of the call. */
  given: Raw;
}

/** What the configuration says about one resource. */
export interface Configured {
  expressions: Raw;
  targets(attribute: string): string[];
  /** The one policy document of the plan whose text the attribute is; undefined where it is, or may be, more than that. */
  document(attribute: string): Sole | undefined;
  /** The same of every document that the attribute's list is made of. */
  documents(attribute: string): Sole[] | undefined;
}

/** An address without instance keys, and the key that the reference itself names: `[0]`. */
export interface Sole {
  address: string;
  key: string;
}

const DEEPEST = 40;

/** The configuration by address without instance keys; undefined when the plan has none. */
export function configurationOf(plan: Raw): Map<string, Configured> | undefined {
  const root = raw(raw(plan['configuration'])?.['root_module']);
  if (root === undefined) return undefined;
  const found = new Map<string, Configured>();
  gather({ prefix: '', body: root, given: {} }, found, 0);
  return found;
}

function gather(module: Module, into: Map<string, Configured>, depth: number): void {
  if (depth > DEEPEST) return;
  for (const { item } of raws(module.body['resources']) ?? []) {
    const address = word(item['address']);
    const expressions = raw(item['expressions']) ?? {};
    if (address === undefined) continue;
    const targets = (attribute: string) => [...follow(expressions[attribute], module, 0)];
    into.set(module.prefix + address, {
      expressions,
      targets,
      document(attribute) {
        const [only, ...more] = documentsOf(expressions[attribute], module, 0) ?? [];
        return more.length === 0 ? only : undefined;
      },
      documents: (attribute) => documentsOf(expressions[attribute], module, 0),
    });
  }
  for (const name of Object.keys(raw(module.body['module_calls']) ?? {})) {
    const inner = called(module, name);
    if (inner !== undefined) gather(inner, into, depth + 1);
  }
}

function called(parent: Module, name: string): Module | undefined {
  const calls = raw(parent.body['module_calls']);
  const call = calls !== undefined && Object.hasOwn(calls, name) ? raw(calls[name]) : undefined;
  const body = raw(call?.['module']);
  if (body === undefined) return undefined;
  return { prefix: `${parent.prefix}module.${name}.`, body, parent, given: raw(call?.['expressions']) ?? {} };
}

/** The policy documents that an expression speaks of, where it speaks of nothing else. */
function documentsOf(expression: unknown, module: Module, depth: number): Sole[] | undefined {
  const given = raw(expression)?.['references'];
  if (depth > DEEPEST || !Array.isArray(given) || given.length > MOST) return undefined;
  const references = given.filter((one): one is string => typeof one === 'string');
  const found: Sole[] = [];
  for (const reference of references) {
    // `data.x.y.json` is followed by `data.x.y`, of which it is a part; keys of instances stand beside them.
    const isPart = references.some(
      (other) =>
        other !== reference && /^[.[]/.test(other.slice(reference.length)) && other.startsWith(reference),
    );
    if (isPart || /^(each\.(key|value)|count\.index)$/.test(reference)) continue;
    const document = DOCUMENT.exec(reference);
    const [first = '', second = '', third = ''] = withoutKeys(reference).split('.');
    const inner =
      first === 'var' && module.parent !== undefined
        ? documentsOf(own(module.given, second), module.parent, depth + 1)
        : first === 'module'
          ? outputDocuments(module, second, third, depth)
          : undefined;
    if (document !== null) found.push({ address: `${module.prefix}${document[1]}`, key: document[2] ?? '' });
    else if (inner === undefined) return undefined;
    else found.push(...inner);
  }
  return found.length === 0 ? undefined : found;
}

/** References of one expression; people write a handful. */
const MOST = 200;

const DOCUMENT =
  /^(data\.aws_iam_policy_document\.[\w-]+)(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.(?:minified_)?json$/;

function outputDocuments(module: Module, name: string, output: string, depth: number): Sole[] | undefined {
  const inner = called(module, name);
  const out = inner && raw(own(raw(inner.body['outputs']) ?? {}, output));
  return inner && documentsOf(out?.['expression'], inner, depth + 1);
}

/** Addresses of the resources that an expression speaks of. */
function follow(expression: unknown, module: Module, depth: number): Set<string> {
  const found = new Set<string>();
  const references = raw(expression)?.['references'];
  if (depth > DEEPEST || !Array.isArray(references)) return found;
  for (const reference of references) {
    if (typeof reference !== 'string') continue;
    for (const address of lead(withoutKeys(reference).split('.'), module, depth)) found.add(address);
  }
  return found;
}

function lead(steps: string[], module: Module, depth: number): Iterable<string> {
  const [first = '', second = '', third] = steps;
  if (first === 'var' && module.parent !== undefined)
    return follow(own(module.given, second), module.parent, depth + 1);
  if (first === 'module') {
    const inner = called(module, second);
    const output = raw(own(raw(inner?.body['outputs']) ?? {}, third ?? ''));
    return inner === undefined ? [] : follow(output?.['expression'], inner, depth + 1);
  }
  return /^aws_/.test(first) && second !== '' ? [`${module.prefix}${first}.${second}`] : [];
}

/** What a variable is given inside a module instance, `module.web.` without instance keys, where that is written out. */
export function variableOf(plan: Raw, prefix: string, name: string): { value: unknown } | undefined {
  const body = raw(raw(plan['configuration'])?.['root_module']);
  let module: Module | undefined = body && { prefix: '', body, given: {} };
  for (const step of prefix.split('.').filter((one) => one !== '' && one !== 'module'))
    module = module && called(module, step);
  return module && given(plan, module, name);
}

function given(plan: Raw, module: Module, name: string): { value: unknown } | undefined {
  const declared = raw(own(raw(module.body['variables']) ?? {}, name));
  if (declared?.['sensitive'] === true) return undefined;
  if (module.parent === undefined) {
    const set = raw(own(raw(plan['variables']) ?? {}, name));
    if (set !== undefined && Object.hasOwn(set, 'value')) return { value: set['value'] };
  } else if (Object.hasOwn(module.given, name)) {
    const expression = raw(module.given[name]);
    if (expression !== undefined && Object.hasOwn(expression, 'constant_value'))
      return { value: expression['constant_value'] };
    // Which variables an expression speaks of does not say what it makes of them.
    return undefined;
  }
  return declared !== undefined && Object.hasOwn(declared, 'default')
    ? { value: declared['default'] }
    : undefined;
}

function own(of: Raw, key: string): unknown {
  return Object.hasOwn(of, key) ? of[key] : undefined;
}
