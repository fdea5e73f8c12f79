// A region of an account: services side by side, regions that are denied, services that are not offered.
import { describe, expect, test } from '@jest/globals';
import { listingOf, resourceOf } from '../../../../src/providers/aws/collecting/listed.ts';
import type { Place, RegionalCollector } from '../../../../src/providers/aws/collector.ts';
import { newGate, openRegions, readRegion } from '../../../../src/providers/aws/live/regions.ts';
import type { Listing, Resource, UnknownReason } from '../../../../src/snapshot/resource.ts';

const AT = { account: '111122223333', region: 'ap-south-1' };
// Collectors of these tests ask nobody.
const place = AT as Place;

const BY_SCP =
  'AccessDenied: User is not authorized to perform: sns:ListTopics with an explicit deny in a service control policy';

interface Says {
  seen?: number;
  reason?: UnknownReason;
  detail?: string;
}

function service(name: string, says: Says, asked: string[]): RegionalCollector {
  return {
    service: name,
    regional: true,
    async *collect() {
      asked.push(name);
      const type = `aws.${name}.thing`;
      for (let index = 0; index < (says.seen ?? 0); index += 1)
        yield resourceOf(AT, type, `arn:aws:${name}:ap-south-1:111122223333:${index}`, String(index));
      const { reason, detail } = says;
      yield listingOf(
        type,
        AT,
        says.seen ?? 0,
        reason && {
          setting: type,
          reason,
          permission: `${name}:List`,
          ...(detail !== undefined && { detail }),
        },
      );
    },
  };
}

async function read(
  all: Record<string, Says>,
): Promise<{ records: (Listing | Resource)[]; asked: string[]; open: string[] }> {
  const asked: string[] = [];
  const gate = newGate();
  const records: (Listing | Resource)[] = [];
  const collectors = Object.entries(all).map(([name, says]) => service(name, says, asked));
  for await (const record of readRegion(place, collectors, 'collect', gate)) records.push(record);
  return { records, asked, open: openRegions(['ap-south-1', 'eu-west-1'], gate) };
}

describe('one region', () => {
  test('a first call that a service control policy denies is one listing, and nobody asks there again', async () => {
    const { records, asked, open } = await read({
      sns: { reason: 'denied', detail: BY_SCP },
      sqs: { seen: 1 },
    });
    expect(asked).toEqual(['sns']);
    expect(open).toEqual(['eu-west-1']);
    expect(records).toEqual([
      expect.objectContaining({
        type: 'denied-region',
        region: 'ap-south-1',
        state: 'unknown',
        reason: 'denied',
        permission: 'sns:List',
      }),
    ]);
  });

  test('any other refusal is that of the service alone', async () => {
    const { records, asked } = await read({
      sns: { reason: 'denied', detail: 'AccessDenied: no' },
      sqs: { seen: 1 },
    });
    expect(asked).toEqual(['sns', 'sqs']);
    expect(records.filter(({ record }) => record === 'listing')).toEqual([
      expect.objectContaining({ type: 'aws.sns.thing', state: 'unknown', reason: 'denied' }),
      expect.objectContaining({ type: 'aws.sqs.thing', state: 'complete', seen: 1 }),
    ]);
  });

  test('a later service that a service control policy denies leaves the region open', async () => {
    const { records, open } = await read({ sns: { seen: 1 }, sqs: { reason: 'denied', detail: BY_SCP } });
    expect(open).toHaveLength(2);
    expect(records).toContainEqual(expect.objectContaining({ type: 'aws.sqs.thing', state: 'unknown' }));
  });

  test('a host that does not exist is a service that is not offered, where others answer', async () => {
    const nowhere = {
      reason: 'failed',
      detail: 'ENOTFOUND: getaddrinfo ENOTFOUND sqs.ap-south-1.amazonaws.com',
    } as const;
    const one = await read({ sns: { seen: 0 }, sqs: nowhere });
    expect(one.records).toContainEqual(
      expect.objectContaining({ type: 'aws.sqs.thing', state: 'complete', seen: 0 }),
    );
    const none = await read({ sns: nowhere, sqs: nowhere });
    expect(none.records.map((record) => record.record === 'listing' && record.state)).toEqual([
      'unknown',
      'unknown',
    ]);
  });
});
