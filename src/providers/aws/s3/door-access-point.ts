// Access points as doors: their policy and the bucket's must both let the request in.
// Source: S3 user guide, "Configuring IAM policies for using access points" and "Managing public access to access points".

import { judge } from '../../../policy/judge.ts';
import { accessOf } from '../../../policy/kinds/index.ts';
import type { Grant, Judgement } from '../../../policy/question.ts';
import type { AccessPoint, BucketFacts, Way } from './compose.ts';
import { judgeBucket, parts, shared } from './door-policy.ts';
import { type Guards, guardsOf, NO_GUARDS, together, unreadDoor, verdict } from './guards.ts';

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
  const outer = judge({
    kind: 's3-access-point',
    policy: point.policy.value,
    resource: point.arn,
    ...shared(facts),
    fixed,
  });
  const isPublic = [inner.policyStatusIsPublic, outer.policyStatusIsPublic].some(
    (status) => status !== false,
  );
  return outer.grants.flatMap((grant) =>
    inner.grants
      .filter((other) => JSON.stringify(other.caller) === JSON.stringify(grant.caller))
      .flatMap((other) => both(grant, other, point, together(origin, isPublic ? restrict : NO_GUARDS))),
  );
}

function pointGuard({ publicAccessBlock }: AccessPoint): Guards {
  const name = 'accessPoint.restrictPublicBuckets' as const;
  if (publicAccessBlock.state === 'unknown') return { on: [], unread: [name] };
  const on = publicAccessBlock.state === 'present' && publicAccessBlock.value.restrictPublicBuckets === true;
  return { on: on ? [name] : [], unread: [] };
}

/** What two grants have in common. Conditions on both sides may exclude each other: then it is not certain. */
function both(outer: Grant, inner: Grant, point: AccessPoint, guards: Guards): Way[] {
  const actions = outer.actions.filter((action) => inner.actions.includes(action));
  if (actions.length === 0) return [];
  const related = inner.conditions.filter((one) => !/^s3:(dataaccesspoint|accesspointnetwork)/.test(one));
  const exact = outer.certainty === 'exact' && inner.certainty === 'exact';
  const certainty = exact && (related.length === 0 || outer.conditions.length === 0) ? 'exact' : 'maybe';
  const reason = outer.reason ?? inner.reason ?? 'both policies have conditions, which were judged apart';
  return [
    {
      ...parts(outer),
      via: 'access-point',
      accessPoint: point.arn,
      actions,
      access: accessOf('s3-access-point', actions),
      conditions: [...outer.conditions, ...related],
      ...verdict(certainty, guards),
      missingDoors: [],
      certainty,
      ...(certainty === 'exact' ? {} : { reason }),
    },
  ];
}
