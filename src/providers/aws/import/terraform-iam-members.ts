// What Terraform ties to a role, a user or a group by resources of its own: policies, memberships, keys, passwords.
import type { Known, Origin, Text } from '../../../snapshot/resource.ts';
import { lastSegment } from '../iam/project.ts';
import { time } from '../iam/shape.ts';
import { documentOf, type Part, placeholderId, present, unknown } from './declared.ts';
import {
  type Addresses,
  addressesOf,
  attribute,
  type Block,
  idOf,
  nested,
  placeOf,
  referred,
  textOf,
} from './terraform.ts';

type Parts = Map<string, Part>;

/** A principal that exists already: the file speaks of its policies, and does not declare it. */
export interface Stranger {
  type: string;
  id: string;
  name: string;
  origin: Origin;
}

export interface Members {
  /** The parts that other resources give a principal. */
  of(block: Block): Parts;
  /** How many attachments a policy has. */
  uses(policy: string): number;
  strangers: Map<Stranger, Parts>;
  notes: Text[];
}

interface Attached {
  arn: string | undefined;
  from: Block;
}

/** Everything about one principal, as it is gathered. */
interface Holder {
  attached: Attached[];
  inline: Block[];
  groups: (string | undefined)[];
  login: Block[];
  keys: Block[];
}

const PRINCIPALS = ['role', 'user', 'group'];

/** Gathers it. A policy that cannot be tied to one principal makes the policies of all of its kind unknown. */
export function membersIn(blocks: Block[]): Members {
  const live = blocks.filter(({ gone }) => !gone);
  const holders = new Map<Block, Holder>();
  const outside = new Map<string, { stranger: Stranger; holder: Holder }>();
  const untied = new Map<string, string[]>();
  const { principals, named, policies } = indexed(live);
  const uses = new Map<string, number>();

  const lose = (kind: string, from: Block) => {
    const others = untied.get(kind);
    if (others === undefined) untied.set(kind, [from.address]);
    else others.push(from.address);
  };
  const holderOf = (kind: string, from: Block, key: string): Holder | undefined => {
    const name = textOf(from, key);
    const block = name === undefined ? referred(from, key, principals) : named.get(`${kind} ${name}`);
    if (block !== undefined) return holderIn(holders, block);
    if (name !== undefined) return stranger(kind, name, from);
    lose(kind, from);
    return undefined;
  };
  const stranger = (kind: string, name: string, from: Block): Holder => {
    const id = placeholderId(from.origin.file, `${kind}/${name}`);
    const known = outside.get(id) ?? {
      stranger: { type: `aws.iam.${kind}`, id, name, origin: from.origin },
      holder: emptyHolder(),
    };
    outside.set(id, known);
    return known.holder;
  };
  const attach = (kind: string, from: Block, key: string) => {
    const target =
      textOf(from, 'policy_arn') === undefined ? referred(from, 'policy_arn', policies) : undefined;
    const arn = textOf(from, 'policy_arn') ?? (target && idOf(target));
    if (arn !== undefined) uses.set(arn, (uses.get(arn) ?? 0) + 1);
    holderOf(kind, from, key)?.attached.push({ arn, from });
  };

  for (const block of live) {
    for (const kind of PRINCIPALS) {
      if (block.type === `aws_iam_${kind}_policy`) holderOf(kind, block, kind)?.inline.push(block);
      if (block.type === `aws_iam_${kind}_policy_attachment`) attach(kind, block, kind);
    }
    if (block.type === 'aws_iam_policy_attachment') shared(block);
    if (block.type === 'aws_iam_user_group_membership')
      holderOf('user', block, 'user')?.groups.push(...names(attribute(block, 'groups')));
    if (block.type === 'aws_iam_user_login_profile') holderOf('user', block, 'user')?.login.push(block);
    if (block.type === 'aws_iam_access_key') holderOf('user', block, 'user')?.keys.push(block);
    if (block.type === 'aws_iam_group_membership') {
      const users = names(attribute(block, 'users'));
      for (const name of users) {
        const user = named.get(`user ${name}`);
        if (user !== undefined) holderIn(holders, user).groups.push(textOf(block, 'group'));
      }
    }
  }

  /** aws_iam_policy_attachment: one policy, lists of names. */
  function shared(block: Block): void {
    for (const kind of PRINCIPALS)
      for (const name of names(attribute(block, `${kind}s`))) {
        const principal = name === undefined ? undefined : named.get(`${kind} ${name}`);
        const arn = textOf(block, 'policy_arn') ?? idOf(referred(block, 'policy_arn', policies) ?? block);
        uses.set(arn, (uses.get(arn) ?? 0) + 1);
        if (principal !== undefined) holderIn(holders, principal).attached.push({ arn, from: block });
        else if (name !== undefined) stranger(kind, name, block).attached.push({ arn, from: block });
        else lose(kind, block);
      }
  }

  return {
    of: (block) => partsOf(block, holders.get(block) ?? emptyHolder(), untied),
    uses: (policy) => uses.get(policy) ?? 0,
    strangers: new Map(
      [...outside.values()].map(({ stranger: one, holder }) => [one, partsOf(undefined, holder, untied)]),
    ),
    notes: notesOn(untied),
  };
}

/** Principals by address, and by kind and name; policies by address. */
function indexed(live: Block[]): { principals: Addresses; named: Map<string, Block>; policies: Addresses } {
  const found: Block[] = [];
  const named = new Map<string, Block>();
  for (const kind of PRINCIPALS)
    for (const block of live) {
      if (block.type !== `aws_iam_${kind}`) continue;
      found.push(block);
      for (const key of ['id', 'name']) {
        const name = textOf(block, key);
        if (name !== undefined) named.set(`${kind} ${name}`, block);
      }
    }
  const policies = live.filter(({ type }) => type === 'aws_iam_policy');
  return { principals: addressesOf(found), named, policies: addressesOf(policies) };
}

function emptyHolder(): Holder {
  return { attached: [], inline: [], groups: [], login: [], keys: [] };
}

function holderIn(holders: Map<Block, Holder>, block: Block): Holder {
  const holder = holders.get(block) ?? emptyHolder();
  holders.set(block, holder);
  return holder;
}

/** The names of a list; one that is not known yet is undefined. */
function names(known: Known<unknown> | undefined): (string | undefined)[] {
  if (known === undefined || known.state === 'absent') return [];
  if (known.state === 'unknown' || !Array.isArray(known.value)) return [undefined];
  return known.value.map((name) => (typeof name === 'string' ? name : undefined));
}

/** Of a thing that exists, only what its own attributes list is known to be all. */
function partsOf(block: Block | undefined, holder: Holder, untied: Map<string, string[]>): Parts {
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
    found.set(name, inlineOf(name, attribute(one, 'policy'), true));
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

function notesOn(untied: Map<string, string[]>): Text[] {
  const addresses = [...untied.values()].flat();
  if (addresses.length === 0) return [];
  const list = `${addresses.slice(0, 3).join(', ')}${addresses.length > 3 ? ', …' : ''}`;
  return [
    {
      en: `${addresses.length} resources do not say which role, user or group they are about (${list}).`,
      ja: `どのロール、ユーザー、グループのものか分からないリソースが ${addresses.length} 件あります (${list})。`,
    },
  ];
}
