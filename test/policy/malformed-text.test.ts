// Texts that are no policies, or read in two ways: unknown with the reason and the place; no crash, no hang.
import { describe, expect, test } from '@jest/globals';
import { InputError } from '../../src/errors.ts';
import { readDocument } from '../../src/providers/aws/iam/document.ts';
import { parsePolicyText } from '../../src/providers/aws/import/policy-text.ts';

const allow = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' };
const text = (value: unknown) => JSON.stringify({ Version: '2012-10-17', Statement: value });
const secondsOf = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1_000_000;
};

describe('texts of policies', () => {
  test.each<[name: string, policy: string, problem: RegExp]>([
    ['nothing', '', /is not JSON from character 1 on/],
    ['words', 'no policy', /is not JSON from character 1 on/],
    ['a comma too many', `${text(allow).slice(0, -1)},}`, /is not JSON from character \d+ on/],
    ['the middle of a policy', text(allow).slice(0, 40), /is not JSON from character 38 on/],
    ['a number', '7', /not a policy document/],
    ['a list', '[]', /not a policy document/],
    ['a text in a text', JSON.stringify(text(allow)), /not a policy document/],
    ['percent signs that encode nothing', '%7B%ZZ', /is not JSON/],
    [
      'a key twice',
      '{"Version":"2012-10-17",\n "Statement":[],\n "Statement":[{}]}',
      /has the key "Statement" twice \(line 3, column 2\)/,
    ],
    [
      'a key twice within a condition',
      `{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{"StringEquals":{"a":"x","a":"y"}}}}`,
      /has the key "a" twice \(line 1, column 113\)/,
    ],
    [
      'a key twice, once written with an escape',
      '{"Statement":[],"Stat\\u0065ment":[{}]}',
      /has the key "Statement" twice \(line 1, column 17\)/,
    ],
    [
      '__proto__ twice',
      '{"__proto__":1,"__proto__":2}',
      /has the key "__proto__" twice \(line 1, column 16\)/,
    ],
    [
      'half a megabyte of brackets',
      `{"Statement":${'['.repeat(500_000)}${']'.repeat(500_000)}}`,
      /is nested deeper than \d+ levels, which no policy is \(line 1, column \d+\)/,
    ],
    ['a megabyte of open brackets', '['.repeat(1_000_000), /is nested deeper than \d+ levels/],
  ])('%s', (_name, policy, problem) => {
    const seconds = secondsOf(() => {
      const read = readDocument(policy);
      expect(read).toEqual({ ok: false, problem: expect.stringMatching(problem) });
    });
    expect(seconds).toBeLessThan(3);
  });

  test('the same key in two objects is no fault', () => {
    expect(readDocument(text([allow, allow])).ok).toBe(true);
    expect(readDocument(encodeURIComponent(text([allow]))).ok).toBe(true);
  });

  test('a key twice in a policy that a person names: line and column', () => {
    const twice = '{"Statement": {},\n  "Statement": []}';
    expect(() => parsePolicyText(twice, 'p.json')).toThrow(InputError);
    expect(() => parsePolicyText(twice, 'p.json')).toThrow(/p\.json:2:3.*"Statement" twice/s);
  });
});
