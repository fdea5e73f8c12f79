// Lists: whole, cut short, endless, denied, absent.
import { describe, expect, test } from '@jest/globals';
import {
  type List,
  type Page,
  readList,
  resourceOf,
} from '../../../../src/providers/aws/collecting/listed.ts';
import type { Listing, Resource } from '../../../../src/snapshot/resource.ts';

const AT = { account: '111122223333', region: 'eu-west-1', calls: { count: 0 } };

function failure(code: string, status: number): Error {
  return Object.assign(new Error('refused'), { name: code, $metadata: { httpStatusCode: status } });
}

async function read(
  page: (token: string | undefined) => Page<string>,
  more: Partial<List<string>> = {},
): Promise<{ names: string[]; listing: Listing | undefined }> {
  const found: (Listing | Resource)[] = [];
  const list: List<string> = {
    type: 'aws.sns.topic',
    permission: 'sns:ListTopics',
    page: async (token) => page(token),
    read: async (item) => resourceOf(AT, 'aws.sns.topic', `arn:${item}`, item),
    ...more,
  };
  for await (const record of readList(AT, list)) found.push(record);
  return {
    names: found.flatMap((record) => (record.record === 'resource' ? [record.name] : [])),
    listing: found.find((record) => record.record === 'listing'),
  };
}

describe('a list', () => {
  test('goes through all pages', async () => {
    const { names, listing } = await read((token) =>
      token === undefined ? { items: ['a', 'b'], next: '2' } : { items: ['c'], next: '' },
    );
    expect(names).toEqual(['a', 'b', 'c']);
    expect(listing).toMatchObject({
      state: 'complete',
      seen: 3,
      region: 'eu-west-1',
      scope: 'aws/111122223333',
    });
  });

  test('keeps what came before a page failed, and is not whole', async () => {
    const { names, listing } = await read((token) => {
      if (token !== undefined) throw failure('AccessDenied', 403);
      return { items: ['a'], next: '2' };
    });
    expect(names).toEqual(['a']);
    expect(listing).toMatchObject({
      state: 'unknown',
      reason: 'denied',
      permission: 'sns:ListTopics',
      seen: 1,
    });
  });

  test('that gives the same page for ever is cut short', async () => {
    const { names, listing } = await read(() => ({ items: ['a'], next: 'again' }));
    expect(names).toEqual(['a', 'a']);
    expect(listing).toMatchObject({ state: 'unknown', reason: 'cut-short' });
  });

  test('of a service that says it has none is empty and whole; what was deleted meanwhile does not count', async () => {
    const none = await read(
      () => {
        throw failure('NotSubscribed', 400);
      },
      { none: ['NotSubscribed'] },
    );
    expect(none.listing).toMatchObject({ state: 'complete', seen: 0 });
    const gone = await read(() => ({ items: ['a', 'b'] }), {
      read: async (item) => (item === 'a' ? undefined : resourceOf(AT, 'aws.sns.topic', item, item)),
    });
    expect(gone.names).toEqual(['b']);
    expect(gone.listing).toMatchObject({ state: 'complete', seen: 1 });
  });
});
