// What an expression in a plan's configuration speaks of: references, followed through variables and outputs of modules.
import { BOUNDS } from '../../../snapshot/bounds.ts';
import { type Raw, raw, raws, word } from '../answers/shape.ts';
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
  /** The ARNs and ids of managed resources that one of its expressions is made of, where it is made of nothing else. */
  made(expression: unknown): Made[] | undefined;
}

/** An attribute of a managed resource: an address without instance keys, and `arn`. */
export interface Made {
  address: string;
  attribute: string;
}

/** An address without instance keys, and the key that the reference itself names: `[0]`. */
export interface Sole {
  address: string;
  key: string;
}

/** The configuration by address without instance keys; undefined when the plan has none. */
export function configurationOf(plan: Raw): Map<string, Configured> | undefined {
  const root = raw(raw(plan['configuration'])?.['root_module']);
  if (root === undefined) return undefined;
  const found = new Map<string, Configured>();
  gather({ prefix: '', body: root, given: {} }, found, 0);
  return found;
}

function gather(module: Module, into: Map<string, Configured>, depth: number): void {
  if (depth > BOUNDS.references) return;
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
      made: (expression) => madeOf(expression, module, 0),
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
  return solely(expression, module, depth, (reference, { prefix }) => {
    const [, address, key = ''] = DOCUMENT.exec(reference) ?? [];
    return address === undefined ? undefined : { address: prefix + address, key };
  });
}

/** The attributes of managed resources that an expression speaks of, where it speaks of nothing else. */
function madeOf(expression: unknown, module: Module, depth: number): Made[] | undefined {
  return solely(expression, module, depth, (reference, { prefix }) => {
    const [, address, attribute] = MADE.exec(withoutKeys(reference)) ?? [];
    return address === undefined || attribute === undefined
      ? undefined
      : { address: prefix + address, attribute };
  });
}

const MADE = /^(aws_\w+\.[\w-]+)\.(\w+)$/;

/** What every reference of an expression is to `read`, through variables and outputs of modules; undefined where one is something else. */
function solely<T>(
  expression: unknown,
  module: Module,
  depth: number,
  read: (reference: string, module: Module) => T | undefined,
  known = new Map<string, T[] | undefined>(),
): T[] | undefined {
  const given = raw(expression)?.['references'];
  if (depth > BOUNDS.references || !Array.isArray(given) || given.length > MOST) return undefined;
  const references = given.filter((one): one is string => typeof one === 'string');
  const found: T[] = [];
  for (const reference of references) {
    // `data.x.y.json` is followed by `data.x.y`, of which it is a part; keys of instances stand beside them.
    const isPart = references.some(
      (other) =>
        other !== reference && /^[.[]/.test(other.slice(reference.length)) && other.startsWith(reference),
    );
    if (isPart || /^(each\.(key|value)|count\.index)$/.test(reference)) continue;
    const direct = read(reference, module);
    const steps = withoutKeys(reference).split('.');
    const [first = '', second = '', third = ''] = steps;
    const way = wayOf(module, steps);
    // What leads back to itself comes to nothing; each way is gone once, however many lead there.
    if (!known.has(way)) {
      known.set(way, undefined);
      const inner =
        first === 'var' && module.parent !== undefined
          ? solely(own(module.given, second), module.parent, depth + 1, read, known)
          : first === 'module'
            ? throughOutput(module, second, third, depth, read, known)
            : undefined;
      known.set(way, inner);
    }
    const inner = known.get(way);
    if (direct !== undefined) found.push(direct);
    else if (inner === undefined) return undefined;
    else found.push(...inner);
    if (found.length > MOST) return undefined;
  }
  return found.length === 0 ? undefined : found;
}

/** References of one expression; people write a handful. */
const MOST = 200;

const DOCUMENT =
  /^(data\.aws_iam_policy_document\.[\w-]+)(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.(?:minified_)?json$/;

function throughOutput<T>(
  module: Module,
  name: string,
  output: string,
  depth: number,
  read: (reference: string, module: Module) => T | undefined,
  known: Map<string, T[] | undefined>,
): T[] | undefined {
  const inner = called(module, name);
  const out = inner && raw(own(raw(inner.body['outputs']) ?? {}, output));
  return inner && solely(out?.['expression'], inner, depth + 1, read, known);
}

/** A reference in a module, as far as it is followed. */
function wayOf({ prefix }: Module, steps: string[]): string {
  return `${prefix} ${steps.slice(0, 3).join('.')}`;
}

/** Addresses of the resources that an expression speaks of. `gone`: ways that were followed already. */
function follow(expression: unknown, module: Module, depth: number, gone = new Set<string>()): Set<string> {
  const found = new Set<string>();
  const references = raw(expression)?.['references'];
  if (depth > BOUNDS.references || !Array.isArray(references)) return found;
  for (const reference of references) {
    if (typeof reference !== 'string') continue;
    const steps = withoutKeys(reference).split('.');
    const way = wayOf(module, steps);
    if (gone.has(way)) continue;
    gone.add(way);
    for (const address of lead(steps, module, depth, gone)) found.add(address);
  }
  return found;
}

function lead(steps: string[], module: Module, depth: number, gone: Set<string>): Iterable<string> {
  const [first = '', second = '', third] = steps;
  if (first === 'var' && module.parent !== undefined)
    return follow(own(module.given, second), module.parent, depth + 1, gone);
  if (first === 'module') {
    const inner = called(module, second);
    const output = raw(own(raw(inner?.body['outputs']) ?? {}, third ?? ''));
    return inner === undefined ? [] : follow(output?.['expression'], inner, depth + 1, gone);
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
