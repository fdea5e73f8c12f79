// The one composition of S3: policy, ACLs, ownership, Block Public Access of every level and access points become ways in.
import type { Caller } from '../../../policy/question.ts';
import type { Roads } from './beside.ts';
import { shutByControl } from './control.ts';
import { accessPointWays } from './door-access-point.ts';
import { aclWays } from './door-acl.ts';
import { judgeBucket, policyWays } from './door-policy.ts';
import type { BucketFacts, Composition, Way } from './ways.ts';

/**
 * Composes everything that decides about a bucket. Pure.
 * Source: S3 user guide, "How Amazon S3 authorizes a request", "Blocking public access", "Controlling ownership of objects";
 * AWS Organizations user guide, "RCP evaluation".
 */
export function compose(facts: BucketFacts): Composition {
  const { policy } = facts;
  const judged = policy.state === 'present' ? judgeBucket(facts, policy.value) : undefined;
  const ways = waysOf(facts, judged);
  if (facts.control !== undefined) {
    const { control: _control, rcps: _rcps, ...free } = facts;
    const alone = policy.state === 'present' ? judgeBucket(free, policy.value) : undefined;
    ways.push(...shutByControl(facts, ways, waysOf(free, alone)));
  }
  const rank = (way: Way) => CALLERS.indexOf(way.caller.class);
  const status = policy.state === 'absent' ? false : (judged?.policyStatusIsPublic ?? 'unknown');
  return {
    ways: ways.sort((a, b) => rank(a) - rank(b)),
    ...(judged === undefined ? {} : { policy: judged }),
    policyStatusIsPublic: status,
  };
}

function waysOf(facts: BucketFacts, judged: Roads | undefined): Way[] {
  return [...policyWays(facts, judged), ...aclWays(facts), ...accessPointWays(facts, judged)];
}

const CALLERS: Caller['class'][] = [
  'anonymous',
  'web-identity',
  'any-account',
  'any-account-via-service',
  'service',
  'named-account',
  'named-identity',
  'organization',
];
