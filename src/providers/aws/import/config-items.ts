// One configuration item -> one resource. Config writes JSON inside JSON, and names of its own for what S3 calls otherwise.
import type { Origin, Resource, Unknown } from '../../../snapshot/resource.ts';
import { type Raw, raw, word } from '../answers/shape.ts';
import { put, type Source } from '../iam/draft.ts';
import { projectGroup, projectPolicy, projectRole, projectUser } from '../iam/project.ts';
import { scopeId } from './claims.ts';
import { accountBlockOf, bucketOf } from './config-s3.ts';
import { SERVICE_ITEMS, serviceOf } from './config-services.ts';
import { capitalised, unpacked } from './config-shape.ts';
import type { Owner } from './owner.ts';

/** Types of Config that become resources. */
export const CONFIG_TYPES = new Set([
  'AWS::S3::Bucket',
  'AWS::S3::AccountPublicAccessBlock',
  'AWS::IAM::Role',
  'AWS::IAM::User',
  'AWS::IAM::Group',
  'AWS::IAM::Policy',
  ...SERVICE_ITEMS,
]);

/** The resource of an item; undefined when it does not say which resource it is about. */
export function resourceOfItem(
  type: string,
  item: Raw,
  origin: Origin,
  owner: Owner | undefined,
): Resource | undefined {
  const scope = scopeId(owner);
  if (type === 'AWS::S3::Bucket') return bucketOf(item, origin, scope);
  if (type === 'AWS::S3::AccountPublicAccessBlock') return accountBlockOf(item, origin, scope, owner);
  if (SERVICE_ITEMS.has(type)) return serviceOf(type, item, origin, scope);
  return principalOf(type, item, origin, scope);
}

/** Configuration keys are the API's with a small first letter. */
function principalOf(type: string, item: Raw, origin: Origin, scope: string): Resource | undefined {
  const inner = unpacked(item['configuration']);
  const configuration = raw(inner);
  const broken = configuration === undefined;
  const from = capitalised(configuration ?? {});
  for (const key of LISTS) if (!broken) from[key] ??= [];
  const details: Raw = { Arn: word(item['arn']) ?? word(item['ARN']), ...from };
  if (Array.isArray(details['Tags']) === false) details['Tags'] = tagList(item['tags']);
  const lacking = (setting: string): Unknown => ({
    setting,
    reason: broken ? 'malformed' : NEVER.has(setting) ? 'not-held' : 'missing',
  });
  const source: Source = {
    scope,
    lacking,
    origin: { file: origin.file, pointer: `${origin.pointer ?? ''}/configuration` },
  };
  const extent = broken ? 'brief' : 'details';
  if (type === 'AWS::IAM::Role') return itself(projectRole(details, extent, source), source);
  if (type === 'AWS::IAM::Group') return itself(projectGroup(details, source), source);
  if (type === 'AWS::IAM::Policy') return itself(projectPolicy(details, source), source);
  const user = projectUser(details, extent, source);
  for (const setting of SIGN_IN) if (user !== undefined) put(user, source, setting, undefined);
  return itself(user, source);
}

/** Lists that Config leaves out, or null, when they are empty. */
const LISTS = ['RolePolicyList', 'UserPolicyList', 'GroupPolicyList', 'AttachedManagedPolicies', 'GroupList'];
const SIGN_IN = ['consoleAccess', 'passwordLastUsed', 'mfaActive', 'accessKeys'];
/** What Config never records. */
const NEVER = new Set([...SIGN_IN, 'lastUsedAt']);

/** Config spells the keys of the API with a small first letter, all but those inside of policies. */
function itself(resource: Resource | undefined, source: Source): Resource | undefined {
  const base = source.origin?.pointer ?? '';
  for (const origin of Object.values(resource?.origins ?? {})) {
    const below = origin.pointer?.startsWith(base) === true ? origin.pointer.slice(base.length) : '';
    origin.pointer = base + below.replace(/\/[A-Z]/g, (start) => start.toLowerCase());
  }
  return resource;
}

function tagList(tags: unknown): { Key: string; Value: string }[] | undefined {
  const map = raw(tags);
  return map && Object.entries(map).map(([Key, value]) => ({ Key, Value: String(value) }));
}
