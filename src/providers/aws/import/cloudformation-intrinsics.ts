// Intrinsic functions, resolved as far as the template alone says: nothing is run, nothing is guessed.
import { BOUNDS, megabytes } from '../../../snapshot/bounds.ts';
import { type Raw, raw, word } from '../answers/shape.ts';
import { type Home, regionFor } from './declared-names.ts';

/** What a value comes to. `exact`: nothing in it stands for something that is known only when the stack is made. */
export type Resolved = { ok: true; value: unknown; exact: boolean } | { ok: false; why: string };

/** A template with what its names stand for. */
export interface Stack {
  pseudo: Map<string, string>;
  /** Pseudo parameters that are known before the stack is made. */
  certain: Set<string>;
  parameters: Raw;
  mappings: Raw;
  /** What Ref and GetAtt of a resource come to; undefined when there is no such resource. */
  resource(logicalId: string, attribute: string | undefined): string | undefined;
  /** Parameters whose default was used. */
  defaults: Set<string>;
  /** Values that may still be resolved: what a hostile template can make of itself is bounded. */
  budget: { left: number };
}

/** Stands for the account that the stack is made in. AWS gives this number to nobody. */
export const THIS_ACCOUNT = '000000000000';
/** Pseudo parameters -> what they are, or what stands for them (CloudFormation user guide, "Pseudo parameters reference"). */
export function pseudoOf(home: Home, stackName = 'aws-stackname'): Map<string, string> {
  const region = regionFor(home);
  const account = home.account ?? THIS_ACCOUNT;
  const china = home.partition === 'aws-cn';
  return new Map([
    ['AWS::AccountId', account],
    ['AWS::Partition', home.partition],
    ['AWS::URLSuffix', china ? 'amazonaws.com.cn' : 'amazonaws.com'],
    ['AWS::Region', region],
    ['AWS::StackName', stackName],
    ['AWS::StackId', `arn:${home.partition}:cloudformation:${region}:${account}:stack/${stackName}`],
    ['AWS::NotificationARNs', 'aws-notificationarns'],
  ]);
}
const GONE = Symbol('AWS::NoValue');

/** A value with every function in it resolved; not ok as soon as one cannot be. Undefined stands for AWS::NoValue. */
export function resolve(value: unknown, stack: Stack, depth = 0): Resolved {
  const found = within(value, stack, depth);
  return found.ok && found.value === GONE ? { ...found, value: undefined } : found;
}

function within(value: unknown, stack: Stack, depth: number): Resolved {
  if (depth > BOUNDS.yaml) return { ok: false, why: `is nested deeper than ${BOUNDS.yaml} levels` };
  stack.budget.left -= 1;
  if (stack.budget.left < 0) return { ok: false, why: 'is in a template that grows too big' };
  if (Array.isArray(value)) return list(value, stack, depth);
  const object = raw(value);
  if (object === undefined) return { ok: true, value, exact: true };
  const keys = Object.keys(object);
  const [only = ''] = keys;
  if (keys.length === 1 && (only === 'Ref' || only.startsWith('Fn::')))
    return call(only, object[only], stack, depth);
  if (keys.some((key) => key.startsWith('Fn::')))
    return { ok: false, why: `uses ${keys.find((key) => key.startsWith('Fn::'))}` };
  let exact = true;
  const entries: [string, unknown][] = [];
  for (const key of keys) {
    const inner = within(object[key], stack, depth + 1);
    if (!inner.ok) return inner;
    exact &&= inner.exact;
    if (inner.value !== GONE) entries.push([key, inner.value]);
  }
  return { ok: true, value: Object.fromEntries(entries), exact };
}

function list(values: unknown[], stack: Stack, depth: number): Resolved {
  let exact = true;
  const found: unknown[] = [];
  for (const value of values) {
    const inner = within(value, stack, depth + 1);
    if (!inner.ok) return inner;
    exact &&= inner.exact;
    if (inner.value !== GONE) found.push(inner.value);
  }
  return { ok: true, value: found, exact };
}

function call(name: string, argument: unknown, stack: Stack, depth: number): Resolved {
  if (name === 'Ref' && typeof argument === 'string') return reference(argument, stack);
  if (name === 'Fn::GetAtt') {
    const path = Array.isArray(argument) ? argument : typeof argument === 'string' ? argument.split('.') : [];
    const [logicalId, ...rest] = path;
    return typeof logicalId === 'string' && rest.length > 0 && rest.every((step) => typeof step === 'string')
      ? attribute(logicalId, rest.join('.'), stack)
      : { ok: false, why: 'uses a GetAtt that names no attribute' };
  }
  if (name === 'Fn::Sub') return substitute(argument, stack, depth);
  if (name === 'Fn::Join') return join(argument, stack, depth);
  if (name === 'Fn::FindInMap') return lookUp(argument, stack, depth);
  return { ok: false, why: `uses ${name}, which is known only when the stack is made` };
}

