// What Terraform ties to a role, a user or a group by resources of its own: policies, memberships, keys, passwords.
import type { Origin, Text } from '../../../snapshot/resource.ts';
import { placeholderId } from './declared.ts';
import { type Addresses, addressesOf, attribute, type Block, idOf, referred, textOf } from './terraform.ts';
import { emptyHolder, type Holder, names, type Parts, partsOf } from './terraform-iam-parts.ts';

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

function holderIn(holders: Map<Block, Holder>, block: Block): Holder {
  const holder = holders.get(block) ?? emptyHolder();
  holders.set(block, holder);
  return holder;
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
