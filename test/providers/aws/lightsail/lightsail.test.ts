// Lightsail: firewalls of instances, databases in public mode, public buckets.
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Exposure } from '../../../../src/exposure.ts';
import { analyseLightsail } from '../../../../src/providers/aws/lightsail/analyse.ts';
import { lightsail } from '../../../../src/providers/aws/lightsail/collect.ts';
import {
  collected,
  denies,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { contextOf, inShort } from '../network/judged.ts';

let server: OperationsServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const port = (fromPort: number, protocol: string, more: object = {}) => ({
  fromPort,
  toPort: fromPort,
  protocol,
  accessType: 'Public',
  accessDirection: 'inbound',
  ...more,
});
const instance = (name: string, ports: object[] | undefined, more: object = {}) => ({
  name,
  arn: `arn:aws:lightsail:eu-west-1:111122223333:Instance/${name}`,
  state: { name: 'running' },
  publicIpAddress: '198.51.100.60',
  networking: ports === undefined ? {} : { ports },
  ...more,
});
const database = (name: string, publiclyAccessible: boolean) => ({
  name,
  arn: `arn:aws:lightsail:eu-west-1:111122223333:RelationalDatabase/${name}`,
  publiclyAccessible,
  masterEndpoint: { address: `${name}.example`, port: 3306 },
  state: 'available',
});
const bucket = (name: string, getObject: string, more: object = {}) => ({
  name,
  arn: `arn:aws:lightsail:eu-west-1:111122223333:Bucket/${name}`,
  accessRules: { getObject, allowPublicOverrides: false },
  url: `https://${name}.s3.eu-west-1.amazonaws.com/`,
  ...more,
});

const ESTATE: Replies = {
  GetInstances: ({ input }) =>
    input['pageToken'] === undefined
      ? {
          instances: [
            instance('blog', [
              port(22, 'tcp', { cidrs: ['0.0.0.0/0'] }),
              port(80, 'tcp', { cidrs: ['0.0.0.0/0'] }),
            ]),
          ],
          nextPageToken: 'two',
        }
      : {
          instances: [
            instance('office', [
              port(22, 'tcp', { cidrs: ['198.51.100.0/24'], cidrListAliases: ['lightsail-connect'] }),
            ]),
            instance('console', [port(22, 'tcp', { cidrListAliases: ['lightsail-connect'] })]),
            instance('bare', [port(3306, 'tcp')]),
            instance('stopped', [port(22, 'tcp', { cidrs: ['0.0.0.0/0'] })], { state: { name: 'stopped' } }),
            instance('six', [port(22, 'tcp', { ipv6Cidrs: ['::/0'], cidrs: ['10.0.0.0/8'] })]),
            instance('odd', undefined),
          ],
        },
  GetRelationalDatabases: { relationalDatabases: [database('open-db', true), database('closed-db', false)] },
  GetBuckets: {
    buckets: [
      bucket('open-bucket', 'public'),
      bucket('shared-bucket', 'private', { readonlyAccessAccounts: ['444455556666', '111122223333'] }),
      bucket('closed-bucket', 'private'),
    ],
  },
};

async function read(replies: Replies = {}) {
  server = await serveOperations({ ...ESTATE, ...replies });
  const records = await collected(lightsail.collect(server.place));
  const judged: Record<string, string[]> = {};
  const doors: Record<string, Exposure[]> = {};
  for (const record of records)
    if (record.record === 'resource') {
      const assessment = analyseLightsail(record, contextOf());
      judged[record.name] = inShort(assessment);
      doors[record.name] = assessment.exposures;
    }
  return { judged, doors, listings: records.filter((one) => one.record === 'listing') };
}

describe('Lightsail', () => {
  test('an estate over several pages', async () => {
    const { judged, listings } = await read();
    expect(listings.map((one) => 'state' in one && `${one.type} ${one.state} ${one.seen}`)).toEqual([
      'aws.lightsail.instance complete 7',
      'aws.lightsail.database complete 2',
      'aws.lightsail.bucket complete 3',
    ]);
    expect(judged).toEqual({
      blog: ['anyone admin-port tcp/22 open', 'anyone web-port tcp/80 open'],
      office: ['named-outsider network tcp/22 open 198.51.100.0/24'],
      console: [],
      bare: ['anyone database-port tcp/3306 open'],
      stopped: ['anyone admin-port tcp/22 shut-by'],
      // It has no IPv6 address.
      six: [],
      odd: ['anyone unknown'],
      'open-db': ['anyone database-port tcp/3306 open'],
      'closed-db': [],
      'open-bucket': ['anyone lightsail open'],
      'shared-bucket': ['named-outsider aws-account 444455556666 open 444455556666'],
      'closed-bucket': [],
    });
  });

  test('proofs and cures', async () => {
    const { doors } = await read();
    expect(doors['blog']?.[0]).toMatchObject({
      witness: { command: 'nc -vz 198.51.100.60 22', checked: true },
      evidence: [
        { setting: 'ports', pointer: '/0', text: { en: 'its firewall lets 0.0.0.0/0 in on tcp/22' } },
      ],
    });
    expect(doors['open-bucket']?.[0]?.witness?.command).toBe(
      'curl -I https://open-bucket.s3.eu-west-1.amazonaws.com/KEY',
    );
    expect(doors['blog']?.[0]?.cures).toMatchObject([{ rejudged: true }]);
    expect(doors['blog']?.[0]?.cures?.[0]?.command).toBe(
      `aws lightsail close-instance-public-ports --instance-name blog --port-info '{"protocol":"tcp","fromPort":22,"toPort":22,"cidrs":["0.0.0.0/0"]}' --region eu-west-1`,
    );
    expect(doors['open-db']?.[0]?.cures).toHaveLength(1);
    for (const name of ['open-db', 'open-bucket'])
      expect(doors[name]?.[0]?.cures?.[0]?.command).toMatch(/ --region eu-west-1$/);
  });

  test('a single address is proved like a network', async () => {
    const { doors } = await read({
      GetInstances: { instances: [instance('one', [port(22, 'tcp', { cidrs: ['198.51.100.7'] })])] },
    });
    expect(doors['one']?.[0]).toMatchObject({
      audience: 'named-outsider',
      who: ['198.51.100.7'],
      witness: { request: { context: { source: '198.51.100.7' } }, checked: true },
    });
  });

  test.each([
    ['GetInstances', 'aws.lightsail.instance'],
    ['GetRelationalDatabases', 'aws.lightsail.database'],
    ['GetBuckets', 'aws.lightsail.bucket'],
  ])('%s denied', async (operation, type) => {
    const { listings } = await read({ [operation]: denies() });
    expect(listings).toContainEqual(
      expect.objectContaining({
        type,
        state: 'unknown',
        reason: 'denied',
        permission: `lightsail:${operation}`,
      }),
    );
    expect(listings.filter((one) => 'state' in one && one.state === 'complete')).toHaveLength(2);
  });
});
