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
    into.set(module.prefix + address, { expressions, targets });
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

function own(of: Raw, key: string): unknown {
  return Object.hasOwn(of, key) ? of[key] : undefined;
}
