// Conditions of policy statements in words.
import { expect, test } from '@jest/globals';
import { conditionKeys, conditionWords } from '../../../../src/providers/aws/words/conditions.ts';

const words = (Condition: unknown) => conditionWords({ Condition });

test.each([
  ['nothing', undefined, ''],
  ['no object', 'x', ''],
  ['a block that is no object', { StringEquals: 'x' }, ''],
  ['one value', { StringEquals: { 'sts:ExternalId': 'a' } }, ' if sts:ExternalId is a'],
  ['several values', { StringEquals: { k: ['a', 'b', 'c'] } }, ' if k is a, b or c'],
  ['too many values', { StringLike: { k: ['1', '2', '3', '4', '5'] } }, ' if k matches 1, 2, 3 or 2 more'],
  ['none of several', { StringNotEquals: { k: ['a', 'b'] } }, ' if k is none of a or b'],
  ['present', { Null: { 'aws:SourceArn': 'false' } }, ' if aws:SourceArn is present'],
  ['absent', { Null: { 'aws:SourceArn': 'true' } }, ' if aws:SourceArn is absent'],
  ['a key that may be left out', { BoolIfExists: { k: 'true' } }, ' if k is true or is absent'],
  ['sets', { 'ForAllValues:StringLike': { k: 'x*' } }, ' if every value of k, if there are any, matches x*'],
  ['numbers', { NumericLessThanEquals: { k: 3 } }, ' if k is at most 3'],
  ['an operator that does not exist', { StringSounds: { k: 'x' } }, ' if k StringSounds x'],
  ['two keys', { Bool: { a: true }, ArnLike: { b: 'c' } }, ' if a is true and b matches c'],
  [
    'an origin first',
    { Bool: { a: true }, IpAddress: { 'AWS:SourceIP': '192.0.2.0/24' } },
    ' from 192.0.2.0/24 if a is true',
  ],
  [
    'an origin to keep out',
    { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
    ' if aws:SourceIp is outside 192.0.2.0/24',
  ],
])('%s', (_name, condition, said) => {
  expect(words(condition).en).toBe(said);
  expect(words(condition).ja === '').toBe(said === '');
});

test.each([
  [['0.0.0.0/1', '128.0.0.0/1'], ' from 0.0.0.0/1 and 128.0.0.0/1 (together the whole internet)'],
  [
    ['128.0.0.0/1', '0.0.0.0/2', '64.0.0.0/2'],
    ' from 128.0.0.0/1, 0.0.0.0/2 and 64.0.0.0/2 (together the whole internet)',
  ],
  [['0.0.0.0/0'], ' from 0.0.0.0/0 (the whole internet)'],
  [['0.0.0.0/1', '128.0.0.0/2'], ' from 0.0.0.0/1 and 128.0.0.0/2'],
  [['0.0.0.0/1', '128.0.0.1/32', 'nonsense'], ' from 0.0.0.0/1, 128.0.0.1/32 and nonsense'],
])('networks that are the whole internet together are called so: %s', (networks, said) => {
  expect(words({ IpAddress: { 'aws:SourceIp': networks } }).en).toBe(said);
});

test('in Japanese, behind the sentence', () => {
  expect(
    words({ IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] }, StringLike: { k: 'x*' } }).ja,
  ).toBe(
    ' (条件: 接続元 IP アドレスが 0.0.0.0/1 または 128.0.0.0/1、合わせてインターネット全体、k が x* に一致)',
  );
});

test('names of keys are asked for whatever their case', () => {
  expect(conditionKeys({ Condition: { StringLike: { 'gitlab.com:SUB': 'x' }, Bool: { b: true } } })).toEqual([
    'gitlab.com:sub',
    'b',
  ]);
  expect(conditionKeys(undefined)).toEqual([]);
});
