// What a bucket's policy lets CloudFront do for its visitors, asked request by request. Pure.
import { evaluate } from '../../../policy/evaluate/evaluate.ts';
import type { Request } from '../../../policy/question.ts';
import type { Distribution } from './distribution.generated.ts';

export type Origin = NonNullable<Distribution['origins']>[number];

/** A distribution, as far as a bucket sees it. */
export interface Sender {
  /** ARN. */
  id: string;
  partition: string;
  account: string;
  now: number;
}

export type Answer = 'allowed' | 'denied' | 'undecided';

/** What visitors do through a distribution -> what it does in the bucket (CloudFront developer guide, "Restrict access to an Amazon S3 origin"). */
export const ACTIONS = {
  list: 's3:ListBucket',
  read: 's3:GetObject',
  write: 's3:PutObject',
  delete: 's3:DeleteObject',
} as const;
export type Access = keyof typeof ACTIONS;

/** Does the policy allow it, for any object below the path of the origin? The first object for which it does, in `key`. */
export function allows(
  policy: object,
  origin: Origin,
  access: Access,
  sender: Sender,
): { answer: Answer; key: string } {
  const { bucket = '', path = '' } = origin;
  const arn = `arn:${sender.partition}:s3:::${bucket}`;
  const prefix = path.replace(/^\//, '');
  const inside = prefix === '' ? '' : `${prefix}/`;
  const question = {
    kind: 's3-bucket',
    policy,
    resource: arn,
    account: sender.account,
    now: sender.now,
  } as const;
  const action = ACTIONS[access];
  let answer: Answer = 'denied';
  for (const key of access === 'list' ? [''] : keysOf(policy, arn, inside)) {
    const resource = key === '' ? arn : `${arn}/${key}`;
    const outcome = evaluate(question, requestOf(origin, action, resource, sender));
    if (outcome === 'allowed') return { answer: 'allowed', key: key.slice(inside.length) };
    if (outcome === 'undecided') answer = 'undecided';
  }
  // The organization of the distribution is not known here.
  const byOrganization = /"aws:source(org|organization)/i.test(JSON.stringify(policy));
  if (answer === 'denied' && byOrganization && origin.access === 'origin-access-control')
    answer = 'undecided';
  return { answer, key: 'KEY' };
}

function requestOf({ access, identity }: Origin, action: string, resource: string, sender: Sender): Request {
  const { partition, id, account } = sender;
  const base = { action, resource, transport: 'internet' } as const;
  const secure = { 'aws:securetransport': 'true' };
  if (access === 'origin-access-control')
    return {
      ...base,
      principal: 'cloudfront.amazonaws.com',
      context: {
        ...secure,
        'aws:sourcearn': id,
        'aws:sourceaccount': account,
        'aws:principalisawsservice': 'true',
        'aws:principalservicename': 'cloudfront.amazonaws.com',
      },
    };
  if (access === 'origin-access-identity')
    return {
      ...base,
      principal: `arn:${partition}:iam::cloudfront:user/CloudFront Origin Access Identity ${identity ?? ''}`,
      context: secure,
    };
  return {
    ...base,
    principal: 'anonymous',
    context: { 'aws:securetransport': access === 'website' ? 'false' : 'true' },
  };
}

/** An object of any name, and one for each pattern of the policy, as far as they lie below the origin's path. */
function keysOf(policy: object, arn: string, inside: string): string[] {
  const found = new Set([`${inside}KEY`]);
  const statements = [Reflect.get(policy, 'Statement')].flat(1);
  for (const statement of statements) {
    if (typeof statement !== 'object' || statement === null) continue;
    for (const pattern of [Reflect.get(statement, 'Resource')].flat(1)) {
      if (typeof pattern !== 'string' || !pattern.startsWith(`${arn}/`)) continue;
      const key = pattern
        .slice(arn.length + 1)
        .replaceAll('*', 'KEY')
        .replaceAll('?', 'K');
      if (key.startsWith(inside) && key.length > inside.length) found.add(key);
    }
  }
  return [...found];
}
