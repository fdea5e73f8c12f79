// Answers of the IAM API -> settings. One projection for the SDK, the AWS CLI's files and recorded answers.
import type { Resource } from '../../../snapshot/resource.ts';
import { count, type Raw, raw, raws, time, word } from '../answers/shape.ts';
import { readDocument } from './document.ts';
import { draft, put, putUnknown, type Source } from './draft.ts';

/**
 * How much an answer says about a thing. `details`: GetAccountAuthorizationDetails, everything but sign-in. `brief`: ListRoles and
 * ListUsers, which leave policies, boundary, tags and last use out (IAM API reference, ListRoles).
 */
export type Extent = 'details' | 'brief';

/** A role of RoleDetailList, ListRoles or GetRole; undefined when it does not even have an ARN. */
export function projectRole(from: Raw, extent: Extent, source: Source): Resource | undefined {
  const id = word(from['Arn']);
  if (id === undefined) return undefined;
  const role = draft('aws.iam.role', id, word(from['RoleName']) ?? lastSegment(id), source);
  put(role, source, 'path', word(from['Path']) ?? pathIn(id), 'Path');
  put(role, source, 'createdAt', time(from['CreateDate']), 'CreateDate');
  putDocument(role, source, 'trustPolicy', from, 'AssumeRolePolicyDocument');
  putPermissions(role, source, from, 'RolePolicyList');
  put(role, source, 'permissionsBoundary', boundary(from, extent), 'PermissionsBoundary');
  const lastUsed = raw(from['RoleLastUsed']);
  put(role, source, 'lastUsedAt', lastUsed && (time(lastUsed['LastUsedDate']) ?? null), 'RoleLastUsed');
  put(role, source, 'tags', tags(from['Tags'] ?? (extent === 'details' ? [] : undefined)), 'Tags');
  return role;
}

/** A user of UserDetailList or ListUsers, without its sign-in settings (see sign-in.ts). */
export function projectUser(from: Raw, extent: Extent, source: Source): Resource | undefined {
  const id = word(from['Arn']);
  if (id === undefined) return undefined;
  const user = draft('aws.iam.user', id, word(from['UserName']) ?? lastSegment(id), source);
  put(user, source, 'path', word(from['Path']) ?? pathIn(id), 'Path');
  put(user, source, 'createdAt', time(from['CreateDate']), 'CreateDate');
  // The API leaves empty lists out of a user's details.
  const whole = extent === 'details' ? { UserPolicyList: [], GroupList: [], Tags: [], ...from } : from;
  putPermissions(user, source, whole, 'UserPolicyList');
  put(user, source, 'groups', texts(whole['GroupList']), 'GroupList');
  put(user, source, 'permissionsBoundary', boundary(from, extent), 'PermissionsBoundary');
  put(user, source, 'tags', tags(whole['Tags']), 'Tags');
  return user;
}

/** A group of GroupDetailList or ListGroups. */
export function projectGroup(from: Raw, source: Source): Resource | undefined {
  const id = word(from['Arn']);
  if (id === undefined) return undefined;
  const group = draft('aws.iam.group', id, word(from['GroupName']) ?? lastSegment(id), source);
  put(group, source, 'path', word(from['Path']) ?? pathIn(id), 'Path');
  put(group, source, 'createdAt', time(from['CreateDate']), 'CreateDate');
  putPermissions(group, source, from, 'GroupPolicyList');
  return group;
}

/** A policy of Policies, whose default version is in PolicyVersionList. Undefined for AWS's own managed policies. */
export function projectPolicy(from: Raw, source: Source): Resource | undefined {
  const id = word(from['Arn']);
  if (id === undefined || isAwsManaged(id)) return undefined;
  const policy = draft('aws.iam.policy', id, word(from['PolicyName']) ?? lastSegment(id), source);
  put(policy, source, 'arn', id, 'Arn');
  put(policy, source, 'path', word(from['Path']) ?? pathIn(id), 'Path');
  put(policy, source, 'createdAt', time(from['CreateDate']), 'CreateDate');
  put(policy, source, 'updatedAt', time(from['UpdateDate']), 'UpdateDate');
  put(policy, source, 'attachments', count(from['AttachmentCount']), 'AttachmentCount');
  put(
    policy,
    source,
    'boundaryUses',
    count(from['PermissionsBoundaryUsageCount']),
    'PermissionsBoundaryUsageCount',
  );
  const versions = raws(from['PolicyVersionList']) ?? [];
  const version =
    versions.find(({ item }) => item['IsDefaultVersion'] === true) ??
    versions.find(
      ({ item }) => item['VersionId'] !== undefined && item['VersionId'] === from['DefaultVersionId'],
    );
  if (version === undefined) put(policy, source, 'document', undefined);
  else putDocument(policy, source, 'document', version.item, 'PolicyVersionList', version.index, 'Document');
  return policy;
}

/** True for policies that AWS writes and everybody shares: `arn:aws:iam::aws:policy/...`. */
export function isAwsManaged(arn: string): boolean {
  return arn.split(':')[4] === 'aws';
}

/** The path in an ARN: `arn:aws:iam::111122223333:role/team/app` -> `/team/`. */
function pathIn(arn: string): string {
  return arn.slice(arn.indexOf('/'), arn.lastIndexOf('/') + 1);
}

/** Last part of an ARN's resource: `arn:aws:iam::111122223333:role/team/app` -> `app`. */
export function lastSegment(arn: string): string {
  return arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
}

/** The last of `keys` names the document in `from`. */
function putDocument(
  into: Resource,
  source: Source,
  name: string,
  from: Raw,
  ...keys: (string | number)[]
): void {
  const value = from[String(keys.at(-1))];
  if (value === undefined || value === null) {
    put(into, source, name, undefined);
    return;
  }
  const read = readDocument(value);
  if (read.ok) put(into, source, name, read.document, ...keys);
  else putUnknown(into, { setting: name, reason: 'malformed', detail: read.problem });
}

function putPermissions(into: Resource, source: Source, from: Raw, inlineKey: string): void {
  const attached = raws(from['AttachedManagedPolicies'])?.map(({ item }) => {
    const arn = word(item['PolicyArn']) ?? '';
    return { arn, name: word(item['PolicyName']) ?? lastSegment(arn) };
  });
  const whole = attached?.every(({ arn }) => arn !== '') ? attached : undefined;
  put(into, source, 'attachedPolicies', whole, 'AttachedManagedPolicies');
  const inline = raws(from[inlineKey])?.map(({ item }) => {
    const name = word(item['PolicyName']) ?? '';
    const read = readDocument(item['PolicyDocument']);
    return read.ok ? { name, document: read.document } : { name, problem: read.problem };
  });
  put(into, source, 'inlinePolicies', inline, inlineKey);
}

function boundary(from: Raw, extent: Extent): string | null | undefined {
  const arn = word(raw(from['PermissionsBoundary'])?.['PermissionsBoundaryArn']);
  // Details without a boundary say that there is none; a brief answer never has it.
  return arn ?? (extent === 'details' && (from['PermissionsBoundary'] ?? null) === null ? null : undefined);
}

function tags(value: unknown): Record<string, string> | undefined {
  const pairs = raws(value)?.map(({ item }) => [String(item['Key']), String(item['Value'])] as const);
  return pairs && Object.fromEntries(pairs);
}

function texts(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : undefined;
}
