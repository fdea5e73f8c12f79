// Documents that are broken, hostile or huge: an answer, in time, with the place of the fault.
import { describe, expect, test } from '@jest/globals';
import { judge } from '../../src/policy/judge.ts';
import { BUCKET, OWNER, outsiders } from './ask.ts';
import { heavyPolicies } from './heavy.ts';

const ask = (policy: unknown) =>
  judge({ kind: 's3-bucket', policy, resource: BUCKET, account: OWNER, now: 0 });

/** `depth` lists within each other. */
function nested(depth: number): unknown {
  let value: unknown = [];
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

const BROKEN: [name: string, policy: unknown, pointer: string][] = [
  ['null', null, ''],
  ['text', '{"Version":"2012-10-17"}', ''],
  ['a list', [], ''],
  ['no statement', { Version: '2012-10-17' }, ''],
  ['a statement of text', { Statement: 'Allow' }, '/Statement'],
  ['a list of text', { Statement: ['Allow'] }, '/Statement/0'],
  ['half a megabyte of brackets', { Statement: nested(500_000) }, '/Statement/0'],
  [
    'brackets everywhere',
    {
      Statement: {
        Effect: nested(9),
        Principal: nested(9),
        Action: nested(9),
        Resource: nested(9),
        Condition: nested(9),
      },
    },
    '/Statement/Effect',
  ],
  [
    'an unknown element',
    { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', 'a/b~': 1 }] },
    '/Statement/0/a~1b~0',
  ],
  [
    'an effect in lower case',
    { Statement: [{ Effect: 'allow', Principal: '*', Action: '*', Resource: '*' }] },
    '/Statement/0/Effect',
  ],
  [
    'both Action and NotAction',
    { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', NotAction: '*', Resource: '*' }] },
    '/Statement/0/NotAction',
  ],
  [
    'a number of statements that nothing accepts',
    { Statement: Array.from({ length: 6000 }, () => ({})) },
    '/Statement',
  ],
];

describe('broken documents', () => {
  test.each(BROKEN)('%s', (_name, policy, pointer) => {
    const judgement = ask(policy);
    expect(outsiders(judgement)).toMatch(/^maybe/);
    expect(judgement.faults.map((fault) => fault.pointer)).toContain(pointer);
    expect(judgement.grants.every((grant) => grant.certainty === 'maybe' && grant.reason !== undefined)).toBe(
      true,
    );
  });

  test('names of prototypes are names', () => {
    const text =
      '{"Version":"2012-10-17","__proto__":{"Statement":[]},"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"__proto__":"a","constructor":"b"}}}]}';
    expect(outsiders(ask(JSON.parse(text)))).toBe('no/no');
    expect(
      outsiders(
        ask(
          JSON.parse(
            '{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"__proto__":{"a":"b"}}}}',
          ),
        ),
      ),
    ).toBe('maybe/maybe');
    expect(outsiders(ask(JSON.parse('{"__proto__":{"Statement":[]}}')))).toBe('maybe/maybe');
  });

  test('a broken Deny denies nothing for certain, a broken Allow opens nothing for certain', () => {
    const allow = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' };
    expect(outsiders(ask({ Statement: [allow, { Effect: 'Deny', Principal: '*', Action: 's3:*' }] }))).toBe(
      'maybe/maybe',
    );
    expect(outsiders(ask({ Statement: [allow, { Effect: 'Allow', Principal: '*', Action: 's3:*' }] }))).toBe(
      'yes/yes',
    );
  });
});

test.each(heavyPolicies())('heavy: %s', (_name, policy) => {
  const { grants } = ask(policy);
  // Processor time, the best of three, so that a busy machine does not count; the goal is 200 ms on an idle one.
  const times = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    ask(policy);
    return process.cpuUsage(before).user / 1000;
  });
  expect(Math.min(...times)).toBeLessThan(300);
  // Nothing is dropped for want of time: what could not be decided is said, with its reason.
  expect(grants.every((grant) => grant.certainty === 'exact' || grant.reason !== undefined)).toBe(true);
});

test('heavy policies that are open are not said to be closed', () => {
  const closed = heavyPolicies()
    .filter(([, policy]) => ask(policy).grants.length === 0)
    .map(([name]) => name);
  // The only one whose Denies leave narrow networks alone.
  expect(closed).toEqual(['many networks']);
});
