// Operations that another account can use, and the keys that their requests have.
import { describe, expect, test } from '@jest/globals';
import { kindOf } from '../../src/policy/kinds/index.ts';
import type { PolicyKind } from '../../src/policy/question.ts';
import { judged, OWNER, outsiders } from './ask.ts';

/** What any account may do under these conditions, without the service. */
function allowed(kind: PolicyKind, service: string, condition: unknown = {}, action = '*'): string[] {
  const statement = {
    Effect: 'Allow',
    Principal: '*',
    Action: `${service}:${action}`,
    Resource: '*',
    Condition: condition,
  };
  const { grants } = judged(kind, statement);
  const names = grants.filter((grant) => grant.certainty === 'exact').flatMap((grant) => grant.actions);
  return [...new Set(names.map((name) => name.slice(service.length + 1)))].sort();
}

const kms = (condition?: unknown, action?: string) => allowed('kms', 'kms', condition, action);

describe('KMS across accounts', () => {
  test('cryptography, grants and what describes the key; nothing else', () => {
    expect(kms()).toEqual(
      `CreateGrant Decrypt DeriveSharedSecret DescribeKey Encrypt GenerateDataKey GenerateDataKeyPair
       GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext GenerateMac GetKeyRotationStatus GetPublicKey
       ListGrants ReEncryptFrom ReEncryptTo RetireGrant RevokeGrant Sign Verify VerifyMac`.split(/\s+/),
    );
  });

  test('a parameter is in the requests of its operations alone', () => {
    expect(kms({ StringEquals: { 'kms:MessageType': 'RAW' } })).toEqual(['Sign', 'Verify']);
    expect(kms({ StringEquals: { 'kms:MacAlgorithm': 'HMAC_SHA_256' } })).toEqual([
      'GenerateMac',
      'VerifyMac',
    ]);
    expect(kms({ 'ForAnyValue:StringEquals': { 'kms:GrantOperations': 'Decrypt' } })).toEqual([
      'CreateGrant',
    ]);
    expect(kms({ StringEquals: { 'kms:EncryptionContext:app': 'x' } })).not.toContain('DescribeKey');
    expect(kms({ StringEquals: { 'kms:EncryptionContext:app': 'x' } })).toContain('Decrypt');
    // Where it is not, a negated operator holds.
    expect(kms({ StringNotEquals: { 'kms:MessageType': 'RAW' } })).toContain('DescribeKey');
    expect(kms({ Null: { 'kms:EncryptionContext:app': 'false' } }, 'DescribeKey')).toEqual([]);
  });

  test('grants for AWS resources come through a service', () => {
    const condition = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };
    expect(kms(condition)).toEqual(['CreateGrant', 'ListGrants', 'RevokeGrant']);
    const statement = {
      Effect: 'Allow',
      Principal: '*',
      Action: 'kms:*',
      Resource: '*',
      Condition: condition,
    };
    const callers = judged('kms', statement).grants.map((grant) => grant.caller.class);
    expect(new Set(callers)).toEqual(new Set(['any-account-via-service']));
  });

  test('a property of the key may be anything', () => {
    const statement = {
      Effect: 'Allow',
      Principal: '*',
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: { StringEquals: { 'kms:KeyOrigin': 'EXTERNAL' } },
    };
    expect(outsiders(judged('kms', statement))).toBe('no/maybe');
  });
});

describe('queues, topics, secrets and functions across accounts', () => {
  test('nobody else administers a queue', () => {
    expect(allowed('sqs', 'sqs')).toEqual(
      `ChangeMessageVisibility DeleteMessage GetQueueAttributes GetQueueUrl ListDeadLetterSourceQueues PurgeQueue
       ReceiveMessage SendMessage`.split(/\s+/),
    );
  });

  test('a topic and a secret can be given away', () => {
    expect(allowed('sns', 'sns')).toContain('AddPermission');
    expect(allowed('secret', 'secretsmanager')).toContain('PutResourcePolicy');
  });

  test('so can a function', () => {
    const all = allowed('lambda', 'lambda');
    expect(all).toContain('AddPermission');
    expect(all).toContain('PutResourcePolicy');
    expect(all).not.toContain('CreateFunction');
  });
});

const secret = (condition: unknown) => allowed('secret', 'secretsmanager', condition);
const SECRET = `arn:aws:secretsmanager:us-east-1:${OWNER}:secret:db`;

describe('keys of secrets', () => {
  const rows: [condition: unknown, actions: string[]][] = [
    [{ StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } }, ['UpdateSecretVersionStage']],
    [{ Bool: { 'secretsmanager:BlockPublicPolicy': 'true' } }, ['PutResourcePolicy']],
    [{ NumericLessThan: { 'secretsmanager:RecoveryWindowInDays': '10' } }, ['DeleteSecret']],
    [{ NumericLessThan: { 'secretsmanager:RecoveryWindowInDays': '7' } }, []],
    [{ StringEquals: { 'secretsmanager:Name': 'db' } }, []],
  ];
  test.each(rows)('%p', (condition, actions) => {
    expect(secret(condition)).toEqual(actions);
  });

  test('the secret is named whole or in part', () => {
    const named = (arn: string) => secret({ ArnEquals: { 'secretsmanager:SecretId': arn } }).length > 0;
    expect([named(`${SECRET}-AbCdEf`), named(SECRET), named(`${SECRET}-Other1`)]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('keys of functions', () => {
  const lambda = (condition: unknown) => allowed('lambda', 'lambda', condition);
  test('the one who is given a permission', () => {
    expect(lambda({ StringEquals: { 'lambda:Principal': 's3.amazonaws.com' } })).toEqual(
      'AddPermission DeleteResourcePolicy PutResourcePolicy RemovePermission'.split(' '),
    );
  });

  test('the function', () => {
    const arn = `arn:aws:lambda:us-east-1:${OWNER}:function:api`;
    expect(lambda({ ArnEquals: { 'lambda:FunctionArn': arn } })).toContain('GetFunctionUrlConfig');
    expect(lambda({ ArnEquals: { 'lambda:FunctionArn': `${arn}s` } })).toEqual([]);
  });
});

describe('roles', () => {
  test('what only goes with a call does not make one', () => {
    const trust = (Action: string | string[]) =>
      outsiders(judged('role-trust', { Effect: 'Allow', Principal: { AWS: '*' }, Action }));
    expect(trust(['sts:TagSession', 'sts:SetSourceIdentity', 'sts:SetContext'])).toBe('no/no');
    expect(trust('sts:*')).toBe('no/yes');
    expect(trust('sts:AssumeRole')).toBe('no/yes');
  });
});

describe('access points', () => {
  test('have what can be asked through them', () => {
    const names = new Set(kindOf('s3-access-point', []).actions.map((fact) => fact.name));
    expect(names.has('s3:GetObject') && names.has('s3:GetObjectAnnotation')).toBe(true);
    expect(names.has('s3:PutBucketPolicy') || names.has('s3:PutBucketAcl')).toBe(false);
  });
});
