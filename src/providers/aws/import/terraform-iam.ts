// Roles, users, groups, policies and identity providers of a Terraform plan or state.
import type { Known, Text } from '../../../snapshot/resource.ts';
import { count, raw, time } from '../answers/shape.ts';
import { documentOf, type Part, present, type Thing, unknown } from './declared.ts';
import { attribute, type Block, idOf, laterPolicy, placeOf, textOf } from './terraform.ts';
import { identityPolicy } from './terraform-iam-later.ts';
import { type Members, membersIn } from './terraform-iam-members.ts';

/** Terraform's type -> ours. */
const TYPES: Record<string, string> = {
  aws_iam_policy: 'aws.iam.policy',
  aws_iam_group: 'aws.iam.group',
  aws_iam_openid_connect_provider: 'aws.iam.identity-provider',
  aws_iam_saml_provider: 'aws.iam.identity-provider',
  aws_iam_user: 'aws.iam.user',
  aws_iam_role: 'aws.iam.role',
};

/** Types that become principals, policies or parts of them. */
export const IAM_TYPES = new Set([
  ...Object.keys(TYPES),
  'aws_iam_role_policy',
  'aws_iam_user_policy',
  'aws_iam_group_policy',
  'aws_iam_role_policy_attachment',
  'aws_iam_user_policy_attachment',
  'aws_iam_group_policy_attachment',
  'aws_iam_policy_attachment',
  'aws_iam_user_group_membership',
  'aws_iam_group_membership',
  'aws_iam_user_login_profile',
  'aws_iam_access_key',
]);

/** IAM's things, and a remark on what could not be tied to one of them. */
export function iamIn(blocks: Block[]): { things: Thing[]; notes: Text[] } {
  const members = membersIn(blocks);
  const things: Thing[] = [];
  for (const block of blocks) {
    const type = TYPES[block.type];
    if (type === undefined || block.gone) continue;
    const name = textOf(block, 'name') ?? textOf(block, 'url') ?? block.address;
    const { fresh, origin } = block;
    things.push({ type, id: idOf(block), name, fresh, parts: partsOf(block, members), origin });
  }
  for (const [stranger, parts] of members.strangers) things.push({ ...stranger, fresh: false, parts });
  return { things, notes: members.notes };
}

function partsOf(block: Block, members: Members): Map<string, Part> {
  switch (block.type) {
    case 'aws_iam_policy':
      return policyParts(block, members);
    case 'aws_iam_openid_connect_provider':
    case 'aws_iam_saml_provider':
      return providerParts(block);
    default:
      return principalParts(block, members.of(block));
  }
}

/** Policies, path, tags and the like of a role, a user or a group. */
function principalParts(block: Block, own: Map<string, Part>): Map<string, Part> {
  const parts = new Map(own);
  keep(parts, block, 'path', 'path', textKnown);
  keep(parts, block, 'createdAt', 'create_date', timeKnown);
  if (block.type === 'aws_iam_group') return parts;
  if (block.type === 'aws_iam_role') keep(parts, block, 'trustPolicy', 'assume_role_policy', documentOf);
  keep(parts, block, 'permissionsBoundary', 'permissions_boundary', (value) =>
    value === '' ? { state: 'absent' } : textKnown(value),
  );
  keep(parts, block, 'tags', 'tags', (value) => present(textMap(value)));
  if (block.fresh) return parts;
  // A provider that has read the thing writes null for "none".
  for (const [setting, name, none] of [
    ['permissionsBoundary', 'permissions_boundary', { state: 'absent' }],
    ['tags', 'tags', present({})],
  ] as const)
    if (!parts.has(setting) && Object.hasOwn(block.values, name))
      parts.set(setting, { known: none, origin: placeOf(block, name) });
  return parts;
}

function policyParts(block: Block, members: Members): Map<string, Part> {
  const parts = new Map<string, Part>();
  parts.set('arn', { known: present(idOf(block)) });
  keep(parts, block, 'path', 'path', textKnown);
  keep(parts, block, 'document', 'policy', documentOf);
  const counted = count(block.values['attachment_count']);
  if (counted !== undefined) parts.set('attachments', { known: present(counted) });
  else if (block.fresh) parts.set('attachments', { known: present(members.uses(idOf(block))) });
  return parts;
}

function providerParts(block: Block): Map<string, Part> {
  const parts = new Map<string, Part>();
  const oidc = block.type === 'aws_iam_openid_connect_provider';
  parts.set('kind', { known: present(oidc ? 'oidc' : 'saml'), origin: block.origin });
  if (!oidc) return parts;
  keep(parts, block, 'url', 'url', (value) => present(String(value).replace(/^https:\/\//, '')));
  keep(parts, block, 'clientIds', 'client_id_list', (value) =>
    present(Array.isArray(value) ? value.filter((id) => typeof id === 'string') : []),
  );
  return parts;
}

function keep(
  parts: Map<string, Part>,
  block: Block,
  setting: string,
  name: string,
  project: (value: unknown) => Known<unknown>,
): void {
  const known = attribute(block, name);
  if (known === undefined) return;
  if (known.state !== 'present') parts.set(setting, laterPart(block, setting, name) ?? { known });
  else parts.set(setting, { known: project(known.value), origin: placeOf(block, name) });
}

function laterPart(block: Block, setting: string, name: string): Part | undefined {
  if (setting === 'trustPolicy') return laterPolicy(block, name);
  const found = setting === 'document' ? identityPolicy(block, name) : undefined;
  return found && { known: present(found.document), origin: found.origin };
}

function textKnown(value: unknown): Known<unknown> {
  return typeof value === 'string' ? present(value) : unknown('malformed', 'is no text');
}

function timeKnown(value: unknown): Known<unknown> {
  const at = time(value);
  return at === undefined ? unknown('malformed', 'is no time') : present(at);
}

function textMap(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(raw(value) ?? {}).map(([key, text]) => [key, String(text ?? '')]));
}
