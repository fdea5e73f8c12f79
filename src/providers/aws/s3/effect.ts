// What granted actions amount to in a given bucket: some list nothing, and some change ACLs that do not count.
import type { BucketFacts, Way } from './compose.ts';

/** Listing the parts of an upload takes its id; only these tell what is in a bucket (S3 API reference). */
const LISTS = ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads'];
/**
 * With BucketOwnerEnforced, S3 refuses to set ACLs with AccessControlListNotSupported (S3 user guide, "Controlling ownership of
 * objects and disabling ACLs"). Changing the owner of replicas is nothing that an outsider can ask for directly.
 */
const ONLY_ACLS = new Set([
  's3:PutBucketAcl',
  's3:PutObjectAcl',
  's3:PutObjectVersionAcl',
  's3:ObjectOwnerOverrideToBucketOwner',
]);
const CHANGES =
  /^s3:(Put|Delete|Create|Update)(Bucket|Accelerate|Analytics|Encryption|Intelligent|Inventory|Lifecycle|Metrics|Replication)/;

/** The way with the access that its actions really give; what only ACLs being off prevents is a way of its own. */
export function effective(way: Way, facts: BucketFacts): Way[] {
  if (way.actions.length === 0) return [way];
  const lists = way.actions.some((action) => LISTS.includes(action));
  const access = way.access.filter((one) => one !== 'list' || lists);
  if (access.length < way.access.length && !access.includes('meta')) access.push('meta');
  const enforced = facts.ownership.state === 'present' && facts.ownership.value === 'BucketOwnerEnforced';
  const open = way.state === 'open' || way.state === 'open-unless';
  if (!enforced || !open || !access.includes('admin') || way.actions.some(changesMoreThanAcls))
    return [{ ...way, access }];
  const rest: Way = { ...way, access: access.filter((one) => one !== 'admin') };
  const shut: Way = { ...way, access: ['admin'], state: 'shut-by', missing: [], guards: ['ownership'] };
  return rest.access.length > 0 ? [rest, shut] : [shut];
}

function changesMoreThanAcls(action: string): boolean {
  return !ONLY_ACLS.has(action) && CHANGES.test(action);
}
