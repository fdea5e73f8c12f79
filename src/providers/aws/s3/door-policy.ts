// The bucket policy as a door, behind RestrictPublicBuckets.
import type { Question } from '../../../policy/question.ts';
import { judgeRoads, type Road, type Roads, tier } from './beside.ts';
import { type Guards, guardsOf, NO_GUARDS, SOME_SERVICE, SOMEBODY, unreadDoor, verdict } from './guards.ts';
import type { BucketFacts, Way } from './ways.ts';

export function bucketArn(facts: BucketFacts): string {
  return `arn:${facts.partition ?? 'aws'}:s3:::${facts.bucket}`;
}

/** A document as the policy of the bucket, for the engine. */
export function bucketQuestion(
  facts: BucketFacts,
  policy: unknown,
  fixed?: Record<string, string>,
): Question & { kind: 's3-bucket' } {
  const question: ReturnType<typeof bucketQuestion> = {
    kind: 's3-bucket',
    policy,
    resource: bucketArn(facts),
  };
  Object.assign(question, shared(facts));
  if (fixed !== undefined) question.fixed = fixed;
  return question;
}

/** Judges a document as the policy of the bucket. */
export function judgeBucket(facts: BucketFacts, policy: unknown, fixed?: Record<string, string>): Roads {
  return judgeRoads(bucketQuestion(facts, policy, fixed), facts.memo);
}

/**
 * Whether S3 takes a policy for public, as RestrictPublicBuckets asks: where the guide does not say and S3 itself does, S3 is right;
 * where the two disagree it is undecided.
 */
export function takenForPublic(
  ours: boolean | 'unknown' | undefined,
  said: boolean | undefined,
): boolean | 'unknown' {
  if (said === undefined) return ours ?? 'unknown';
  return ours === undefined || ours === 'unknown' || ours === said ? said : 'unknown';
}

/** What every question about the bucket has in common. */
export function shared({ account, ours, rcps, now }: BucketFacts) {
  const found: Pick<Question, 'account' | 'ours' | 'alsoDeny' | 'now'> = {};
  if (account !== undefined) found.account = account;
  if (ours !== undefined) found.ours = ours;
  if (rcps !== undefined) found.alsoDeny = rcps;
  if (now !== undefined) found.now = now;
  return found;
}

/** The ways that the bucket policy opens. */
export function policyWays(facts: BucketFacts, judged: Roads | undefined): Way[] {
  const restrict = guardsOf(facts, 'restrictPublicBuckets');
  if (facts.policy.state === 'absent' || (facts.policy.state === 'present' && judged === undefined))
    return [];
  if (judged === undefined) {
    // Behind RestrictPublicBuckets an unread policy can still name accounts, if it is not public as a whole; so can one that S3
    // does not call public. If S3 calls it public, then behind RestrictPublicBuckets only services are left.
    const closed = restrict.on.length > 0 || facts.said === false;
    const left = restrict.on.length > 0 && facts.said === true ? SOME_SERVICE : SOMEBODY;
    const widest = widestUnderControl(facts);
    return widest === undefined
      ? []
      : [unreadDoor(closed ? left : widest, 'policy', 'policy', restrict.unread)];
  }
  const isPublic = takenForPublic(judged.policyStatusIsPublic, facts.said);
  return judged.grants.map((grant) => policyWay(grant, isPublic, restrict));
}

/**
 * RestrictPublicBuckets concerns a public policy alone; then only AWS service principals and the owner's account get in.
 * Source: S3 user guide, "Block public access settings".
 */
function policyWay(grant: Road, isPublic: boolean | 'unknown', restrict: Guards): Way {
  return Object.assign(parts(grant), restricted(grant, isPublic, restrict), {
    via: 'policy' as const,
    missingDoors: [],
  });
}

/** What RestrictPublicBuckets makes of a grant. */
export function restricted(
  { caller, certainty, reason }: Pick<Road, 'caller' | 'certainty' | 'reason'>,
  isPublic: boolean | 'unknown',
  restrict: Guards,
): Pick<Way, 'state' | 'missing' | 'guards' | 'certainty' | 'reason'> {
  const exempt = isPublic === false || caller.class === 'service';
  const unsettled = isPublic === 'unknown' && !exempt && restrict.on.length > 0;
  const sure = unsettled ? 'maybe' : certainty;
  const why = unsettled ? 'whether S3 calls this policy public, and so restricts it, is not certain' : reason;
  const { state, missing, guards } = verdict(sure, exempt || unsettled ? NO_GUARDS : restrict);
  const found: ReturnType<typeof restricted> = { state, missing, guards, certainty: sure };
  if (why !== undefined) found.reason = why;
  return found;
}

/** What a way takes over from a grant. */
export function parts(
  grant: Road,
): Pick<Way, 'caller' | 'actions' | 'access' | 'indexes' | 'conditions' | 'witness' | 'beside'> {
  const { caller, actions, access, statements, conditions, witness, beside } = grant;
  const found: ReturnType<typeof parts> = { caller, actions, access, indexes: statements, conditions };
  if (witness !== undefined) found.witness = witness;
  if (beside === true) found.beside = true;
  return found;
}

/**
 * Whom a bucket policy that could not be read may let in, whatever it says: a policy that allows everything to everybody, under the
 * resource control policies. Undefined: nobody.
 */
function widestUnderControl(facts: BucketFacts): Way['caller'] | undefined {
  if (facts.rcps === undefined) return { class: 'anonymous' };
  const arn = bucketArn(facts);
  const all = { Effect: 'Allow', Principal: '*', Action: '*', Resource: [arn, `${arn}/*`] };
  const { grants } = judgeBucket(facts, { Version: '2012-10-17', Statement: [all] });
  const [widest] = grants.map(({ caller }) => caller).sort((one, other) => tier(one) - tier(other));
  if (widest === undefined) return undefined;
  return tier(widest) < 2 ? widest : SOMEBODY;
}
