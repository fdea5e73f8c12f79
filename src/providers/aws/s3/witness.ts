// The request that an outsider could make, and a line with which the owner can look for themselves without changing anything.
import type { Witness } from '../../../exposure.ts';
import { evaluate } from '../../../policy/evaluate/evaluate.ts';
import type { Request } from '../../../policy/question.ts';
import { LOOKING, s3Command } from '../words/request-command.ts';
import { bucketArn, shared } from './door-policy.ts';
import type { BucketFacts, Way } from './ways.ts';

/** Where requests go. */
export interface Target {
  bucket: string;
  partition: string;
  region: string | undefined;
}

/** The most telling witness of several ways in. */
export function witnessOf(ways: Way[], facts: BucketFacts, target: Target): Witness | undefined {
  let best: { way: Way; request: Request; rank: number } | undefined;
  for (const way of ways) {
    const request = moreTelling(way, facts) ?? way.witness;
    if (request === undefined) continue;
    const place = LOOKING.indexOf(request.action);
    const rank = place < 0 ? LOOKING.length : place;
    if (best === undefined || rank < best.rank) best = { way, request, rank };
  }
  if (best === undefined) return undefined;
  const { way, request } = best;
  const { principal, action, resource } = request;
  const context = Object.fromEntries(
    Object.entries(request.context).map(([key, value]) => [key, many(value).join(', ')]),
  );
  const command = commandFor(way, withRealKey(way, request, facts), target);
  return {
    request: { principal, action, resource, context },
    ...(command !== undefined && { command }),
    checked: way.certainty === 'exact',
  };
}

/** The same caller's request to list or to read, where a single-request evaluation of the policy allows that too. */
function moreTelling(way: Way, facts: BucketFacts): Request | undefined {
  const { witness } = way;
  if (witness === undefined) return undefined;
  const bucket = bucketArn(facts);
  for (const action of ['s3:ListBucket', 's3:GetObject']) {
    if (action === witness.action) return undefined;
    if (!way.actions.includes(action)) continue;
    const request = { ...witness, action, resource: action === 's3:ListBucket' ? bucket : `${bucket}/x` };
    if (isAllowed(way, request, facts)) return request;
  }
  return undefined;
}

/**
 * The request with a key that says "put a real one here", where the policy takes any name in that folder. A made-up name would
 * be answered with 403 although everyone may read, because S3 hides what does not exist from those who may not list.
 */
function withRealKey(way: Way, request: Request, facts: BucketFacts): Request {
  const [bucket = '', ...key] = request.resource.split('/');
  if (key.length === 0) return request;
  const real = { ...request, resource: [bucket, ...key.slice(0, -1), 'EXISTING_OBJECT'].join('/') };
  return isAllowed(way, real, facts) ? real : request;
}

function isAllowed(way: Way, request: Request, facts: BucketFacts): boolean {
  if (way.via !== 'policy' || facts.policy.state !== 'present') return false;
  const resource = bucketArn(facts);
  const question = { kind: 's3-bucket', policy: facts.policy.value, resource, ...shared(facts) } as const;
  return evaluate(question, request) === 'allowed';
}

function commandFor(way: Way, request: Request, target: Target): string | undefined {
  // From somebody else's VPC endpoint the owner cannot look, and what is shut shows nothing.
  if (request.transport === 'vpc-endpoint' || way.state === 'shut-by') return undefined;
  const unsigned = way.caller.class === 'anonymous';
  const to = { ...target, bucket: way.accessPoint ?? target.bucket, accessPoint: way.via === 'access-point' };
  return s3Command(request, to, unsigned);
}

function many(value: string | string[]): string[] {
  return Array.isArray(value) ? value : [value];
}
