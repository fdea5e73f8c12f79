// Access points as doors, those of one region and Multi-Region ones: their policy and the bucket's must both let the request in.
// Source: S3 user guide, "Configuring IAM policies for using access points" and "Managing public access to access points";
// "Permissions" and "Blocking public access with Amazon S3 Multi-Region Access Points".

import { accessOf } from '../../../policy/kinds/index.ts';
import type { Caller, Grant, Question } from '../../../policy/question.ts';
import { raw } from '../answers/shape.ts';
import { statementsOf } from '../answers/statements.ts';
import { judgeRoads, type Road, type Roads, tier } from './beside.ts';
import { bucketQuestion, parts, restricted, shared, takenForPublic } from './door-policy.ts';
import { type Guards, guardsOf, NO_GUARDS, together, unreadDoor, verdict } from './guards.ts';
import { common, proof, type Sides } from './two-policies.ts';
import { type AccessPoint, type BucketFacts, listOf, type PointList, type Way } from './ways.ts';

/** The ways that lead through access points. */
export function accessPointWays(facts: BucketFacts, direct: Roads | undefined): Way[] {
  if (facts.policy.state === 'absent') return [];
  return (['accessPoints', 'multiRegionAccessPoints'] as const).flatMap((list) => {
    const listed = facts[list];
    if (listed === undefined || listed.state === 'absent') return [];
    if (listed.state === 'present')
      return listed.value.flatMap((point) => throughPoint(facts, point, direct));
    return unreadList(facts, list, direct);
  });
}

/** A list that could not be read matters as far as the bucket policy leaves something to access points of its account. */
function unreadList(facts: BucketFacts, list: PointList, direct: Roads | undefined): Way[] {
  if (facts.account === undefined || facts.policy.state !== 'present') return [];
  const arn = `arn:${facts.partition ?? 'aws'}:s3:${list === 'accessPoints' ? 'us-east-1' : ''}:${facts.account}:accesspoint/any`;
  const inner = innerRoads(facts, facts.policy.value, { arn, networkOrigin: 'Internet' }, direct);
  const restrict = guardsOf(facts, 'restrictPublicBuckets');
  return callersLeft(facts, direct, inner, list)
    .filter((caller) => tier(caller) === 2 || restrict.on.length === 0)
    .map((caller) => unreadDoor(caller, 'access-point', list, restrict.unread));
}

/** Through an access point, whom the bucket policy lets in; the direct answer where it does not speak of access points. */
function innerRoads(
  facts: BucketFacts,
  policy: unknown,
  point: Pick<AccessPoint, 'arn' | 'networkOrigin'>,
  direct: Roads | undefined,
): Roads {
  const speaks = /s3:(DataAccessPoint|AccessPointNetworkOrigin)/i.test(
    JSON.stringify([policy, facts.rcps]) ?? '',
  );
  if (!speaks && direct !== undefined) return direct;
  return judgeRoads(bucketQuestion(facts, policy, fixedKeys(point)), facts.memo);
}

function fixedKeys({
  arn,
  networkOrigin,
}: Pick<AccessPoint, 'arn' | 'networkOrigin'>): Record<string, string> {
  return {
    's3:DataAccessPointArn': arn,
    's3:DataAccessPointAccount': arn.split(':')[4] ?? '',
    's3:AccessPointNetworkOrigin': networkOrigin,
  };
}

/** Whom the bucket policy lets in through access points and not directly: the widest of them. */
function callersLeft(facts: BucketFacts, direct: Roads | undefined, inner: Roads, list: PointList): Caller[] {
  const left = inner.grants.filter((grant) => isApart(facts, direct, grant, grant.caller));
  return widest(left.map(({ caller }) => caller).filter((caller) => canUse(list, caller)));
}

/** Is a grant of the bucket policy to those who come through an access point by a statement that does not let them in directly? */
function isApart(
  facts: BucketFacts,
  direct: Roads | undefined,
  { statements, certainty }: Grant,
  caller: Caller,
): boolean {
  if (statements.length === 0 || deniesWithoutPoint(facts)) return true;
  const given = (direct?.grants ?? [])
    .filter((one) => one.certainty === 'exact' || certainty === 'maybe')
    .filter((one) => tier(one.caller) < tier(caller) || sameCaller(one.caller, caller))
    .flatMap((one) => one.statements);
  return statements.some((index) => !given.includes(index));
}

/** Multi-Region Access Points take no unsigned request (S3 user guide, "Multi-Region Access Point restrictions and limitations"). */
function canUse(list: PointList, caller: Caller): boolean {
  return list === 'accessPoints' || caller.class !== 'anonymous';
}

/** Does the bucket policy deny what does not come through an access point? */
function deniesWithoutPoint({ policy }: BucketFacts): boolean {
  const document = policy.state === 'present' ? raw(policy.value) : undefined;
  if (document === undefined) return false;
  return statementsOf(document).some(
    ({ statement }) =>
      statement?.['Effect'] === 'Deny' &&
      /s3:(DataAccessPoint|AccessPointNetworkOrigin)/i.test(JSON.stringify(statement['Condition'] ?? '')),
  );
}

