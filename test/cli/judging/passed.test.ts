// Lines that are passed by because one like them passed: never one that would not have.
import { describe, expect, test } from '@jest/globals';
import { kindsOf } from '../../../src/audit/kinds.ts';
import type { Selection } from '../../../src/audit/select.ts';
import { newPassed } from '../../../src/cli/judging/passed.ts';
import { rulesIn } from '../../../src/cli/ruleset.ts';
import { PROVIDERS } from '../../../src/providers/index.ts';
import type { Rule } from '../../../src/rules/rule.ts';
import { ROOT } from '../harness.ts';

const KINDS = kindsOf(PROVIDERS);
const ALL: Selection = { services: [], resources: [], excludeResources: [] };
const RULES = await rulesIn([`${ROOT}/rules/aws/s3`]);

interface Bucket {
  name?: string;
  policy?: unknown;
  settings?: Record<string, unknown>;
  more?: Record<string, unknown>;
  scope?: string;
}

function line({
  name = 'kagi-logs-1',
  policy,
  settings = {},
  more = {},
  scope = 'aws/111122223333',
}: Bucket) {
  const closed = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${name}/*` };
  return JSON.stringify({
    record: 'resource',
    type: 'aws.s3.bucket',
    id: `arn:aws:s3:::${name}`,
    name,
    scope,
    region: 'eu-west-1',
    settings: {
      policy: policy ?? { Version: '2012-10-17', Statement: [closed] },
      policyStatus: { isPublic: false },
      acl: { owner: '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a', grants: [] },
      ownership: 'BucketOwnerEnforced',
      blockPublicAccess: {
        blockPublicAcls: true,
        ignorePublicAcls: true,
        blockPublicPolicy: true,
        restrictPublicBuckets: true,
      },
      tags: [{ key: 'team', value: `team of ${name}` }],
      created: '2020-01-01T00:00:00Z',
      ...settings,
    },
    unknowns: [],
    ...more,
  });
}

/** As it stands in a file, a character for each byte. */
const bytesOf = (text: string) => Buffer.from(text).toString('latin1');

/** Whether the second line passes because the first did. */
function follows(first: string, second: string, rules: Rule[] = RULES, select = ALL): boolean {
  const passed = newPassed(KINDS, rules, select);
  passed.find(bytesOf(first))?.keep?.();
  return passed.find(bytesOf(second))?.passed === true;
}

test('another name, other tags and another date: alike', () => {
  const settings = { tags: [{ key: 'environment', value: 'test' }], created: '2024-05-05T00:00:00Z' };
  expect(follows(line({}), line({ name: 'another-2', settings }))).toBe(true);
  expect(follows(line({ name: 'a.dotted.name' }), line({ name: 'xyz' }))).toBe(true);
  expect(follows(line({}), line({ settings: { tags: [{ key: '班', value: '営業' }] } }))).toBe(true);
});

describe('different in something that is judged', () => {
  const open = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::kagi-2/*' };
  const OTHERS: [what: string, second: Bucket][] = [
    ['a policy', { policy: { Version: '2012-10-17', Statement: [open] } }],
    ['a switch', { settings: { blockPublicAccess: null } }],
    ['an account', { scope: 'aws/444455556666' }],
    ['a region', { more: { region: 'us-east-1' } }],
    ['what could not be read', { more: { unknowns: [{ setting: 'acl', reason: 'denied' }] } }],
    [
      'one tag more',
      {
        settings: {
          tags: [
            { key: 'a', value: 'b' },
            { key: 'c', value: 'd' },
          ],
        },
      },
    ],
    ['no tags', { settings: { tags: null } }],
    ['tags of another form', { settings: { tags: [{ key: 'a', worth: 'b' }] } }],
    ['tags that are numbers', { settings: { tags: [{ key: 'a', value: 1 }] } }],
    ['a date that is a number', { settings: { created: 5 } }],
    ['a tag in the policy', { policy: { Version: '2012-10-17', Statement: [], tags: 'x' } }],
  ];
  test.each(OTHERS)('%s', (_what, second) => {
    expect(follows(line({}), line({ name: 'kagi-2', ...second }))).toBe(false);
  });
});

test('names of settings count where they are settings, not deeper', () => {
  const policy = (value: string) => ({
    Version: '2012-10-17',
    Statement: [],
    Nested: { tags: value, created: value },
  });
  expect(follows(line({ policy: policy('a') }), line({ name: 'kagi-2', policy: policy('a') }))).toBe(true);
  expect(follows(line({ policy: policy('a') }), line({ name: 'kagi-2', policy: policy('b') }))).toBe(false);
});

test('a name that means something else, and patterns that may mean some names', () => {
  const about = (Resource: string) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource }],
  });
  expect(
    follows(
      line({ policy: about('arn:aws:s3:::kagi-l*') }),
      line({ name: 'kagi-live', policy: about('arn:aws:s3:::kagi-l*') }),
    ),
  ).toBe(false);
  const partner = (name: string) =>
    line({ name, policy: { ...about('arn:aws:s3:::other/*'), Id: `of ${name}` } });
  expect(follows(partner('kagi-a'), partner('kagi-b'))).toBe(false);
});

test.each([
  ['blanks between', (text: string) => text.replace('"policy":', '"policy": ')],
  ['a blank before a colon', (text: string) => text.replace('"policy":', '"policy" :')],
  ['an escape', (text: string) => text.replace('Version', '\\u0056ersion')],
  ['a control character in a tag', (text: string) => text.replace('team of', 'team\u0001of')],
  ['another order', (text: string) => text.replace('{"record":"resource",', '{"x":1,"record":"resource",')],
  ['something behind', (text: string) => text.replace(/\}$/, ',"origins":{}}')],
  [
    'settings that close early',
    (text: string) => text.replace('"tags":', '"tags":[]},"unknowns":[],"settings":{"tags":'),
  ],
  ['a text without an end', (text: string) => text.slice(0, 300)],
  ['a very long line', (text: string) => text.replace('team of', 'x'.repeat(20_000))],
])('a line with %s is read as a whole', (_what, change) => {
  const plain = line({});
  expect(change(plain)).not.toBe(plain);
  expect(newPassed(KINDS, RULES, ALL).find(bytesOf(change(plain)))).toBeUndefined();
});

test('a rule that looks at tags, and a selection by names, tell apart what they look at', () => {
  const [first] = RULES;
  if (first === undefined) throw new Error('there are rules of buckets');
  const fail = { not: { some: 'tags', where: { field: 'key', equals: 'owner' } } };
  const tagged: Rule = { ...first, resource: 'aws.s3.bucket', fail };
  expect(follows(line({}), line({ name: 'kagi-2' }), [tagged])).toBe(false);
  const settings = { tags: [{ key: 'team', value: 'a' }] };
  expect(follows(line({ settings }), line({ name: 'kagi-2', settings }), [tagged])).toBe(true);
  expect(follows(line({}), line({ name: 'kagi-2' }), RULES, { ...ALL, resources: ['kagi-l*'] })).toBe(false);
});

test('what was known is forgotten when surroundings change, and other types are not known', () => {
  const passed = newPassed(KINDS, RULES, ALL);
  passed.find(bytesOf(line({})))?.keep?.();
  passed.forget();
  expect(passed.find(bytesOf(line({})))?.passed).toBe(false);
  expect(passed.find(bytesOf(line({}).replace('aws.s3.bucket', 'aws.iam.role')))).toBeUndefined();
  expect(passed.find(bytesOf(''))).toBeUndefined();
});
