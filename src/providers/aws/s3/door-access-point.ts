// Access points as doors: their policy and the bucket's must both let the request in.
// Source: S3 user guide, "Configuring IAM policies for using access points" and "Managing public access to access points".

import { evaluate } from '../../../policy/evaluate.ts';
import { judge } from '../../../policy/judge.ts';
import { accessOf } from '../../../policy/kinds/index.ts';
import type { Grant, Judgement, Question, Request } from '../../../policy/question.ts';
import { bucketArn, judgeBucket, parts, shared } from './door-policy.ts';
import { type Guards, guardsOf, NO_GUARDS, together, unreadDoor, verdict } from './guards.ts';
import type { AccessPoint, BucketFacts, Way } from './ways.ts';

/** The ways that lead through access points. */
export function accessPointWays(facts: BucketFacts, direct: Judgement | undefined): Way[] {
  const listed = facts.accessPoints;
  if (listed === undefined || listed.state === 'absent' || facts.policy.state === 'absent') return [];
  if (listed.state === 'unknown')
    return delegates(facts, direct)
      ? [unreadDoor({ class: 'anonymous' }, 'access-point', 'accessPoints')]
      : [];
  return listed.value.flatMap((point) => throughPoint(facts, point));
}

/** Does the bucket policy leave to access points of its account what it does not give directly? */
function delegates(facts: BucketFacts, direct: Judgement | undefined): boolean {
  if (facts.policy.state !== 'present' || facts.account === undefined) return false;
  if (guardsOf(facts, 'restrictPublicBuckets').on.length > 0) return false;
  const arn = `arn:${facts.partition ?? 'aws'}:s3:us-east-1:${facts.account}:accesspoint/any`;
  const given = judgeBucket(facts, facts.policy.value, fixedKeys(arn, facts.account, 'Internet')).grants;
  const wide = (grants: Grant[]) =>
    new Set(
      grants
        .filter((one) => one.caller.class === 'anonymous' || one.caller.class === 'any-account')
        .flatMap((one) => one.actions),
    );
  const already = wide(direct?.grants ?? []);
  return [...wide(given)].some((action) => !already.has(action));
}

function fixedKeys(arn: string, account: string, origin: string): Record<string, string> {
  return {
    's3:DataAccessPointArn': arn,
    's3:DataAccessPointAccount': account,
    's3:AccessPointNetworkOrigin': origin,
  };
}

function throughPoint(facts: BucketFacts, point: AccessPoint): Way[] {
  if (point.policy.state === 'absent') return [];
  const origin: Guards =
    point.networkOrigin === 'VPC' ? { on: ['accessPoint.networkOrigin'], unread: [] } : NO_GUARDS;
  const restrict = together(pointGuard(point), guardsOf(facts, 'restrictPublicBuckets'));
  if (point.policy.state === 'unknown') {
    if (origin.on.length > 0 || restrict.on.length > 0) return [];
    return [
      {
        ...unreadDoor({ class: 'anonymous' }, 'access-point', 'accessPoint.policy', restrict.unread),
        accessPoint: point.arn,
      },
    ];
  }
  if (facts.policy.state !== 'present') {
    if (origin.on.length > 0 || restrict.on.length > 0) return [];
    return [
      {
        ...unreadDoor({ class: 'anonymous' }, 'access-point', 'policy', restrict.unread),
        accessPoint: point.arn,
      },
    ];
  }
  const account = point.arn.split(':')[4] ?? '';
  const fixed = fixedKeys(point.arn, account, point.networkOrigin);
  const inner = judgeBucket(facts, facts.policy.value, fixed);
  const question: Question = {
    kind: 's3-access-point',
    policy: point.policy.value,
    resource: point.arn,
    ...shared(facts),
    fixed,
  };
  const outer = judge(question);
  const bucket: Question = {
    ...question,
    kind: 's3-bucket',
    policy: facts.policy.value,
    resource: bucketArn(facts),
  };
  const isPublic = [inner.policyStatusIsPublic, outer.policyStatusIsPublic].some(
    (status) => status !== false,
  );
  return outer.grants.flatMap((grant) =>
    inner.grants
      .filter((other) => JSON.stringify(other.caller) === JSON.stringify(grant.caller))
      .flatMap((other) =>
        both(grant, other, { point: question, bucket }, together(origin, isPublic ? restrict : NO_GUARDS)),
      ),
  );
}

function pointGuard({ publicAccessBlock }: AccessPoint): Guards {
  const name = 'accessPoint.restrictPublicBuckets' as const;
  if (publicAccessBlock.state === 'unknown') return { on: [], unread: [name] };
  const on = publicAccessBlock.state === 'present' && publicAccessBlock.value.restrictPublicBuckets === true;
  return { on: on ? [name] : [], unread: [] };
}

/** The same request as each of the two policies sees it. */
interface Sides {
  point: Question;
  bucket: Question;
}

/** What two grants have in common: certain for the actions of which one request passes both policies. */
function both(outer: Grant, inner: Grant, sides: Sides, guards: Guards): Way[] {
  const actions = outer.actions.filter((action) => inner.actions.includes(action));
  const related = inner.conditions.filter((one) => !/^s3:(dataaccesspoint|accesspointnetwork)/.test(one));
  const exact = outer.certainty === 'exact' && inner.certainty === 'exact';
  const proofs = new Map(
    actions.map((action) => [action, exact ? proof(outer, inner, action, sides) : undefined]),
  );
  const ways: Way[] = [];
  for (const certainty of ['exact', 'maybe'] as const) {
    const some = actions.filter((action) => (proofs.get(action) !== undefined) === (certainty === 'exact'));
    const [first] = some;
    if (first === undefined) continue;
    const { witness: _ofOneSide, ...rest } = parts(outer);
    const witness = proofs.get(first);
    const reason =
      outer.reason ??
      inner.reason ??
      'the two policies were judged apart, and no request was found that passes both';
    ways.push({
      ...rest,
      via: 'access-point',
      accessPoint: sides.point.resource,
      actions: some,
      access: accessOf('s3-access-point', some),
      conditions: [...outer.conditions, ...related],
      ...verdict(certainty, guards),
      missingDoors: [],
      certainty,
      ...(witness === undefined ? { reason } : { witness }),
    });
  }
  return ways;
}

/** A request out of the two witnesses that both policies allow. */
function proof(outer: Grant, inner: Grant, action: string, sides: Sides): Request | undefined {
  const [one, other] = [outer.witness, inner.witness];
  if (one === undefined || other === undefined) return undefined;
  const [point, bucket] = [sides.point.resource, sides.bucket.resource];
  // Of an object `ARN/object/KEY` at the access point, and `ARN/KEY` at the bucket.
  const below = (arn: string, of: string) => arn.slice(of.length).replace(/^\/object\//, '/');
  const keys = new Set([below(one.resource, point), other.resource.slice(bucket.length)]);
  const contexts = [
    { ...other.context, ...one.context },
    { ...one.context, ...other.context },
  ];
  for (const key of keys) {
    for (const context of contexts) {
      const request: Request = {
        ...one,
        action,
        context,
        resource: key === '' ? point : `${point}/object${key}`,
      };
      const seen: Request = { ...request, resource: bucket + key };
      if (evaluate(sides.point, request) === 'allowed' && evaluate(sides.bucket, seen) === 'allowed')
        return request;
    }
  }
  return undefined;
}
