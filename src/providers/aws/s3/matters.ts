// What is worth asking of a bucket, by what is known of it already: nothing that no verdict could use.
import type { Known } from '../../../snapshot/resource.ts';
import { type Raw, raw } from '../answers/shape.ts';
import { many, statementsOf } from '../answers/statements.ts';
import type { AccessPoint, Acl, BlockPublicAccess, Bucket } from './bucket.generated.ts';

/** What the first calls about a bucket, and those about its account, said. */
export interface Heard {
  account: string;
  policy: Known<object>;
  acl: Known<Acl>;
  ownership: Known<NonNullable<Bucket['ownership']>>;
  /** Of the bucket, its account and the organization. */
  blocks: Known<BlockPublicAccess>[];
  /** Absent: not asked for, because the bucket leaves nothing to them. */
  points: Known<AccessPoint[]>[];
}

/**
 * False when nobody but its owner can be let in, or the public alone and that is shut: then how the data is marked makes nothing worse, and
 * tags are not asked for.
 */
export function mayLetIn({ account, policy, acl, ownership, blocks, points }: Heard): boolean {
  if (policy.state === 'unknown' || acl.state !== 'present') return true;
  if (policy.state === 'present' && !isOnlyFor(account, policy.value)) return true;
  const enforced = ownership.state === 'present' && ownership.value === 'BucketOwnerEnforced';
  const ignored = blocks.some((block) => block.state === 'present' && block.value.ignorePublicAcls === true);
  const { owner, grants } = acl.value;
  const strangers = grants.filter(({ grantee, kind }) => grantee !== owner && !(ignored && kind === 'group'));
  if (strangers.length > 0 && !enforced) return true;
  return points.some(
    (found) => found.state !== 'absent' && (found.state !== 'present' || found.value.length > 0),
  );
}

/** False when nobody but its owner can be let in to change anything. */
export function mayBeWritten(heard: Heard): boolean {
  const { policy, acl, points } = heard;
  if (!mayLetIn(heard)) return false;
  if (policy.state === 'unknown' || acl.state !== 'present') return true;
  if (
    points.some((found) => found.state !== 'absent' && (found.state !== 'present' || found.value.length > 0))
  )
    return true;
  const { owner, grants } = acl.value;
  if (grants.some(({ grantee, permission }) => grantee !== owner && !/^READ/.test(permission))) return true;
  return policy.state === 'present' && allows(policy.value).some((statement) => !onlyReads(statement));
}

function onlyReads(statement: Raw | undefined): boolean {
  if (statement === undefined || statement['NotAction'] !== undefined) return false;
  return many(statement['Action']).every((one) => typeof one === 'string' && /^s3:(Get|List)/i.test(one));
}

/**
 * Whether S3's own opinion of the policy can decide who gets in: RestrictPublicBuckets goes by it, and it stands in for a policy that could
 * not be read.
 */
export function statusDecides({ account, policy, blocks, points }: Heard): boolean {
  if (policy.state === 'unknown') return true;
  if (policy.state === 'absent' || isOnlyFor(account, policy.value)) return false;
  const restricted = blocks.some(
    (block) =>
      block.state === 'unknown' || (block.state === 'present' && block.value.restrictPublicBuckets === true),
  );
  // An access point has a switch of its own.
  return restricted || points.some((found) => found.state === 'present' && found.value.length > 0);
}

/**
 * Whether nobody could call the policy public: whoever it lets in is named, and no name has a wildcard (S3 user guide, "The meaning of
 * public": fixed values of AWS principals, users, roles and service principals).
 */
export function namesAll(policy: object): boolean {
  return allows(policy).every((statement) => everyName(statement, (_kind, name) => !/[*?$]/.test(name)));
}

/**
 * Whether access points can be let in by what the bucket policy says of them: only then more can come through one than comes directly (S3 user
 * guide, "Delegating access control to access points").
 */
export function speaksOfPoints(policy: Known<object>): boolean {
  return policy.state === 'present' && /accesspoint/i.test(JSON.stringify(policy.value));
}

/** Whether a policy lets in nobody but principals of this account, and services that act for it. */
function isOnlyFor(account: string, policy: object): boolean {
  const own = new RegExp(`^(${account}|arn:[^:*?$]*:(iam|sts)::${account}:[^*?$]*)$`);
  return allows(policy).every(
    (statement) =>
      everyName(statement, (kind, name) => kind === 'AWS' && own.test(name)) ||
      (everyName(statement, (kind) => kind === 'Service') && actsFor(account, statement)),
  );
}

/** Whether a condition demands that the service acts for this account (IAM user guide, "The confused deputy problem"). */
function actsFor(account: string, statement: Raw | undefined): boolean {
  const own: Record<string, RegExp> = {
    'aws:sourceaccount': new RegExp(`^${account}$`),
    'aws:sourcearn': new RegExp(`^arn:[^:*?$]*:[^:*?$]*:[^:$]*:${account}:[^$]*$`),
  };
  return Object.entries(raw(statement?.['Condition']) ?? {}).some(
    ([operator, block]) =>
      /^(String|Arn)(Equals|Like)$/.test(operator) &&
      Object.entries(raw(block) ?? {}).some(([key, values]) => {
        const pattern = own[key.toLowerCase()];
        const named = many(values);
        return (
          pattern !== undefined &&
          named.length > 0 &&
          named.every((value) => typeof value === 'string' && pattern.test(value))
        );
      }),
  );
}

/** The statements that let somebody in, or could; undefined for one that cannot be read. */
function allows(policy: object): (Raw | undefined)[] {
  return statementsOf(policy)
    .map(({ statement }) => statement)
    .filter((statement) => statement?.['Effect'] !== 'Deny');
}

/** Whether a statement names its principals, and all of them are so. */
function everyName(statement: Raw | undefined, is: (kind: string, name: string) => boolean): boolean {
  const principal = raw(statement?.['Principal']);
  if (principal === undefined || statement?.['NotPrincipal'] !== undefined) return false;
  return Object.entries(principal).every(
    ([kind, names]) =>
      NAMED.includes(kind) && many(names).every((name) => typeof name === 'string' && is(kind, name)),
  );
}

const NAMED = ['AWS', 'Service', 'CanonicalUser'];
