// SSE-C: which answers and which policies say that uploads with a key of the uploader are refused.
import { expect, test } from '@jest/globals';
import { blockedEncryptionOf, deniesCustomerKeys } from '../../../../src/providers/aws/s3/customer-keys.ts';

const rules = (...Rules: unknown[]) => ({ ServerSideEncryptionConfiguration: { Rules } });

test.each<[string, unknown, object]>([
  [
    'blocked',
    rules({ BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }),
    { state: 'present', value: ['SSE-C'] },
  ],
  [
    'allowed by name',
    rules({ BlockedEncryptionTypes: { EncryptionType: ['NONE'] } }),
    { state: 'present', value: [] },
  ],
  ['nothing said', rules({ BucketKeyEnabled: false }), { state: 'present', value: [] }],
  ['no rules', {}, { state: 'unknown', why: { reason: 'malformed' } }],
  ['no answer', undefined, { state: 'unknown', why: { reason: 'malformed' } }],
])('the settings: %s', (_name, answer, expected) => {
  expect(blockedEncryptionOf(answer)).toMatchObject(expected);
});

const KEY = 's3:x-amz-server-side-encryption-customer-algorithm';
const DENY = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:PutObject',
  Resource: 'arn:aws:s3:::kagi/*',
  Condition: { Null: { [KEY]: 'false' } },
};

test.each<[string, boolean, object]>([
  ['the statement of the user guide', true, {}],
  ['every principal of AWS', true, { Principal: { AWS: ['*'] } }],
  ['everything of S3', true, { Action: ['s3:ListBucket', 's3:*'], Resource: '*' }],
  ['a condition of type boolean', true, { Condition: { Null: { [KEY.toUpperCase()]: false } } }],
  ['Allow', false, { Effect: 'Allow' }],
  ['one account', false, { Principal: { AWS: '444455556666' } }],
  ['reading', false, { Action: 's3:GetObject' }],
  ['some keys', false, { Resource: 'arn:aws:s3:::kagi/logs/*' }],
  ['another bucket', false, { Resource: 'arn:aws:s3:::kagi-2/*' }],
  ['uploads without such a key', false, { Condition: { Null: { [KEY]: 'true' } } }],
  ['another header', false, { Condition: { Null: { 's3:x-amz-acl': 'false' } } }],
  [
    'a second condition',
    false,
    { Condition: { Null: { [KEY]: 'false' }, Bool: { 'aws:ViaAWSService': 'false' } } },
  ],
  ['a second header', false, { Condition: { Null: { [KEY]: 'false', 's3:x-amz-acl': 'false' } } }],
  ['no condition on the header', false, { Condition: { StringEquals: { [KEY]: 'false' } } }],
  ['no condition at all', false, { Condition: undefined }],
])('a policy: %s', (_name, expected, more) => {
  const Statement = [{ ...DENY, ...more }];
  expect(deniesCustomerKeys({ Version: '2012-10-17', Statement }, 'arn:aws:s3:::kagi')).toBe(expected);
});
