// The second look at a witness has a bound of its own; beyond it nothing counts as proved.
import { expect, test } from '@jest/globals';
import { evaluate } from '../../src/policy/evaluate/evaluate.ts';
import { judge } from '../../src/policy/judge.ts';
import type { Question } from '../../src/policy/question.ts';
import { recheck } from '../../src/policy/recheck.ts';

const referers = Array.from({ length: 400 }, (_, index) => `https://${index}.example.com/*`);

const question: Question = {
  kind: 's3-bucket',
  resource: 'arn:aws:s3:::kagi',
  account: '111122223333',
  policy: {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::kagi/*',
      Condition: { StringLike: { 'aws:Referer': [...referers, 'https://last.example.com/*'] } },
    },
  },
};

const [grant] = judge(question).grants;
if (grant?.witness === undefined) throw new Error('the policy opens the bucket');
// The value that is compared last.
const witness = { ...grant.witness, context: { 'aws:referer': 'https://last.example.com/x' } };

test('a request is decided with enough effort, undecided with less', () => {
  expect(evaluate(question, witness)).toBe('allowed');
  expect(evaluate(question, witness, { left: 100 })).toBe('undecided');
  expect(evaluate(question, { ...witness, resource: 'arn:aws:s3:::other/x' }, { left: 100 })).toBe('denied');
});

test('grants whose requests would take too long together are not proved', () => {
  const checked = recheck(Array(1000).fill({ ...grant, witness }), question);
  expect(checked[0]?.certainty).toBe('exact');
  expect(checked[999]).toMatchObject({
    certainty: 'maybe',
    reason: 'the request could not be checked again within the budget',
  });
  expect(checked[999]?.witness).toBeUndefined();
  expect(checked.filter((one) => one.reason?.includes('our bug'))).toEqual([]);
});
