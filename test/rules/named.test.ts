// Which settings rules name: those of their conditions at any depth, and nothing else.
import { expect, test } from '@jest/globals';
import { settingsNamed } from '../../src/rules/named.ts';

const named = settingsNamed([
  {
    resource: 'aws.s3.bucket',
    fail: {
      all: [
        { field: 'website.indexDocument', exists: true },
        {
          not: {
            any: [{ some: 'tags', where: { field: 'key', equals: 'team' } }, { exposed: { to: 'anyone' } }],
          },
        },
      ],
    },
  },
  { resource: ['aws.sns.topic', 'aws.sqs.queue'], fail: { field: 'facts.external', equals: true } },
]);

test.each([
  ['aws.s3.bucket', 'website', true],
  ['aws.s3.bucket', 'tags', true],
  // A part of an entry of a list, an exposure, a fact without its name for one.
  ['aws.s3.bucket', 'key', false],
  ['aws.s3.bucket', 'policy', false],
  ['aws.sns.topic', 'external', false],
  ['aws.sns.topic', 'facts', false],
  ['aws.sns.topic', 'facts.external', true],
  ['aws.sns.topic', 'facts.other', false],
  // A setting of the same name elsewhere.
  ['aws.sqs.queue', 'tags', false],
])('%s %s: %s', (type, setting, expected) => {
  expect(named(type, setting)).toBe(expected);
});