function sameCaller(one: Caller, other: Caller): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function throughPoint(facts: BucketFacts, point: AccessPoint, direct: Roads | undefined): Way[] {
  if (point.policy.state === 'absent') return [];
  const list = listOf(point.arn);
  const origin: Guards =
    point.networkOrigin === 'VPC' ? { on: ['accessPoint.networkOrigin'], unread: [] } : NO_GUARDS;
  const restrict = together(pointGuard(point), guardsOf(facts, 'restrictPublicBuckets'));
  const question: Question = {
    kind: 's3-access-point',
    policy: point.policy.state === 'present' ? point.policy.value : {},
    resource: point.arn,
    ...shared(facts),
    fixed: fixedKeys(point),
  };
  const outer = point.policy.state === 'present' ? judgeRoads(question, facts.memo) : undefined;
  const inner =
    facts.policy.state === 'present' ? innerRoads(facts, facts.policy.value, point, direct) : undefined;
  if (outer === undefined || inner === undefined) {
    if (origin.on.length > 0) return [];
    const callers =
      inner !== undefined
        ? callersLeft(facts, direct, inner, list)
        : outer !== undefined
          ? widest(outer.grants.map(({ caller }) => caller).filter((caller) => canUse(list, caller)))
          : [list === 'accessPoints' ? ANYONE : ANY_ACCOUNT];
    const door = outer === undefined ? 'accessPoint.policy' : 'policy';
    return callers
      .filter((caller) => tier(caller) === 2 || restrict.on.length === 0)
      .map((caller) => ({
        ...unreadDoor(caller, 'access-point', door, restrict.unread),
        accessPoint: point.arn,
      }));
  }
  const opinions = [
    takenForPublic(inner.policyStatusIsPublic, facts.said),
    takenForPublic(outer.policyStatusIsPublic, point.said),
  ];
  const isPublic = opinions.includes(true) ? true : opinions.includes('unknown') ? 'unknown' : false;
  const bucket = bucketQuestion(
    facts,
    facts.policy.state === 'present' ? facts.policy.value : {},
    fixedKeys(point),
  );
  const ways: Way[] = [];
  for (const grant of outer.grants) {
    if (!canUse(list, grant.caller)) continue;
    for (const other of inner.grants) {
      const caller = common(grant.caller, other.caller);
      if (caller === undefined || !canUse(list, caller)) continue;
      const apart = isApart(facts, direct, other, caller);
      for (const way of both(
        caller,
        [grant, other],
        { point: question, bucket },
        { origin, isPublic, restrict },
      ))
        ways.push(apart ? { ...way, apart } : way);
    }
  }
  return ways;
}

const ANYONE: Caller = { class: 'anonymous' };
const ANY_ACCOUNT: Caller = { class: 'any-account' };

function widest(callers: Caller[]): Caller[] {
  const wide = callers.find((caller) => tier(caller) < 2);
  return wide === undefined ? callers : [wide];
}

function pointGuard({ publicAccessBlock }: AccessPoint): Guards {
  const name = 'accessPoint.restrictPublicBuckets' as const;
  if (publicAccessBlock.state === 'unknown') return { on: [], unread: [name] };
  const on = publicAccessBlock.state === 'present' && publicAccessBlock.value.restrictPublicBuckets === true;
  return { on: on ? [name] : [], unread: [] };
}

interface Stops {
  origin: Guards;
  isPublic: boolean | 'unknown';
  restrict: Guards;
}

/** What two grants have in common: certain for the actions of which one request passes both policies. */
function both(caller: Caller, [outer, inner]: [Road, Road], sides: Sides, stops: Stops): Way[] {
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
    const apart = 'the two policies were judged apart, and no request was found that passes both';
    const doubt = certainty === 'exact' ? undefined : (outer.reason ?? inner.reason ?? apart);
    ways.push({
      ...rest,
      caller,
      ...((outer.beside === true || inner.beside === true) && { beside: true }),
      via: 'access-point',
      accessPoint: sides.point.resource,
      actions: some,
      access: accessOf('s3-access-point', some),
      conditions: [...new Set([...outer.conditions, ...related])],
      ...stopped({ caller, certainty, ...(doubt !== undefined && { reason: doubt }) }, stops),
      missingDoors: [],
      ...(witness === undefined ? {} : { witness }),
    });
  }
  return ways;
}

function stopped(
  grant: Pick<Grant, 'caller' | 'certainty' | 'reason'>,
  { origin, isPublic, restrict }: Stops,
) {
  const made = restricted(grant, isPublic, restrict);
  if (origin.on.length === 0) return made;
  return { ...made, ...verdict(made.certainty, together(origin, { on: made.guards, unread: [] })) };
}
