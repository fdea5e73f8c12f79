// A request that has to pass two policies, that of an access point and that of the bucket behind it.
import { evaluate } from '../../../policy/evaluate/evaluate.ts';
import type { Caller, Grant, Question, Request } from '../../../policy/question.ts';

/** The same request as each of the two policies sees it. */
export interface Sides {
  point: Question;
  bucket: Question;
}

/**
 * Who is meant by both of two callers: a partner whom one policy names is let in by the other that takes any account. Undefined when
 * nobody surely is.
 */
export function common(one: Caller, other: Caller): Caller | undefined {
  if (JSON.stringify(one) === JSON.stringify(other)) return one;
  if (one.class === 'any-account') return signs(other) ? other : undefined;
  if (other.class === 'any-account') return signs(one) ? one : undefined;
  if (one.class === 'named-account' && other.class === 'named-account') {
    const accounts = one.accounts.filter((account) => other.accounts.includes(account));
    return accounts.length === 0 ? undefined : { ...one, accounts };
  }
  if (one.class === 'service' && other.class === 'service' && one.service === other.service)
    return { ...one, confused: one.confused && other.confused };
  // Whether an account is in an organization is not in the policies: it may be.
  if (one.class === 'named-account' && other.class === 'organization') return one;
  if (one.class === 'organization' && other.class === 'named-account') return other;
  return undefined;
}

function signs({ class: name }: Caller): boolean {
  return name === 'named-account' || name === 'organization';
}

/** A request out of the two witnesses that both policies allow. */
export function proof(outer: Grant, inner: Grant, action: string, sides: Sides): Request | undefined {
  const [one, other] = [outer.witness, inner.witness];
  if (one === undefined || other === undefined) return undefined;
  const [point, bucket] = [sides.point.resource, sides.bucket.resource];
  // Of an object `ARN/object/KEY` at the access point, and `ARN/KEY` at the bucket.
  const below = (arn: string, of: string) => arn.slice(of.length).replace(/^\/object\//, '/');
  const keys = new Set([below(one.resource, point), below(other.resource, bucket)]);
  const contexts = [
    { ...other.context, ...one.context },
    { ...one.context, ...other.context },
  ];
  for (const key of keys) {
    for (const context of contexts) {
      for (const sender of [one, other]) {
        const request: Request = {
          ...sender,
          action,
          context: sentBy(sender, context),
          resource: key === '' ? point : `${point}/object${key}`,
        };
        const seen: Request = { ...request, resource: bucket + key };
        if (evaluate(sides.point, request) === 'allowed' && evaluate(sides.bucket, seen) === 'allowed')
          return request;
      }
    }
  }
  return undefined;
}

/** The context with what says who is asking taken from one request alone. */
function sentBy(sender: Request, context: Request['context']): Request['context'] {
  const others = Object.entries(context).filter(([key]) => !IDENTITY.test(key));
  const own = Object.entries(sender.context).filter(([key]) => IDENTITY.test(key));
  const account = /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(sender.principal)?.[1];
  const known: Request['context'] =
    account === undefined ? {} : { 'aws:principalaccount': account, 'aws:principalarn': sender.principal };
  const asked = Object.entries(known).filter(([key]) => context[key] !== undefined);
  return Object.fromEntries([...others, ...asked, ...own]);
}

const IDENTITY = /^aws:(principal|userid|username|source(arn|account|org))/;
