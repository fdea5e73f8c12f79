// The bucket policy as a door, behind RestrictPublicBuckets.
import { judge } from '../../../policy/judge.ts';
import type { Grant, Judgement } from '../../../policy/question.ts';
import { type Guards, guardsOf, NO_GUARDS, SOMEBODY, unreadDoor, verdict } from './guards.ts';
import type { BucketFacts, Way } from './ways.ts';

export function bucketArn(facts: BucketFacts): string {
  return `arn:${facts.partition ?? 'aws'}:s3:::${facts.bucket}`;
}

/** Judges a document as the policy of the bucket. */
export function judgeBucket(facts: BucketFacts, policy: unknown, fixed?: Record<string, string>): Judgement {
  return judge({
    kind: 's3-bucket',
    policy,
    resource: bucketArn(facts),
    ...shared(facts),
    ...(fixed ? { fixed } : {}),
  });
}

/** What every question about the bucket has in common. */
export function shared(facts: BucketFacts) {
  return {
    ...(facts.account === undefined ? {} : { account: facts.account }),
    ...(facts.ours === undefined ? {} : { ours: facts.ours }),
    ...(facts.rcps === undefined ? {} : { alsoDeny: facts.rcps }),
    ...(facts.now === undefined ? {} : { now: facts.now }),
  };
}

/** The ways that the bucket policy opens. */
export function policyWays(facts: BucketFacts, judged: Judgement | undefined): Way[] {
  const restrict = guardsOf(facts, 'restrictPublicBuckets');
  if (facts.policy.state === 'absent' || (facts.policy.state === 'present' && judged === undefined))
    return [];
  if (judged === undefined) {
    // Behind RestrictPublicBuckets an unread policy can still name accounts, if it is not public as a whole.
    return [
      unreadDoor(
        restrict.on.length > 0 ? SOMEBODY : { class: 'anonymous' },
        'policy',
        'policy',
        restrict.unread,
      ),
    ];
  }
  return judged.grants.map((grant) => policyWay(grant, judged.policyStatusIsPublic ?? 'unknown', restrict));
}

/**
 * RestrictPublicBuckets concerns a public policy alone; then only AWS service principals and the owner's account get in.
 * Source: S3 user guide, "Block public access settings".
 */
function policyWay(grant: Grant, isPublic: boolean | 'unknown', restrict: Guards): Way {
  const exempt = isPublic === false || grant.caller.class === 'service';
  const unsettled = isPublic === 'unknown' && !exempt && restrict.on.length > 0;
  const certainty = unsettled ? 'maybe' : grant.certainty;
  const reason = unsettled
    ? 'whether S3 calls this policy public, and so restricts it, is not documented'
    : grant.reason;
  return {
    ...parts(grant),
    via: 'policy',
    ...verdict(certainty, exempt || unsettled ? NO_GUARDS : restrict),
    missingDoors: [],
    certainty,
    ...(reason === undefined ? {} : { reason }),
  };
}

/** What a way takes over from a grant. */
export function parts(
  grant: Grant,
): Pick<Way, 'caller' | 'actions' | 'access' | 'indexes' | 'conditions' | 'witness'> {
  return {
    caller: grant.caller,
    actions: grant.actions,
    access: grant.access,
    indexes: grant.statements,
    conditions: grant.conditions,
    ...(grant.witness === undefined ? {} : { witness: grant.witness }),
  };
}