function reference(name: string, stack: Stack): Resolved {
  if (name === 'AWS::NoValue') return { ok: true, value: GONE, exact: true };
  const pseudo = stack.pseudo.get(name);
  if (pseudo !== undefined) return { ok: true, value: pseudo, exact: stack.certain.has(name) };
  const declared = Object.hasOwn(stack.parameters, name) ? raw(stack.parameters[name]) : undefined;
  if (declared !== undefined) return parameter(name, declared, stack);
  const resource = stack.resource(name, undefined);
  return resource === undefined
    ? { ok: false, why: `refers to ${name}, which is not in the template` }
    : { ok: true, value: resource, exact: false };
}

function parameter(name: string, declared: Raw, stack: Stack): Resolved {
  const fallback = declared['Default'];
  const type = word(declared['Type']) ?? 'String';
  const secret = declared['NoEcho'] === true || declared['NoEcho'] === 'true';
  if (fallback === undefined)
    return { ok: false, why: `depends on the parameter ${name}, which has no default` };
  if (secret) return { ok: false, why: `depends on the parameter ${name}, which is secret` };
  if (type.startsWith('AWS::SSM::Parameter::Value'))
    return { ok: false, why: `depends on the parameter ${name}, which is read from Systems Manager` };
  stack.defaults.add(name);
  const text = String(fallback);
  const many = type === 'CommaDelimitedList' || type.startsWith('List<');
  return { ok: true, value: many ? text.split(',').map((entry) => entry.trim()) : text, exact: true };
}

function attribute(logicalId: string, name: string, stack: Stack): Resolved {
  const value = stack.resource(logicalId, name);
  return value === undefined
    ? { ok: false, why: `refers to ${logicalId}, which is not in the template` }
    : { ok: true, value, exact: false };
}

/** `text` or `[text, { name: value }]`; `${!x}` is a literal `${x}`. */
function substitute(argument: unknown, stack: Stack, depth: number): Resolved {
  const [text, names] = Array.isArray(argument) ? argument : [argument];
  const own = raw(names) ?? {};
  if (typeof text !== 'string') return { ok: false, why: 'uses a Sub without a text' };
  let [result, exact, last] = ['', true, 0];
  for (const match of text.matchAll(/\$\{([^}]*)\}/g)) {
    const name = (match[1] ?? '').trim();
    const found = part(name, own, stack, depth);
    if (!found.ok) return found;
    if (typeof found.value === 'object' || typeof found.value === 'symbol')
      return { ok: false, why: `puts ${name}, which is no text, into a text` };
    result += text.slice(last, match.index) + String(found.value);
    last = match.index + match[0].length;
    if (result.length > megabytes(BOUNDS.template))
      return { ok: false, why: 'uses a Sub that grows too big' };
    exact &&= found.exact;
  }
  return { ok: true, value: result + text.slice(last), exact };
}

function part(name: string, own: Raw, stack: Stack, depth: number): Resolved {
  if (name.startsWith('!')) return { ok: true, value: `\${${name.slice(1)}}`, exact: true };
  if (Object.hasOwn(own, name)) return within(own[name], stack, depth + 1);
  const dot = name.indexOf('.');
  return dot === -1 ? reference(name, stack) : attribute(name.slice(0, dot), name.slice(dot + 1), stack);
}

/** `[map, first key, second key]` */
function lookUp(argument: unknown, stack: Stack, depth: number): Resolved {
  const path = within(argument, stack, depth + 1);
  if (!path.ok) return path;
  const keys = Array.isArray(path.value) ? path.value.slice(0, 3) : [];
  let at: unknown = stack.mappings;
  for (const key of keys) {
    const map = raw(at);
    at = map !== undefined && typeof key === 'string' && Object.hasOwn(map, key) ? map[key] : undefined;
  }
  return keys.length < 3 || at === undefined
    ? { ok: false, why: 'uses an entry of a map that is known only when the stack is made' }
    : { ok: true, value: at, exact: path.exact };
}

/** `[delimiter, list]` */
function join(argument: unknown, stack: Stack, depth: number): Resolved {
  const [delimiter, values] = Array.isArray(argument) ? argument : [];
  const found = within(values, stack, depth + 1);
  if (!found.ok) return found;
  if (typeof delimiter !== 'string' || !Array.isArray(found.value))
    return { ok: false, why: 'uses a Join without a list' };
  const texts = found.value.filter((entry) => typeof entry === 'string' || typeof entry === 'number');
  if (texts.length < found.value.length) return { ok: false, why: 'joins what is no text' };
  return { ok: true, value: texts.join(delimiter), exact: found.exact };
}

/** The resources of a template: logical id, type and properties. */
export function resourcesOf(template: Raw): { logicalId: string; type: string; properties: unknown }[] {
  const found: { logicalId: string; type: string; properties: unknown }[] = [];
  for (const [logicalId, entry] of Object.entries(raw(template['Resources']) ?? {})) {
    const type = word(raw(entry)?.['Type']);
    if (type !== undefined) found.push({ logicalId, type, properties: raw(entry)?.['Properties'] ?? {} });
  }
  return found;
}
