// What a way in amounts to in a given bucket: some actions list nothing, some change ACLs that do not count, and S3 may see it differently.
import type { BucketFacts, Way } from './ways.ts';

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

/**
 * The way with the access that its actions really give; one that does nothing but set ACLs is shut where they are off, and apart
 * where that is not known.
 */
export function effective(way: Way, facts: BucketFacts): Way[] {
  if (way.actions.length === 0) return [way];
  const lists = way.actions.some((action) => LISTS.includes(action));
  const access = way.access.filter((one) => one !== 'list' || lists);
  if (access.length < way.access.length && !access.includes('meta')) access.push('meta');
  const { ownership } = facts;
  const enforced = ownership.state === 'present' && ownership.value === 'BucketOwnerEnforced';
  const open = way.state === 'open' || way.state === 'open-unless';
  const onlyAcls = open && access.includes('admin') && !way.actions.some(changesMoreThanAcls);
  if (!onlyAcls || !(enforced || ownership.state === 'unknown'))
    return [lists || !way.access.includes('list') ? way : { ...way, access }];
  const admin: Way = enforced
    ? { ...way, access: ['admin'], state: 'shut-by', missing: [], guards: ['ownership'] }
    : { ...way, access: ['admin'], state: 'open-unless', missing: [...way.missing, 'ownership'] };
  const rest = access.filter((one) => one !== 'admin');
  if (rest.length === 0) return [admin];
  return enforced ? [{ ...way, access: rest }] : [{ ...way, access: rest }, admin];
}

function changesMoreThanAcls(action: string): boolean {
  return !ONLY_ACLS.has(action) && CHANGES.test(action);
}

/**
 * The ways in the light of what S3 itself says about the policy (GetBucketPolicyStatus). RestrictPublicBuckets goes by S3's
 * opinion: where it differs from ours, whom the policy lets in is undecided; so it is where S3 calls public what seems closed.
 */
export function compared(ways: Way[], ours: boolean | 'unknown', facts: BucketFacts): Way[] {
  const { said } = facts;
  if (said === undefined || ours === 'unknown' || ours === said) return ways;
  const reason = `S3 says that the policy is ${said ? '' : 'not '}public, and this analysis says the opposite`;
  const doubt = (): Pick<Way, 'state' | 'certainty' | 'guards' | 'missing' | 'reason'> => ({
    state: 'unknown',
    certainty: 'maybe',
    guards: [],
    missing: [],
    reason,
  });
  if (isRestricted(facts))
    return ways.map((way) =>
      way.via !== 'policy' || way.caller.class === 'service' ? way : { ...way, ...doubt() },
    );
  if (!said) return ways;
  const anyone: Way = {
    ...doubt(),
    caller: { class: 'anonymous' },
    via: 'policy',
    actions: [],
    access: [],
    missingDoors: [],
    indexes: [],
    conditions: [],
  };
  return [...ways, anyone];
}

function isRestricted({ bucketBpa, accountBpa, organizationBpa }: BucketFacts): boolean {
  return [bucketBpa, accountBpa, organizationBpa].some(
    (level) => level?.state === 'present' && level.value.restrictPublicBuckets === true,
  );
}
