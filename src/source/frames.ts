// Instances of modules: where their source stands, and what the names in it come to.
import { type Known, type Told, toldOf } from '../snapshot/told.ts';
import { calledFolder } from './addresses.ts';
import { bodyTold } from './bodies.ts';
import type { Index } from './declared.ts';
import { evaluate, type Names, type Step, within } from './evaluate.ts';
import type { Body } from './expression.ts';
import { push } from './tie.ts';

/** One instance of a module. */
export interface Frame {
  index: Index;
  /** Folder of the root module, and the calls that lead here from it: `web.inner`. */
  root: string;
  calls: string;
  /** Folder of this module; undefined for one that was downloaded. */
  folder: string | undefined;
  bodies: Body[];
  /** `module.web["eu"].`, '' for the root. */
  prefix: string;
  /** Who calls it, with the call and the key of this instance. */
  caller?: { frame: Frame; call: Body; key: string | number | undefined };
  known: Known;
  budget: Names['budget'];
}

/** A block of a module, or a call of one, and the key of its instance. */
interface Seat {
  body: Body | undefined;
  key: string | number | undefined;
}

/** The one block of this kind and labels in the module. */
export function blockIn(frame: Frame, kind: string, ...labels: string[]): Body | undefined {
  const found = blocksIn(frame, kind, ...labels);
  return found.length === 1 ? found[0] : undefined;
}

function blocksIn({ bodies }: Frame, ...names: string[]): Body[] {
  let index = indexes.get(bodies);
  if (index === undefined) {
    index = new Map();
    for (const body of bodies) push(index, JSON.stringify([body.kind, ...body.labels]), body);
    indexes.set(bodies, index);
  }
  return index.get(JSON.stringify(names)) ?? [];
}

/** Blocks of a module by kind and labels. */
const indexes = new WeakMap<Body[], Map<string, Body[]>>();

/** The module that a call leads to, where its source is there. */
export function enter(frame: Frame, name: string, key: string | number | undefined): Frame | undefined {
  const call = blockIn(frame, 'module', name);
  const source = call?.attributes.get('source')?.value;
  if (call === undefined || source?.kind !== 'literal' || typeof source.value !== 'string') return undefined;
  const { index, root, folder: here } = frame;
  const place = { ...call, endLine: call.line, name, source: source.value };
  const folder = here === undefined ? undefined : calledFolder(index, here, place);
  const calls = frame.calls === '' ? name : `${frame.calls}.${name}`;
  const bodies =
    folder === undefined ? index.downloaded?.get(root)?.get(calls) : index.modules.get(folder)?.bodies;
  if (bodies === undefined) return undefined;
  const prefix = `${frame.prefix}module.${name}${key === undefined ? '' : `[${JSON.stringify(key)}]`}.`;
  return { ...frame, calls, folder, bodies, prefix, caller: { frame, call, key } };
}

/** Names as they are understood inside a block of a module. */
export function namesIn(frame: Frame, seat: Seat, depth = 0): Names {
  return {
    budget: frame.budget,
    refer(root, steps) {
      if (depth > DEEPEST) return { is: 'later', why: 'the source is too tangled' };
      const [first, ...rest] = steps;
      const name = typeof first === 'string' ? first : '';
      if (root === 'var') return within(variable(frame, name, depth), rest, `var.${name}`);
      if (root === 'local') return within(local(frame, name, depth), rest, `local.${name}`);
      if (root === 'each' || root === 'count') return instance(frame, seat, root, steps, depth);
      if (root === 'module') return output(frame, name, rest, depth);
      const reference = spelled(root, steps);
      const known = frame.known(frame.prefix, reference);
      if (known !== undefined && known.is !== 'later') return known;
      const { why = `${frame.prefix}${reference} is known after apply`, stands } = known ?? {};
      // These are texts whatever they say, so that nothing stands before or after them.
      if (/\.(arn|id|bucket)$/.test(reference))
        return { is: 'text', parts: [null], why, ...(stands !== undefined && { stands: [stands] }) };
      return { is: 'later', why, ...(stands !== undefined && { stands }) };
    },
  };
}

const DEEPEST = 40;

/** `data.aws_iam_policy_document.a["eu"].json` */
function spelled(root: string, steps: Step[]): string {
  return steps.reduce<string>(
    (text, step) => text + (typeof step === 'string' ? `.${step}` : `[${JSON.stringify(step.at)}]`),
    root,
  );
}

function variable(frame: Frame, name: string, depth: number): Told {
  const declared = blockIn(frame, 'variable', name);
  const secret = declared?.attributes.get('sensitive')?.value;
  if (secret?.kind === 'literal' && secret.value === true)
    return { is: 'later', why: `var.${name} is marked as sensitive` };
  const { caller } = frame;
  const given = caller?.call.attributes.get(name)?.value;
  if (caller !== undefined && given !== undefined)
    return evaluate(given, namesIn(caller.frame, { body: caller.call, key: caller.key }, depth + 1));
  const known = frame.known(frame.prefix, `var.${name}`);
  if (known !== undefined) return known;
  const fallback = declared?.attributes.get('default')?.value;
  return fallback === undefined
    ? { is: 'later', why: `var.${name} is not told` }
    : evaluate(fallback, namesIn(frame, NOWHERE, depth + 1));
}

const NOWHERE: Seat = { body: undefined, key: undefined };

function local(frame: Frame, name: string, depth: number): Told {
  const found = blocksIn(frame, 'locals').flatMap(({ attributes }) => attributes.get(name)?.value ?? []);
  const [only] = found;
  return only === undefined || found.length > 1
    ? { is: 'later', why: `local.${name} is not told` }
    : evaluate(only, namesIn(frame, NOWHERE, depth + 1));
}

/** `each.key`, `each.value`, `count.index` */
function instance(
  frame: Frame,
  { body, key }: Seat,
  root: string,
  [what, ...rest]: Step[],
  depth: number,
): Told {
  const name = `${root}.${String(what)}`;
  const lost: Told = { is: 'later', why: `${name} is not told` };
  if (key === undefined) return lost;
  if (what !== 'value') return toldOf(key);
  const over = body?.attributes.get('for_each')?.value;
  if (over === undefined) return lost;
  const all = evaluate(over, namesIn(frame, NOWHERE, depth + 1));
  if (all.is === 'list') return toldOf(key);
  return all.is === 'map' ? within(all, [{ at: key }, ...rest], name) : lost;
}

function output(frame: Frame, name: string, steps: Step[], depth: number): Told {
  const [first] = steps;
  const key = typeof first === 'object' ? first.at : undefined;
  const inner = enter(frame, name, key);
  const [out, ...rest] = key === undefined ? steps : steps.slice(1);
  const value = inner && blockIn(inner, 'output', String(out))?.attributes.get('value')?.value;
  if (inner === undefined || value === undefined) {
    const why = `module.${name}.${String(out)} is not told`;
    return frame.known(frame.prefix, spelled('module', [name, ...steps])) ?? { is: 'later', why };
  }
  return within(evaluate(value, namesIn(inner, NOWHERE, depth + 1)), rest, `module.${name}`);
}

/** An attribute, or all nested blocks of a name as a list of maps. */
export function memberOf(frame: Frame, seat: Seat & { body: Body }, name: string): Told | undefined {
  const names = namesIn(frame, seat);
  const own = seat.body.attributes.get(name)?.value;
  if (own !== undefined) return evaluate(own, names);
  const all = bodyTold({ ...seat.body, attributes: new Map() }, names);
  return all.is === 'map' ? all.entries.find(([key]) => key === name)?.[1] : undefined;
}
