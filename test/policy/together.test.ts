// Keys that speak of the same thing: no request has two accounts or two organizations.
import { describe, expect, test } from '@jest/globals';
import { isCoherent } from '../../src/policy/evaluate/coherent.ts';
import { admits, judged, readIf } from './ask.ts';

const read = (condition: unknown) =>
  admits(judged('s3-bucket', [readIf(condition)]), 'any-account', 'any-account-via-service');

describe('the account and the ARN of a caller', () => {
  test.each([
    ['444', 'arn:aws:iam::444*:role/*', 'yes'],
    ['444', 'arn:aws:iam::555*:role/*', 'no'],
    ['', 'arn:aws:iam::*:role/*', 'yes'],
  ])('accounts like %s* and ARNs like %s: %s', (start, arn, expected) => {
    const condition = {
      StringLike: { 'aws:PrincipalAccount': `${start}*` },
      ArnLike: { 'aws:PrincipalArn': arn },
    };
    expect(read(condition)).toBe(expected);
  });

  test('a variable gives both the same value', () => {
    const roots = { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::${aws:PrincipalAccount}:root' } };
    expect(read(roots)).toBe('yes');
    const neither = {
      StringNotLike: {
        'aws:PrincipalArn': [
          'arn:aws:iam::${aws:PrincipalAccount}:*',
          'arn:aws:sts::${aws:PrincipalAccount}:*',
        ],
      },
    };
    expect(read(neither)).not.toBe('yes');
  });

  test('the witness has one account', () => {
    const { grants } = judged('s3-bucket', [
      readIf({
        StringLike: { 'aws:PrincipalAccount': '4*' },
        ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/x' },
      }),
    ]);
    const witness = grants.find(({ caller }) => caller.class === 'any-account')?.witness;
    expect(witness?.principal).toMatch(/^arn:aws:iam::4\d{11}:role\/x$/);
    expect(witness && isCoherent(witness)).toBe(true);
  });
});

test('organizations that contradict each other are never proof', () => {
  const condition = {
    StringLike: { 'aws:PrincipalOrgID': 'o-a*' },
    'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-b*/*' },
  };
  expect(read(condition)).not.toBe('yes');
});
