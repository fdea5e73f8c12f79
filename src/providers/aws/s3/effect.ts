// What a way in amounts to in a given bucket: some actions list nothing, some change ACLs that do not count, and S3 may see it differently.
import type { BucketFacts, Composition, Way } from './compose.ts';

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

/** The way with the access that its actions really give; one that does nothing but set ACLs is shut where they are off. */
export function effective(way: Way, facts: BucketFacts): Way {
  if (way.actions.length === 0) return way;
  const lists = way.actions.some((action) => LISTS.includes(action));
  const access = way.access.filter((one) => one !== 'list' || lists);
  if (access.length < way.access.length && !access.includes('meta')) access.push('meta');
  const enforced = facts.ownership.state === 'present' && facts.ownership.value === 'BucketOwnerEnforced';
  const open = way.state === 'open' || way.state === 'open-unless';
  if (!enforced || !open || !access.includes('admin') || way.actions.some(changesMoreThanAcls))
    return { ...way, access };
  const rest = access.filter((one) => one !== 'admin');
  if (rest.length > 0) return { ...way, access: rest };
  return { ...way, access, state: 'shut-by', missing: [], guards: ['ownership'] };
}

function changesMoreThanAcls(action: string): boolean {
  return !ONLY_ACLS.has(action) && CHANGES.test(action);
}

/**
 * RestrictPublicBuckets goes by S3's own opinion of whether the policy is public. Where the answer of GetBucketPolicyStatus and
 * ours differ and that switch is on, whom the policy lets in is undecided.
 */
export function doubted(way: Way, composed: Composition, said: boolean | undefined, facts: BucketFacts): Way {
  const ours = composed.policyStatusIsPublic;
  if (way.via !== 'policy' || way.state === 'unknown' || way.caller.class === 'service') return way;
  if (said === undefined || ours === 'unknown' || ours === said || !isRestricted(facts)) return way;
  const reason = `S3 says that the policy is ${said ? '' : 'not '}public, and this analysis says the opposite`;
  return { ...way, state: 'unknown', certainty: 'maybe', guards: [], missing: [], reason };
}

function isRestricted({ bucketBpa, accountBpa }: BucketFacts): boolean {
  return [bucketBpa, accountBpa].some(
    (level) => level.state === 'present' && level.value.restrictPublicBuckets === true,
  );
}
