// Uploads with a key that only the uploader has (SSE-C): whether a bucket refuses them. Pure.
import type { Known } from '../../../snapshot/resource.ts';
import { type Raw, raw, raws, word } from '../answers/shape.ts';
import { many, statementsOf } from '../answers/statements.ts';

const KEY = 's3:x-amz-server-side-encryption-customer-algorithm';

/**
 * GetBucketEncryption: the kinds of encryption that uploads may not use (S3 API reference, BlockedEncryptionTypes: `SSE-C`, or `NONE` for
 * none).
 */
export function blockedEncryptionOf(answer: unknown): Known<string[]> {
  const rules = raws(raw(raw(answer)?.['ServerSideEncryptionConfiguration'])?.['Rules']);
  if (rules === undefined) {
    const detail = 'the answer holds no rules of encryption';
    return { state: 'unknown', why: { setting: 'blockedEncryption', reason: 'malformed', detail } };
  }
  const found = rules.flatMap(({ item }) =>
    many(raw(item['BlockedEncryptionTypes'])?.['EncryptionType']).flatMap((one) => word(one) ?? []),
  );
  return { state: 'present', value: found.filter((one) => one !== 'NONE') };
}

/**
 * Whether a statement of the policy denies every upload that brings its own key, to everyone, and under no other condition (S3 user guide,
 * "Requiring and restricting SSE-C").
 */
export function deniesCustomerKeys(policy: object, bucketArn: string): boolean {
  return statementsOf(policy).some(
    ({ statement }) => statement !== undefined && denies(statement, bucketArn),
  );
}

function denies(statement: Raw, bucketArn: string): boolean {
  const { Effect, Principal, Action, Resource, Condition } = statement;
  if (Effect !== 'Deny' || !isEverybody(Principal)) return false;
  if (!many(Action).some((one) => typeof one === 'string' && PUTS.has(one.toLowerCase()))) return false;
  const keys = ['*', `${bucketArn}/*`, `${bucketArn}*`, 'arn:aws:s3:::*'];
  if (!many(Resource).some((one) => typeof one === 'string' && keys.includes(one))) return false;
  const operators = Object.entries(raw(Condition) ?? {});
  const [operator, block] = operators[0] ?? [];
  const tests = Object.entries(raw(block) ?? {});
  const [key, value] = tests[0] ?? [];
  return (
    operators.length === 1 &&
    operator === 'Null' &&
    tests.length === 1 &&
    key?.toLowerCase() === KEY &&
    many(value).length === 1 &&
    String(many(value)[0]).toLowerCase() === 'false'
  );
}

const PUTS = new Set(['*', 's3:*', 's3:put*', 's3:putobject', 's3:putobject*']);

function isEverybody(principal: unknown): boolean {
  return principal === '*' || many(raw(principal)?.['AWS']).includes('*');
}
