// Roles, users, groups, policies and identity providers of a CloudFormation template.
import type { Known, Text } from '../../../snapshot/resource.ts';
import { raw, raws, word } from '../answers/shape.ts';
import { lastSegment } from '../iam/project.ts';
import { type Entry, type Property, partOf } from './cloudformation-stack.ts';
import { documentOf, type Part, placeholderId, present, type Thing, unknown } from './declared.ts';

const TYPES: Record<string, string> = {
  'AWS::IAM::ManagedPolicy': 'aws.iam.policy',
  'AWS::IAM::Group': 'aws.iam.group',
  'AWS::IAM::OIDCProvider': 'aws.iam.identity-provider',
  'AWS::IAM::SAMLProvider': 'aws.iam.identity-provider',
  'AWS::IAM::User': 'aws.iam.user',
  'AWS::IAM::Role': 'aws.iam.role',
};
/** Resources that give policies to principals -> the properties that name those, and their kinds. */
const GIVERS: Record<string, [string, string][]> = {
  'AWS::IAM::ManagedPolicy': [
    ['Roles', 'role'],
    ['Users', 'user'],
    ['Groups', 'group'],
  ],
  'AWS::IAM::Policy': [
    ['Roles', 'role'],
    ['Users', 'user'],
    ['Groups', 'group'],
  ],
  'AWS::IAM::RolePolicy': [['RoleName', 'role']],
  'AWS::IAM::UserPolicy': [['UserName', 'user']],
  'AWS::IAM::GroupPolicy': [['GroupName', 'group']],
};

export const IAM_RESOURCES = new Set([
  ...Object.keys(TYPES),
  ...Object.keys(GIVERS),
  'AWS::IAM::UserToGroupAddition',
  'AWS::IAM::AccessKey',
]);

/** A thing with the lists that several resources add to. */
interface Holder {
  thing: Thing;
  attached: Known<string>[];
  inline: object[];
  groups: Known<string>[];
}

/** IAM's things of a template. */
export function principalsOf(entries: Entry[], file: string): { things: Thing[]; notes: Text[] } {
  const holders: Holder[] = [];
  for (const entry of entries) {
    const type = TYPES[entry.type];
    if (type === undefined) continue;
    const { id, name, origin } = entry;
    const thing: Thing = { type, id, name, fresh: true, parts: partsOf(entry), origin };
    holders.push({
      thing,
      attached: textsOf(entry.items('ManagedPolicyArns')),
      inline: (entry.items('Policies') ?? []).map(inlineOf),
      groups: textsOf(entry.items('Groups')),
    });
  }
  const untied = give(entries, holders, file);
  for (const entry of entries) join(entry, holders);
  for (const holder of holders) settle(holder, untied.has(holder.thing.type));
  return { things: holders.map(({ thing }) => thing), notes: notesOn(untied) };
}

