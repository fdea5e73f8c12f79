// What a case says that is not read is named; what could not be read is never taken for a setting.
import { describe, expect, test } from '@jest/globals';
import type { Case, Verdict } from './case.ts';
import { ask } from './engine.ts';

const everybody = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::kagi-data/*' },
  ],
};

function bucket(input: Record<string, unknown>): Verdict {
  const given = { bucket: 'kagi-data', ownerAccount: '111122223333', policy: everybody, ...input };
  const vector: Case = { id: 'x', kind: 's3-account-combo', input: given, expect: null };
  return ask(vector, Date.UTC(2026, 0, 1));
}

describe('the input of a case', () => {
  test('a member that nobody reads is named', () => {
    expect(bucket({ website: null, colour: 'blue' }).unread).toEqual(['colour']);
    expect(bucket({ orgS3Policy: 'all' }).unread).toBeUndefined();
  });

  test.each([['rcpsError'], ['organizationBpaError'], ['accountBpaError'], ['bucketBpaError']])(
    '%s: what it may close is neither open nor closed',
    (name) => {
      expect(bucket({ [name]: 'AccessDenied' })).toMatchObject({ anonymous: 'unknown', access: [] });
    },
  );

  test('control policies that could not be read open nothing', () => {
    expect(bucket({ rcpsError: 'AccessDenied', policy: null })).toMatchObject({
      anonymous: false,
      perhaps: [],
    });
  });

  test.each([
    ['all', false],
    ['none', true],
    [{ s3_attributes: { public_access_block_configuration: { '@@assign': 'all' } } }, false],
    ['{"s3_attributes":{"public_access_block_configuration":{"@@assign":"all"}}}', false],
  ])('the organization says %j', (given, open) => {
    expect(bucket({ organizationPolicy: given }).anonymous).toBe(open);
  });

  test('documents come as objects and as text', () => {
    expect(bucket({ policy: JSON.stringify(everybody) }).anonymous).toBe(true);
    expect(bucket({ policy: 'not JSON' }).anonymous).toBe('unknown');
    const deny = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }],
    };
    expect(bucket({ rcps: [JSON.stringify(deny)] }).anonymous).toBe(false);
    expect(bucket({ rcps: [deny], managementAccount: true }).anonymous).toBe(true);
  });
});
