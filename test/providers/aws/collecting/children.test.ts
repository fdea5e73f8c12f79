// Resources below others: whole, with one parent that cannot be read, endless; and all pages of what is said about one thing.
import { describe, expect, test } from '@jest/globals';
import {
  type Children,
  readChildren,
  readFound,
  whyBroken,
} from '../../../../src/providers/aws/collecting/children.ts';
import { listingOf, type Page, resourceOf } from '../../../../src/providers/aws/collecting/listed.ts';
import { readPages } from '../../../../src/providers/aws/collecting/pages.ts';
import { collected } from '../../../servers/operations.ts';

const AT = { account: '111122223333', region: 'eu-west-1', calls: { count: 0 } };
const TYPE = 'aws.kinesis.consumer';

function failure(code: string, status = 400): Error {
  return Object.assign(new Error('refused'), { name: code, $metadata: { httpStatusCode: status } });
}

async function read(
  page: (parent: string, token: string | undefined) => Page<string>,
  more: Partial<Children<string, string>> = {},
) {
  const records = await collected(
    readChildren(AT, {
      type: TYPE,
      permission: 'kinesis:ListStreamConsumers',
      none: ['ResourceNotFoundException'],
      parents: ['a', 'b'],
      page: async (parent, token) => page(parent, token),
      read: async (child, parent) => resourceOf(AT, TYPE, `${parent}/${child}`, child),
      ...more,
    }),
  );
  return {
    ids: records.flatMap((record) => (record.record === 'resource' ? [record.id] : [])),
    listing: records.at(-1),
  };
}

describe('children', () => {
  test('of all parents, through all pages', async () => {
    const { ids, listing } = await read((parent, token) =>
      parent === 'a' && token === undefined ? { items: ['1', '2'], next: 'two' } : { items: ['3'] },
    );
    expect(ids).toEqual(['a/1', 'a/2', 'a/3', 'b/3']);
    expect(listing).toMatchObject({ type: TYPE, state: 'complete', seen: 4, region: 'eu-west-1' });
  });

  test('of a parent that is gone are none; of one that was denied they are not known, and the others are kept', async () => {
    const gone = await read((parent) => {
      if (parent === 'a') throw failure('ResourceNotFoundException');
      return { items: ['1'] };
    });
    expect(gone).toMatchObject({ ids: ['b/1'], listing: { state: 'complete', seen: 1 } });
    const denied = await read((parent) => {
      if (parent === 'a') throw failure('AccessDeniedException');
      return { items: ['1'] };
    });
    expect(denied).toMatchObject({
      ids: ['b/1'],
      listing: { state: 'unknown', reason: 'denied', permission: 'kinesis:ListStreamConsumers', seen: 1 },
    });
  });

  test('are not whole where the parents were not', async () => {
    const broken = whyBroken(
      listingOf('aws.kinesis.stream', AT, 2, {
        setting: '',
        reason: 'throttled',
        permission: 'kinesis:ListStreams',
      }),
    );
    const { listing } = await read(() => ({ items: [] }), { broken });
    expect(listing).toMatchObject({
      state: 'unknown',
      reason: 'throttled',
      permission: 'kinesis:ListStreams',
    });
    expect(whyBroken(listingOf('aws.kinesis.stream', AT, 2))).toBeUndefined();
  });

  test('that were found on the way are read and listed', async () => {
    const records = await collected(
      readFound(AT, { type: TYPE, items: ['1'], read: async (item) => resourceOf(AT, TYPE, item, item) }),
    );
    expect(records).toMatchObject([{ id: '1' }, { record: 'listing', state: 'complete', seen: 1 }]);
  });
});

describe('pages', () => {
  const question = { setting: 'grants', permission: 'kms:ListGrants', absent: ['NotFoundException'] };
  const pages = (page: (token: string | undefined) => Page<number>) =>
    readPages({ count: 0 }, question, async (token) => page(token));

  test('all of them', async () => {
    const whole = await pages((token) =>
      token === undefined ? { items: [1], next: 'two' } : { items: [2] },
    );
    expect(whole).toEqual({ state: 'present', value: [1, 2] });
  });

  test('the same one for ever is cut short', async () => {
    expect(await pages(() => ({ items: [1], next: 'again' }))).toMatchObject({
      state: 'unknown',
      why: { setting: 'grants', reason: 'cut-short', permission: 'kms:ListGrants' },
    });
  });

  test('one that fails leaves nothing known; one that is absent says so', async () => {
    const failed = await pages((token) => {
      if (token !== undefined) throw failure('ThrottlingException');
      return { items: [1], next: 'two' };
    });
    expect(failed).toMatchObject({ state: 'unknown', why: { reason: 'throttled' } });
    const absent = await pages(() => {
      throw failure('NotFoundException');
    });
    expect(absent).toEqual({ state: 'absent' });
  });
});
