// An organization of a thousand accounts: who is a stranger is told exactly all the same.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { narrow, type StringSet, shortest, stringSet } from '../../src/policy/language/language.ts';
import { shape } from '../../src/policy/language/pattern.ts';
import { judged, outsiders, readIf } from './ask.ts';

const accountsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => String(210000000000 + index * 7919));
const ours = (accounts: string[]) => ({ ours: { accounts, organizations: ['o-k4g1acme01'], networks: [] } });

describe.each([1, 40, 200, 1000])('of %d accounts', (count) => {
  const ANSWERS: [condition: Record<string, unknown>, answer: string][] = [
    [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy' } }, 'no/yes'],
    [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::2100*:role/deploy' } }, 'no/yes'],
    [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*210000000000:role/app' } }, 'no/no'],
    [{ StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::210000000000:*' } }, 'no/no'],
    [{ StringLike: { 'aws:PrincipalAccount': '????????????' } }, 'no/yes'],
    [{ StringEquals: { 'aws:PrincipalAccount': '210000000000' } }, 'no/no'],
    [{ StringLike: { 's3:DataAccessPointArn': 'arn:aws:s3:eu-west-1:210000000000:accesspoint/*' } }, 'no/no'],
    [{ StringLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:topic' } }, 'no/yes'],
    [{ StringLike: { 'aws:SourceArn': 'arn:aws:sns:*:210000000000:*' } }, 'no/no'],
  ];
  test.each(ANSWERS)('%j', (condition, answer) => {
    expect(outsiders(judged('s3-bucket', readIf(condition), ours(accountsOf(count))))).toBe(answer);
  });
});

test('of ten accounts that a pattern can mean, nine are ours: the tenth gets in, and no one when it is ours too', () => {
  const ten = Array.from({ length: 10 }, (_, digit) => `21000000000${digit}`);
  const others = accountsOf(300).slice(1);
  const policy = readIf({ StringLike: { 'aws:PrincipalAccount': '21000000000?' } });
  const nine = judged('s3-bucket', policy, ours([...others, ...ten.filter((id) => !id.endsWith('4'))]));
  expect(nine.grants.map(({ witness }) => witness?.principal)).toEqual(['arn:aws:iam::210000000004:root']);
  expect(outsiders(judged('s3-bucket', policy, ours([...others, ...ten])))).toBe('no/no');
});

test('a long list of excluded patterns excludes the same as many short ones', () => {
  const piece = fc.constantFrom('a', 'b', '9', '<any*>', '<digit>', '<lower+>', ':');
  const pattern = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => shape(pieces.join('')));
  const budget = () => ({ steps: 10_000_000 });
  fc.assert(
    fc.property(
      fc.array(fc.array(pattern, { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
      fc.array(pattern, { minLength: 9, maxLength: 30 }),
      (groups, excluded) => {
        const base = () => groups.reduce((set, group) => narrow(set, group, false), stringSet(undefined));
        const long = narrow(base(), excluded, true);
        let short: StringSet = base();
        for (let at = 0; at < excluded.length; at += 4)
          short = narrow(short, excluded.slice(at, at + 4), true);
        expect(shortest(long, budget())?.length).toBe(shortest(short, budget())?.length);
      },
    ),
    { numRuns: 500, seed: 11 },
  );
});
