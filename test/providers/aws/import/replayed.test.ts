// Saved answers of services without a reader of their own: the live collectors read them, and nothing is sent.
import { describe, expect, test } from '@jest/globals';
import { recogniseAws } from '../../../../src/providers/aws/import/recognise.ts';
import type { InputFile } from '../../../../src/snapshot/files.ts';
import { textFile } from '../../../../src/snapshot/files.ts';
import type { Listing, Resource } from '../../../../src/snapshot/resource.ts';

const OPEN = 'arn:aws:sns:eu-west-1:111122223333:orders';
const QUIET = 'arn:aws:sns:eu-west-1:111122223333:bills';
const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: OPEN }],
};
const LIST = { Topics: [{ TopicArn: OPEN }, { TopicArn: QUIET }] };
const CALLER = { Account: '111122223333', Arn: 'arn:aws:iam::111122223333:user/auditor' };

async function read(files: Record<string, unknown>): Promise<{
  topics: Map<string, Resource>;
  listings: Listing[];
  notes: string[];
}> {
  const all: InputFile[] = Object.entries(files).map(([path, body]) =>
    textFile(path, typeof body === 'string' ? body : JSON.stringify(body, undefined, 2), false),
  );
  const topics = new Map<string, Resource>();
  const listings: Listing[] = [];
  const notes: string[] = [];
  for (const claim of await recogniseAws(all))
    for await (const record of claim.read()) {
      if (record.record === 'scope') notes.push(...(record.notes ?? []).map(({ en }) => en));
      if (record.record === 'listing') listings.push(record);
      if (record.record === 'resource' && record.type === 'aws.sns.topic') topics.set(record.name, record);
    }
  return { topics, listings, notes };
}

const about = (arn: string) => `eu-west-1/sns-get-topic-attributes/${encodeURIComponent(arn)}`;
const BASE = { 'eu-west-1/sts-get-caller-identity.json': CALLER, 'eu-west-1/sns-list-topics.json': LIST };

describe('saved answers in place of a service', () => {
  test('a topic has its policy, its region, its account, and the place of the policy', async () => {
    const { topics, listings } = await read({
      ...BASE,
      [about(OPEN)]: { Attributes: { TopicArn: OPEN, Policy: JSON.stringify(POLICY) } },
      [about(QUIET)]: { Attributes: { TopicArn: QUIET } },
    });
    expect(topics.get('orders')).toMatchObject({
      id: OPEN,
      scope: 'aws/111122223333',
      region: 'eu-west-1',
      settings: { policy: POLICY },
      unknowns: [],
      origins: { policy: { file: about(OPEN), pointer: '/Attributes/Policy' } },
    });
    expect(topics.get('bills')?.settings['policy']).toBeNull();
    expect(listings).toContainEqual(
      expect.objectContaining({ type: 'aws.sns.topic', state: 'complete', seen: 2 }),
    );
  });

  test('what was not saved about one topic is missing; a saved refusal is denied', async () => {
    const { topics } = await read({
      ...BASE,
      [about(QUIET)]:
        'An error occurred (AuthorizationError) when calling the GetTopicAttributes operation: not for you',
    });
    expect(topics.get('orders')?.unknowns).toEqual([
      expect.objectContaining({ setting: 'policy', reason: 'missing', permission: 'sns:GetTopicAttributes' }),
    ]);
    expect(topics.get('bills')?.unknowns).toEqual([
      expect.objectContaining({ setting: 'policy', reason: 'denied' }),
    ]);
  });

  test('a list that ends before its last page is not whole; one that nobody saved is not held', async () => {
    const { listings } = await read({
      ...BASE,
      'eu-west-1/sns-list-topics.json': { ...LIST, NextToken: 'more' },
    });
    expect(listings).toContainEqual(
      expect.objectContaining({ type: 'aws.sns.topic', state: 'unknown', reason: 'cut-short' }),
    );
    expect(listings).toContainEqual(expect.objectContaining({ type: 'aws.sqs.queue', state: 'not-held' }));
    const alone = await read({
      'eu-west-1/sts-get-caller-identity.json': CALLER,
      [about(OPEN)]: { Attributes: {} },
    });
    expect(alone.listings).toContainEqual(
      expect.objectContaining({ type: 'aws.sns.topic', state: 'not-held' }),
    );
  });

  test('files that are broken are malformed, never empty', async () => {
    const { topics, listings } = await read({ ...BASE, [about(OPEN)]: '{"Attributes": {' });
    expect(topics.get('orders')?.unknowns).toEqual([
      expect.objectContaining({ setting: 'policy', reason: 'malformed' }),
    ]);
    expect(listings.find(({ type }) => type === 'aws.sns.topic')?.state).toBe('complete');
    const list = await read({ ...BASE, 'eu-west-1/sns-list-topics.json': '{"Topics": [' });
    expect(list.listings).toContainEqual(
      expect.objectContaining({ type: 'aws.sns.topic', state: 'unknown', reason: 'malformed' }),
    );
  });

  test('without a folder of the region the ARN says which it is', async () => {
    const { topics } = await read({
      'sts-get-caller-identity.json': CALLER,
      'sns-list-topics.json': LIST,
      [`sns-get-topic-attributes/${encodeURIComponent(OPEN)}`]: {
        Attributes: { Policy: JSON.stringify(POLICY) },
      },
    });
    expect(topics.get('orders')).toMatchObject({ region: 'eu-west-1', settings: { policy: POLICY } });
  });
});