function partsOf(entry: Entry): Map<string, Part> {
  const parts = new Map<string, Part>();
  const keep = (setting: string, key: string, project: (value: unknown) => Known<unknown>) => {
    const part = partOf(entry, key, project);
    if (part !== undefined) parts.set(setting, part);
  };
  if (entry.type === 'AWS::IAM::OIDCProvider' || entry.type === 'AWS::IAM::SAMLProvider') {
    const oidc = entry.type === 'AWS::IAM::OIDCProvider';
    parts.set('kind', { known: present(oidc ? 'oidc' : 'saml'), origin: entry.origin });
    if (!oidc) return parts;
    keep('url', 'Url', (value) => present(String(value).replace(/^https:\/\//, '')));
    keep('clientIds', 'ClientIdList', (value) => present(Array.isArray(value) ? value.map(String) : []));
    return parts;
  }
  keep('path', 'Path', textKnown);
  if (entry.type === 'AWS::IAM::ManagedPolicy') {
    parts.set('arn', { known: present(entry.id), origin: entry.origin });
    keep('document', 'PolicyDocument', documentOf);
    return parts;
  }
  if (entry.type === 'AWS::IAM::Group') return parts;
  if (entry.type === 'AWS::IAM::Role') keep('trustPolicy', 'AssumeRolePolicyDocument', documentOf);
  else if (entry.property('LoginProfile') !== undefined)
    parts.set('consoleAccess', { known: present(true), origin: entry.origin });
  keep('permissionsBoundary', 'PermissionsBoundary', textKnown);
  keep('tags', 'Tags', (value) =>
    present(
      Object.fromEntries((raws(value) ?? []).map(({ item }) => [String(item['Key']), String(item['Value'])])),
    ),
  );
  return parts;
}

function textKnown(value: unknown): Known<string> {
  return typeof value === 'string' ? { state: 'present', value } : unknown('malformed', 'is no text');
}

function textsOf(items: Property[] | undefined): Known<string>[] {
  return (items ?? []).flatMap(({ known }) => {
    if (known.state === 'unknown') return [known];
    const value = known.state === 'present' ? known.value : [];
    return (Array.isArray(value) ? value : [value]).map(textKnown);
  });
}

function inlineOf({ known }: Property): object {
  if (known.state === 'unknown') return { name: '', problem: known.why.detail ?? 'is not known' };
  const from = known.state === 'present' ? raw(known.value) : undefined;
  return document(word(from?.['PolicyName']) ?? '', documentOf(from?.['PolicyDocument']));
}

function document(name: string, known: Known<unknown> | undefined): object {
  if (known?.state === 'present') return { name, document: known.value };
  return { name, problem: (known?.state === 'unknown' && known.why.detail) || 'is not declared' };
}

/** Hands the policies out; the types of principals of which one could not be told. */
function give(entries: Entry[], holders: Holder[], file: string): Map<string, string> {
  const untied = new Map<string, string>();
  for (const entry of entries) {
    let uses = 0;
    for (const [key, kind] of GIVERS[entry.type] ?? [])
      for (const name of textsOf(entry.items(key))) {
        uses += 1;
        if (name.state !== 'present') {
          untied.set(`aws.iam.${kind}`, entry.logicalId);
          continue;
        }
        const holder = holderOf(holders, `aws.iam.${kind}`, name.value, entry, file);
        if (entry.type === 'AWS::IAM::ManagedPolicy')
          holder.attached.push({ state: 'present', value: entry.id });
        else {
          const label = word(
            partOf(entry, 'PolicyName', present)?.known.state === 'present' ? entry.logicalId : '',
          );
          holder.inline.push(
            document(label ?? entry.logicalId, partOf(entry, 'PolicyDocument', documentOf)?.known),
          );
        }
      }
    if (entry.type !== 'AWS::IAM::ManagedPolicy') continue;
    for (const holder of holders)
      for (const arn of holder.attached) if (arn.state === 'present' && arn.value === entry.id) uses += 1;
    const own = holders.find(({ thing }) => thing.id === entry.id && thing.type === 'aws.iam.policy');
    own?.thing.parts.set('attachments', { known: present(uses), origin: entry.origin });
  }
  return untied;
}

/** The principal of that name; one that is not in the template exists already. */
function holderOf(holders: Holder[], type: string, name: string, entry: Entry, file: string): Holder {
  const found = holders.find(({ thing }) => thing.type === type && thing.name === name);
  if (found !== undefined) return found;
  const id = placeholderId(file, `${type.replace('aws.iam.', '')}/${name}`);
  const thing: Thing = { type, id, name, fresh: false, parts: new Map(), origin: entry.origin };
  const holder: Holder = { thing, attached: [], inline: [], groups: [] };
  holders.push(holder);
  return holder;
}

/** Memberships and access keys of users. */
function join(entry: Entry, holders: Holder[]): void {
  const users = (names: Known<string>[]) =>
    holders.filter(
      ({ thing }) =>
        thing.type === 'aws.iam.user' &&
        names.some((name) => name.state === 'present' && name.value === thing.name),
    );
  if (entry.type === 'AWS::IAM::UserToGroupAddition')
    for (const { groups } of users(textsOf(entry.items('Users'))))
      groups.push(...textsOf(entry.items('GroupName')));
  if (entry.type !== 'AWS::IAM::AccessKey') return;
  const status = entry.property('Status')?.known;
  const active = !(status?.state === 'present' && status.value === 'Inactive');
  for (const { thing } of users(textsOf(entry.items('UserName')))) {
    const known = thing.parts.get('accessKeys')?.known;
    const others = known?.state === 'present' && Array.isArray(known.value) ? known.value : [];
    thing.parts.set('accessKeys', {
      known: present([...others, { active, createdAt: null, lastUsedAt: null }]),
      origin: entry.origin,
    });
  }
}

function settle({ thing, attached, inline, groups }: Holder, doubtful: boolean): void {
  const { type, parts, fresh, origin } = thing;
  if (type === 'aws.iam.policy' || type === 'aws.iam.identity-provider') return;
  const place = origin === undefined ? {} : { origin };
  if (doubtful) inline.push({ name: '', problem: 'another policy of the template may be attached' });
  if (!fresh) inline.push({ name: '', problem: 'whether there are others is not in this file' });
  if (inline.length > 0) parts.set('inlinePolicies', { known: present(inline), ...place });
  const later = attached.find(({ state }) => state === 'unknown');
  const arns = attached.flatMap((arn) => (arn.state === 'present' ? [arn.value] : []));
  if (later?.state === 'unknown') parts.set('attachedPolicies', { known: later });
  else if (fresh && arns.length > 0)
    parts.set('attachedPolicies', {
      known: present([...new Set(arns)].map((arn) => ({ arn, name: lastSegment(arn) }))),
      ...place,
    });
  if (type !== 'aws.iam.user' || groups.length === 0) return;
  const lost = groups.find(({ state }) => state === 'unknown');
  const names = groups.flatMap((group) => (group.state === 'present' ? [group.value] : []));
  parts.set('groups', lost?.state === 'unknown' ? { known: lost } : { known: present(names), ...place });
}

function notesOn(untied: Map<string, string>): Text[] {
  if (untied.size === 0) return [];
  const list = [...new Set(untied.values())].join(', ');
  return [
    {
      en: `Some policies do not say whom they are attached to (${list}).`,
      ja: `どこに適用されるか分からないポリシーがあります (${list})。`,
    },
  ];
}
