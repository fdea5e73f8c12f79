// AWS's own question: is the policy public? By the words of the S3 user guide, "The meaning of public"; syntax, not reachability.

import { V6 } from './language/interval.ts';
import type { Question } from './question.ts';
import type { Condition, Document, Statement } from './read/document.ts';
import { network } from './read/ranges.ts';

/** Keys that make a grant fixed when their values have no wildcard and no policy variable. */
const FIXING = new Set([
  'aws:principalorgid',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:sourcearn',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourceowner',
  'aws:sourceaccount',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
  'aws:userid',
  's3:dataaccesspointarn',
  's3:dataaccesspointaccount',
]);

/** Keys that confine a grant as well, but that the guide does not list. */
const UNLISTED = /^aws:(sourceorg(id|paths)|principalorgpaths|sourcevpcarn|vpce(account|orgid|orgpaths))$/;

/** What GetBucketPolicyStatus answers; `unknown` where the guide does not say. */
export function policyStatus(question: Question, document: Document): boolean | 'unknown' {
  if (document.unreadable) return 'unknown';
  let unknown = false;
  for (const statement of document.statements) {
    if (!statement.allow) continue;
    const answer = isPublic(statement, question, document.variables);
    if (answer === true) return true;
    if (answer === 'unknown') unknown = true;
  }
  return unknown ? 'unknown' : false;
}

function isPublic(statement: Statement, question: Question, variables: boolean): boolean | 'unknown' {
  const { principals, notPrincipal } = statement;
  if (statement.opaque !== undefined) return 'unknown';
  const { everyone, federated, odd } = principals;
  if (!notPrincipal && !everyone && federated.length === 0 && odd.length === 0) return false;
  let unknown = false;
  for (const condition of statement.conditions) {
    const answer = fixes(condition, question, variables);
    if (answer === true) return false;
    if (answer === 'unknown') unknown = true;
  }
  // The guide's own example of a public policy names a web identity provider; it says nothing about SAML.
  const tokens = federated.some((name) => !name.includes(':saml-provider/'));
  return !unknown && (notPrincipal || everyone || tokens) ? true : 'unknown';
}

/** Does one condition confine the statement to fixed values? One that is not fixed decides for all of its values. */
function fixes(condition: Condition, question: Question, variables: boolean): boolean | 'unknown' {
  const { key, operator, values, ifExists, quantifier } = condition;
  if (ifExists || quantifier === 'all' || values.length === 0) return false;
  if (key === 'aws:sourceip') return operator === 'IpAddress' && values.every(isNarrow);
  if (!/^(String(Equals|Like|EqualsIgnoreCase)|Arn(Equals|Like))$/.test(operator)) return false;
  if (!FIXING.has(key) && !UNLISTED.test(key)) return false;
  const answers = values.map((value) => {
    if (variables && value.includes('${')) return false;
    return isFixed(key, value, operator, question);
  });
  if (answers.includes(false)) return false;
  return answers.includes('unknown') ? 'unknown' : true;
}

function isFixed(key: string, value: string, operator: string, { kind }: Question): boolean | 'unknown' {
  if (key === 's3:dataaccesspointarn' && kind === 's3-bucket')
    return /^arn:[a-z-]+:s3:[^:]*:\d{12}:accesspoint\//.test(value);
  if (key === 'aws:userid' && /^AROA[A-Z0-9*?]*:\*$/.test(value)) return false;
  // "A value that doesn't contain a wildcard": whether paths below one organization count is not said.
  if (key === 'aws:principalorgpaths') return /^o-[a-z0-9]+\//.test(value) ? 'unknown' : false;
  if (!/[*?]/.test(value)) return UNLISTED.test(key) ? 'unknown' : true;
  // Nor is a star that stands for itself.
  return operator.startsWith('StringEquals') ? 'unknown' : false;
}

/** At most /8 of IPv4 or /32 of IPv6, or a private range. */
function isNarrow(value: string): boolean {
  const range = network(value);
  if (range === undefined) return false;
  const size = range.last - range.first + 1n;
  if (range.first >= V6) return size <= 1n << 96n;
  return size <= 1n << 24n;
}
