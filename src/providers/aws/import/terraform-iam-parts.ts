// What is gathered about one principal of Terraform -> its policies, groups, password and keys.
import type { Known } from '../../../snapshot/resource.ts';
import { time } from '../answers/shape.ts';
import { lastSegment } from '../iam/project.ts';
import { documentOf, type Part, present, unknown } from './declared.ts';
import { attribute, type Block, nested, placeOf, textOf } from './terraform.ts';
import { identityPolicy } from './terraform-iam-later.ts';

export type Parts = Map<string, Part>;

interface Attached {
  arn: string | undefined;
  from: Block;
}

/** Everything about one principal, as it is gathered. */
export interface Holder {
  attached: Attached[];
  inline: Block[];
  groups: (string | undefined)[];
  login: Block[];
  keys: Block[];
}

/** Nothing yet. */
export function emptyHolder(): Holder {
  return { attached: [], inline: [], groups: [], login: [], keys: [] };
}

/** The names of a list; one that is not known yet is undefined. */
export function names(known: Known<unknown> | undefined): (string | undefined)[] {
  if (known === undefined || known.state === 'absent') return [];
  if (known.state === 'unknown' || !Array.isArray(known.value)) return [undefined];
  return known.value.map((name) => (typeof name === 'string' ? name : undefined));
}

/** Of a thing that exists, only what its own attributes list is known to be all. */
export function partsOf(block: Block | undefined, holder: Holder, untied: Map<string, string[]>): Parts {
  const parts: Parts = new Map();
  const fresh = block?.fresh === true;
  const [doubtful] = block === undefined ? [] : (untied.get(block.type.replace('aws_iam_', '')) ?? []);
  const doubt = doubtful === undefined ? undefined : unknown('missing', `${doubtful} may be about it`);
  const listed = block && attribute(block, 'managed_policy_arns');
  if (listed?.state === 'unknown') parts.set('attachedPolicies', { known: listed });
  else if (fresh || listed !== undefined)
    parts.set('attachedPolicies', attachedPart(block, listed, holder, doubt));
  const own = block && attribute(block, 'inline_policy');
  if (own?.state === 'unknown') parts.set('inlinePolicies', { known: own });
  else if (fresh || own !== undefined || holder.inline.length > 0)
    parts.set('inlinePolicies', inlinePart(block, own, holder, doubt));
  if (block?.type !== 'aws_iam_user') return parts;
  if (fresh || holder.groups.length > 0)
    parts.set('groups', {
      known: holder.groups.includes(undefined)
        ? unknown('missing', 'a group is known after apply')
        : present(holder.groups),
    });
  if (fresh || holder.login.length > 0)
    parts.set('consoleAccess', { known: present(holder.login.length > 0) });
  if (fresh || holder.keys.length > 0) parts.set('accessKeys', { known: present(holder.keys.map(keyOf)) });
  return parts;
}

function attachedPart(
  block: Block | undefined,
  listed: Known<unknown> | undefined,
  { attached }: Holder,
  doubt: Known<unknown> | undefined,
): Part {
  const arns = [...names(listed), ...attached.map(({ arn }) => arn)];
  const place = attached[0] && placeOf(attached[0].from, 'policy_arn');
  const origin = place ?? (block && placeOf(block, 'managed_policy_arns'));
  const whole = [...new Set(arns)].flatMap((arn) => arn ?? []);
  if (doubt !== undefined) return { known: doubt };
  if (arns.includes(undefined))
    return { known: unknown('missing', 'the ARN of a policy is known after apply') };
  const value = whole.map((arn) => ({ arn, name: lastSegment(arn) }));
  return { known: present(value), ...(origin !== undefined && { origin }) };
}

function inlinePart(
  block: Block | undefined,
  own: Known<unknown> | undefined,
  { inline }: Holder,
  doubt: Known<unknown> | undefined,
): Part {
  if (doubt !== undefined) return { known: doubt };
  const found = new Map<string, object>();
  const entries = own?.state === 'present' ? nested(own.value) : [];
  // The provider writes one empty block for "none".
  for (const { name, policy } of entries)
    if (typeof policy === 'string' && policy !== '')
      found.set(String(name), inlineOf(String(name), documentOf(policy)));
  for (const one of inline) {
    const name = textOf(one, 'name') ?? one.address;
    const known = attribute(one, 'policy');
    const told = known?.state === 'unknown' ? identityPolicy(one, 'policy') : undefined;
    found.set(name, told ? { name, document: told.document } : inlineOf(name, known, true));
  }
  if (block?.fresh !== true && own === undefined) found.set('', OTHERS);
  const place = inline[0] ? placeOf(inline[0], 'policy') : block && placeOf(block, 'inline_policy');
  return { known: present([...found.values()]), ...(place !== undefined && { origin: place }) };
}

/** Stands for what an existing principal may have beside what the file speaks of. */
const OTHERS = { name: '', problem: 'whether there are others is not in this file' };

function inlineOf(name: string, known: Known<unknown> | undefined, parse = false): object {
  if (known === undefined) return { name, problem: 'the policy is not declared' };
  if (known.state === 'unknown') return { name, problem: known.why.detail ?? 'is not known' };
  if (known.state === 'absent') return { name, problem: 'there is none' };
  return parse ? inlineOf(name, documentOf(known.value)) : { name, document: known.value };
}

function keyOf(block: Block): object {
  const id = textOf(block, 'id');
  // A key that is yet to be made has no age.
  const createdAt = block.fresh ? null : time(block.values['create_date']);
  return {
    ...(id !== undefined && { id }),
    active: block.values['status'] !== 'Inactive',
    ...(createdAt !== undefined && { createdAt }),
    ...(block.fresh && { lastUsedAt: null }),
  };
}
