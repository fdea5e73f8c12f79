// Databases: public access, security groups, routes, and what is missing when an answer is.
import { afterEach, expect, test } from '@jest/globals';
import { analyseRds } from '../../../../src/providers/aws/rds/analyse.ts';
import { rds } from '../../../../src/providers/aws/rds/collect.ts';
import type { Resource } from '../../../../src/snapshot/resource.ts';
import {
  collected,
  denies,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { contextOf, inShort } from '../network/judged.ts';
import { VPC } from '../network/vpc.ts';

let server: OperationsServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const database = (name: string, more: object = {}) => ({
  DBInstanceIdentifier: name,
  DBInstanceArn: `arn:aws:rds:eu-west-1:111122223333:db:${name}`,
  PubliclyAccessible: true,
  Engine: 'postgres',
  DBInstanceStatus: 'available',
  AvailabilityZone: 'eu-west-1a',
  Endpoint: { Address: `${name}.example.eu-west-1.rds.amazonaws.com`, Port: 5432 },
  VpcSecurityGroups: { VpcSecurityGroupMembership: [{ VpcSecurityGroupId: 'sg-db', Status: 'active' }] },
  DBSubnetGroup: {
    VpcId: 'vpc-1',
    Subnets: {
      Subnet: [
        { SubnetIdentifier: 'subnet-public', SubnetAvailabilityZone: { Name: 'eu-west-1a' } },
        { SubnetIdentifier: 'subnet-private', SubnetAvailabilityZone: { Name: 'eu-west-1b' } },
      ],
    },
  },
  ...more,
});
const guardedBy = (id: string) => ({
  VpcSecurityGroups: { VpcSecurityGroupMembership: [{ VpcSecurityGroupId: id }] },
});

const ESTATE: Replies = {
  ...VPC,
  DescribeDBInstances: ({ input }) =>
    input['Marker'] === undefined
      ? {
          DBInstances: { DBInstance: [database('open'), database('closed', { PubliclyAccessible: false })] },
          Marker: 'two',
        }
      : {
          DBInstances: {
            DBInstance: [
              database('custom', { Endpoint: { Address: 'custom.example', Port: 3306 } }),
              database('inside', guardedBy('sg-inside')),
              database('all', { ...guardedBy('sg-all'), Endpoint: { Address: 'all.example', Port: 7777 } }),
              database('private', { AvailabilityZone: 'eu-west-1b' }),
              database('stopped', { DBInstanceStatus: 'stopped' }),
              database('lost', { DBSubnetGroup: { VpcId: 'vpc-1' } }),
              database('new', { Endpoint: undefined, DBInstanceStatus: 'creating' }),
            ].map(clean),
          },
        },
};
function clean(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
}

async function read(replies: Replies = {}) {
  server = await serveOperations({ ...ESTATE, ...replies });
  const records = await collected(rds.collect(server.place));
  const judged: Record<string, string[]> = {};
  const resources: Resource[] = [];
  for (const record of records)
    if (record.record === 'resource') {
      resources.push(record);
      judged[record.name] = inShort(analyseRds(record, contextOf()));
    }
  return { judged, resources, listing: records.find((one) => one.record === 'listing') };
}

test('databases over several pages', async () => {
  const { judged, listing, resources } = await read();
  expect(listing).toMatchObject({ type: 'aws.rds.instance', state: 'complete', seen: 9 });
  expect(judged).toEqual({
    open: ['anyone database-port tcp/5432 open'],
    closed: [],
    custom: ['anyone database-port tcp/3306 open'],
    inside: [],
    all: ['anyone database-port tcp/7777 open'],
    private: [],
    stopped: ['anyone database-port tcp/5432 shut-by'],
    // Nobody said in which subnets it stands.
    lost: ['anyone unknown'],
    // No endpoint yet: what its groups would let in.
    new: ['anyone database-port tcp/3306 open', 'anyone database-port tcp/5432 open'],
  });
  const open = resources.find(({ name }) => name === 'open');
  const [door] = open === undefined ? [] : analyseRds(open, contextOf()).exposures;
  expect(door?.witness).toMatchObject({
    command: 'nc -vz open.example.eu-west-1.rds.amazonaws.com 5432',
    checked: true,
  });
  expect(door?.cures?.map(({ rejudged }) => rejudged)).toEqual([true, true]);
});

test.each([
  ['DescribeSecurityGroups', ['anyone database-port unknown']],
  ['DescribeRouteTables', ['anyone database-port tcp/5432 open-unless']],
  ['DescribeNetworkAcls', ['anyone database-port tcp/5432 open-unless']],
  ['DescribeVpcBlockPublicAccessOptions', ['anyone database-port tcp/5432 open-unless']],
])('%s denied', async (operation, expected) => {
  const { judged } = await read({ [operation]: denies('UnauthorizedOperation') });
  expect(judged['open']).toEqual(expected);
  expect(judged['closed']).toEqual([]);
});

test('the list denied', async () => {
  const { listing } = await read({ DescribeDBInstances: fails(403, 'AccessDenied') });
  expect(listing).toMatchObject({
    state: 'unknown',
    reason: 'denied',
    permission: 'rds:DescribeDBInstances',
  });
});

test('whether it is public was not said', () => {
  const resource: Resource = {
    record: 'resource',
    type: 'aws.rds.instance',
    id: 'arn:aws:rds:eu-west-1:111122223333:db:x',
    name: 'x',
    scope: 'aws/111122223333',
    settings: {},
    unknowns: [],
  };
  expect(inShort(analyseRds(resource, contextOf()))).toEqual(['anyone unknown']);
});
