// The request that an outsider could make, and a line with which the owner can look for themselves without changing anything.
import type { Witness } from '../../../exposure.ts';
import { evaluate } from '../../../policy/evaluate.ts';
import type { Request } from '../../../policy/question.ts';
import { shellWord } from '../shell.ts';
import { bucketArn, shared } from './door-policy.ts';
import type { BucketFacts, Way } from './ways.ts';

/** Where requests go. */
export interface Target {
  bucket: string;
  partition: string;
  region: string | undefined;
}

/** Actions that only look, the most telling first; the owner can try these. */
const LOOKING = [
  's3:ListBucket',
  's3:GetObject',
  's3:ListBucketVersions',
  's3:GetObjectVersion',
  's3:GetBucketAcl',
  's3:GetBucketPolicy',
];

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
  const referer = header(request, 'aws:referer');
  const agent = header(request, 'aws:useragent');
  const unsigned = way.caller.class === 'anonymous';
  if (unsigned && (referer !== undefined || agent !== undefined))
    return curl(way, request, target, { Referer: referer, 'User-Agent': agent });
  const bucket = shellWord(way.accessPoint ?? target.bucket);
  const who = unsigned ? '--no-sign-request' : '--profile ANOTHER_ACCOUNT';
  switch (request.action) {
    case 's3:ListBucket':
      return `aws s3api list-objects-v2 --bucket ${bucket}${prefix(request)} --max-items 5 ${who}`;
    case 's3:ListBucketVersions':
      return `aws s3api list-object-versions --bucket ${bucket} --max-items 5 ${who}`;
    case 's3:GetBucketAcl':
      return `aws s3api get-bucket-acl --bucket ${bucket} ${who}`;
    case 's3:GetBucketPolicy':
      return `aws s3api get-bucket-policy --bucket ${bucket} ${who}`;
    case 's3:GetObject':
    case 's3:GetObjectVersion':
      return unsigned && way.via !== 'access-point'
        ? curl(way, request, target, {})
        : `aws s3api head-object --bucket ${bucket} --key ${shellWord(keyOf(request))} ${who}`;
    default:
      return undefined;
  }
}

function curl(
  way: Way,
  request: Request,
  target: Target,
  headers: Record<string, string | undefined>,
): string | undefined {
  if (way.via === 'access-point') return undefined;
  const suffix = target.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const service = `s3.${target.region === undefined ? '' : `${target.region}.`}${suffix}`;
  // The certificate of S3 covers one label before it.
  const base = /^[a-z0-9-]+$/.test(target.bucket)
    ? `https://${target.bucket}.${service}`
    : `https://${service}/${encodeURIComponent(target.bucket)}`;
  const extra = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : ['-H', shellWord(`${name}: ${value}`)],
  );
  if (request.action === 's3:ListBucket')
    return ['curl', ...extra, shellWord(`${base}/?list-type=2&max-keys=5`)].join(' ');
  if (request.action !== 's3:GetObject') return undefined;
  const key = keyOf(request).split('/').map(encodeURIComponent).join('/');
  return ['curl -I', ...extra, shellWord(`${base}/${key}`)].join(' ');
}

function prefix(request: Request): string {
  const asked = header(request, 's3:prefix');
  return asked === undefined || asked === '' ? '' : ` --prefix ${shellWord(asked)}`;
}

function keyOf(request: Request): string {
  return request.resource.split('/').slice(1).join('/') || 'KEY';
}

function header(request: Request, key: string): string | undefined {
  const value = request.context[key];
  return value === undefined ? undefined : many(value)[0];
}

function many(value: string | string[]): string[] {
  return Array.isArray(value) ? value : [value];
}
