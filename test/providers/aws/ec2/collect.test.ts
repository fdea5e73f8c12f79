// The EC2 collector against a server that pages and denies: what each missing answer does to the verdict.
import { afterEach, describe, expect, test } from '@jest/globals';
import { analyseEc2 } from '../../../../src/providers/aws/ec2/analyse.ts';
import { ec2 } from '../../../../src/providers/aws/ec2/collect.ts';
import { rds } from '../../../../src/providers/aws/rds/collect.ts';
import type { Listing, Resource } from '../../../../src/snapshot/resource.ts';
import {
  collected,
  denies,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { contextOf, inShort } from '../network/judged.ts';
import { group, permission, VPC } from '../network/vpc.ts';

let server: OperationsServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const instance = (instanceId: string, name: string, more: object = {}) => ({
  instanceId,
  vpcId: 'vpc-1',
  instanceState: { name: 'running' },
  tagSet: { item: [{ key: 'Name', value: name }] },
  networkInterfaceSet: {
    item: [
      {
        networkInterfaceId: `eni-${name}`,
        vpcId: 'vpc-1',
        subnetId: 'subnet-public',
        groupSet: { item: [{ groupId: 'sg-ssh' }] },
        association: { publicIp: '198.51.100.20' },
        ...more,
      },
    ],
  },
});

const ESTATE: Replies = {
  ...VPC,
  DescribeInstances: ({ input }) =>
    input['NextToken'] === undefined
      ? {
          reservationSet: { item: [{ instancesSet: { item: [instance('i-1', 'bastion')] } }] },
          nextToken: 'two',
        }
      : {
          reservationSet: {
            item: [
              {
                instancesSet: {
                  item: [
                    instance('i-2', 'listed', { groupSet: { item: [{ groupId: 'sg-list' }] } }),
                    instance('i-3', 'hidden', { association: {} }),
                    { ...instance('i-4', 'gone'), instanceState: { name: 'terminated' } },
                    instance('i-5', 'shared', { subnetId: 'subnet-of-others', vpcId: 'vpc-of-others' }),
                  ],
                },
              },
            ],
          },
        },
  DescribeNetworkInterfaces: {
    networkInterfaceSet: {
      item: [
        {
          networkInterfaceId: 'eni-bastion',
          vpcId: 'vpc-1',
          subnetId: 'subnet-public',
          status: 'in-use',
          groupSet: { item: [{ groupId: 'sg-ssh' }] },
          association: { publicIp: '198.51.100.20' },
          attachment: { instanceId: 'i-1' },
        },
        {
          networkInterfaceId: 'eni-task',
          description: 'task',
          vpcId: 'vpc-1',
          subnetId: 'subnet-public',
          status: 'in-use',
          groupSet: { item: [{ groupId: 'sg-all' }] },
          association: { publicIp: '198.51.100.30' },
        },
        {
          networkInterfaceId: 'eni-db',
          description: 'RDSNetworkInterface',
          vpcId: 'vpc-1',
          subnetId: 'subnet-public',
          status: 'in-use',
          groupSet: { item: [{ groupId: 'sg-db' }] },
          association: { publicIp: '198.51.100.40' },
        },
        {
          networkInterfaceId: 'eni-inside',
          description: 'inside',
          vpcId: 'vpc-1',
          subnetId: 'subnet-private',
          status: 'in-use',
          groupSet: { item: [{ groupId: 'sg-inside' }] },
        },
      ],
    },
  },
};

async function read(replies: Replies) {
  server = await serveOperations({ ...ESTATE, ...replies });
  const records = await collected(ec2.collect(server.place));
  const resources = new Map<string, Resource>();
  const listings = new Map<string, Listing>();
  for (const record of records)
    if (record.record === 'listing') listings.set(record.type, record);
    else resources.set(record.name, record);
  const judge = (name: string) => {
    const resource = resources.get(name);
    if (resource === undefined) throw new Error(`no ${name}`);
    return analyseEc2(resource, contextOf());
  };
  const doors = (name: string) => inShort(judge(name));
  const facts = (name: string) => judge(name).facts;
  return { listings, resources, doors, facts, asked: server.asked.map(({ name }) => name) };
}

test('the instance metadata service, as EC2 says it, and left out where it says nothing', async () => {
  const metadataOptions = { httpTokens: 'optional', httpEndpoint: 'enabled' };
  const instances = [{ ...instance('i-1', 'old'), metadataOptions }, instance('i-2', 'silent')];
  const { resources } = await read({
    DescribeInstances: { reservationSet: { item: [{ instancesSet: { item: instances } }] } },
  });
  expect(resources.get('old')?.settings).toMatchObject({
    metadataTokens: 'optional',
    metadataEndpoint: 'enabled',
  });
  for (const name of ['metadataTokens', 'metadataEndpoint'])
    expect(resources.get('silent')?.settings).not.toHaveProperty(name);
});

test('an estate over several pages, its network read once', async () => {
  const { listings, doors, facts, resources, asked } = await read({});
  expect([...listings.values()].map(({ type, state, seen }) => `${type} ${state} ${seen}`)).toEqual([
    'aws.ec2.instance complete 4',
    'aws.ec2.network-interface complete 1',
    'aws.ec2.security-group complete 6',
  ]);
  expect(doors('bastion')).toEqual(['anyone admin-port tcp/22 open']);
  expect(doors('listed')).toEqual(['anyone admin-port tcp/22 open']);
  expect(doors('hidden')).toEqual([]);
  // A subnet of another account: its routes and its ACL are not in the lists.
  expect(doors('shared')).toEqual(['anyone admin-port tcp/22 open-unless']);
  expect(doors('task')).toEqual(['anyone all-ports tcp/0-65535 open']);
  expect(facts('kagi-list')).toEqual({ openPorts: [{ protocol: 'tcp', from: 22, to: 22 }] });
  expect(facts('kagi-web')).toEqual({ openPorts: [] });
  expect(facts('kagi-inside')).toEqual({ openPorts: [] });
  expect(resources.get('kagi-db')?.settings['guards']).toEqual({ interfaces: 1, public: 1 });
  for (const name of [
    'DescribeSecurityGroups',
    'DescribeRouteTables',
    'DescribeNetworkAcls',
    'DescribeVpcBlockPublicAccessOptions',
    'DescribeManagedPrefixLists',
  ])
    expect(asked.filter((one) => one === name)).toHaveLength(1);
  // Two pages of one list, for an instance and for the group itself.
  expect(asked.filter((one) => one === 'GetManagedPrefixListEntries')).toHaveLength(2);
});

test('the command and the proof', async () => {
  const { resources } = await read({});
  const bastion = resources.get('bastion');
  if (bastion === undefined) throw new Error('no bastion');
  const [door] = analyseEc2(bastion, contextOf()).exposures;
  expect(door?.witness).toMatchObject({ command: 'nc -vz 198.51.100.20 22', checked: true });
  expect(door?.cures?.[0]).toMatchObject({ rejudged: true });
  expect(door?.cures?.[0]?.command).toBe(
    `aws ec2 revoke-security-group-ingress --group-id sg-ssh --ip-permissions '[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]' --region eu-west-1`,
  );
  expect(door?.evidence.map(({ setting, pointer }) => `${setting}${pointer}`)).toEqual([
    'securityGroups/0/rules/0',
    'interfaces/0',
    'subnets/0',
  ]);
});

describe('without a permission', () => {
  const DENIED = denies('UnauthorizedOperation');
  test.each([
    ['DescribeRouteTables', ['anyone admin-port tcp/22 open-unless']],
    ['DescribeNetworkAcls', ['anyone admin-port tcp/22 open-unless']],
    ['DescribeVpcBlockPublicAccessOptions', ['anyone admin-port tcp/22 open-unless']],
    ['DescribeSecurityGroups', ['anyone unknown']],
  ])('%s', async (operation, expected) => {
    const { doors, resources } = await read({ [operation]: DENIED });
    expect(doors('bastion')).toEqual(expected);
    expect(doors('hidden')).toEqual([]);
    expect(resources.get('bastion')?.unknowns).toEqual([
      expect.objectContaining({ reason: 'denied', permission: `ec2:${operation}` }),
    ]);
  });

  test('GetManagedPrefixListEntries: only what it decides is unknown', async () => {
    const { doors } = await read({ GetManagedPrefixListEntries: DENIED });
    expect(doors('listed')).toEqual(['anyone admin-port unknown']);
    expect(doors('bastion')).toEqual(['anyone admin-port tcp/22 open']);
  });

  test('DescribeManagedPrefixLists: names are missing, verdicts are not', async () => {
    const { doors } = await read({ DescribeManagedPrefixLists: DENIED });
    expect(doors('listed')).toEqual(['anyone admin-port tcp/22 open']);
  });

  test('DescribeNetworkInterfaces: nobody knows what groups guard', async () => {
    const { resources, listings } = await read({ DescribeNetworkInterfaces: DENIED });
    expect(listings.get('aws.ec2.network-interface')).toMatchObject({
      state: 'unknown',
      permission: 'ec2:DescribeNetworkInterfaces',
    });
    expect(resources.get('kagi-ssh')?.unknowns).toEqual([
      expect.objectContaining({
        setting: 'guards',
        reason: 'denied',
        permission: 'ec2:DescribeNetworkInterfaces',
      }),
    ]);
  });

  test('DescribeInstances: the list is unknown', async () => {
    const { listings } = await read({ DescribeInstances: DENIED });
    expect(listings.get('aws.ec2.instance')).toMatchObject({ state: 'unknown', reason: 'denied' });
  });
});

describe('VPC Block Public Access', () => {
  const ON = { vpcBlockPublicAccessOptions: { internetGatewayBlockMode: 'block-bidirectional' } };
  const exclusions = (mode: string, arn: string) => ({
    DescribeVpcBlockPublicAccessOptions: ON,
    DescribeVpcBlockPublicAccessExclusions: {
      vpcBlockPublicAccessExclusionSet: {
        item: [{ internetGatewayExclusionMode: mode, resourceArn: arn, state: 'create-complete' }],
      },
    },
  });
  test.each([
    ['allow-bidirectional', 'arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1', 'open'],
    ['allow-bidirectional', 'arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-public', 'open'],
    ['allow-bidirectional', 'arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-2', 'shut-by'],
    ['allow-egress', 'arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1', 'shut-by'],
  ])('%s %s', async (mode, arn, state) => {
    const { doors } = await read(exclusions(mode, arn));
    expect(doors('bastion')).toEqual([`anyone admin-port tcp/22 ${state}`]);
  });

  test('exclusions that cannot be read leave it open unless', async () => {
    const { doors } = await read({
      DescribeVpcBlockPublicAccessOptions: ON,
      DescribeVpcBlockPublicAccessExclusions: denies('UnauthorizedOperation'),
    });
    expect(doors('bastion')).toEqual(['anyone admin-port tcp/22 open-unless']);
  });
});

test('a firewall in front: open unless it drops the traffic', async () => {
  const { doors } = await read({
    DescribeRouteTables: {
      routeTableSet: {
        item: [
          {
            routeTableId: 'rtb-edge',
            vpcId: 'vpc-1',
            associationSet: { item: [{ gatewayId: 'igw-1' }] },
            routeSet: { item: [] },
          },
          {
            routeTableId: 'rtb-public',
            vpcId: 'vpc-1',
            associationSet: { item: [{ subnetId: 'subnet-public' }] },
            routeSet: { item: [{ destinationCidrBlock: '0.0.0.0/0', gatewayId: 'vpce-1', state: 'active' }] },
          },
        ],
      },
    },
  });
  expect(doors('bastion')).toEqual(['anyone admin-port tcp/22 open-unless']);
});

test('groups of other accounts are let in by name, our own and dead peerings are nobody', async () => {
  const { resources } = await read({
    DescribeSecurityGroups: {
      securityGroupInfo: {
        item: [
          group(
            'sg-inside',
            'kagi-peers',
            permission('tcp', 5432, {
              groups: [
                { groupId: 'sg-theirs', userId: '444455556666', peeringStatus: 'active' },
                { groupId: 'sg-old', userId: '777788889999', peeringStatus: 'deleted' },
                { groupId: 'sg-ours', userId: '111122223333' },
              ],
            }),
          ),
        ],
      },
    },
  });
  const peers = resources.get('kagi-peers');
  if (peers === undefined) throw new Error('no group');
  expect(inShort(analyseEc2(peers, contextOf()))).toEqual([
    'named-outsider vpc-peering 444455556666 open 444455556666',
  ]);
  expect(inShort(analyseEc2(peers, contextOf({ accounts: ['444455556666'] })))).toEqual([]);
});

test('several services of one region read its network once', async () => {
  server = await serveOperations({
    ...ESTATE,
    DescribeDBInstances: {
      DBInstances: {
        DBInstance: [
          {
            DBInstanceIdentifier: 'orders',
            DBInstanceArn: 'arn:aws:rds:eu-west-1:111122223333:db:orders',
            PubliclyAccessible: true,
            Endpoint: { Address: 'orders.example', Port: 5432 },
            VpcSecurityGroups: { VpcSecurityGroupMembership: [{ VpcSecurityGroupId: 'sg-db' }] },
            DBSubnetGroup: { VpcId: 'vpc-1', Subnets: { Subnet: [{ SubnetIdentifier: 'subnet-public' }] } },
          },
        ],
      },
    },
  });
  const { place } = server;
  const all = await Promise.all([collected(ec2.collect(place)), collected(rds.collect(place))]);
  expect(all.flat().filter(({ record }) => record === 'resource')).toHaveLength(12);
  const names = server.asked.map(({ name }) => name);
  for (const name of ['DescribeSecurityGroups', 'DescribeRouteTables', 'DescribeNetworkAcls'])
    expect(names.filter((one) => one === name)).toHaveLength(1);
});

describe('routes by prefix list', () => {
  const tables = (...routes: object[]) => ({
    DescribeRouteTables: {
      routeTableSet: {
        item: [
          {
            routeTableId: 'rtb-public',
            vpcId: 'vpc-1',
            associationSet: { item: [{ subnetId: 'subnet-public' }] },
            routeSet: { item: routes },
          },
        ],
      },
    },
  });
  const internet = { destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-1', state: 'active' };
  const byList = (gatewayId: string) => ({ destinationPrefixListId: 'pl-world', gatewayId, state: 'active' });

  test('a gateway endpoint leads to a service, and nobody asks to which addresses', async () => {
    const { doors, asked } = await read({
      ...tables(internet, byList('vpce-s3')),
      DescribeSecurityGroups: {
        securityGroupInfo: {
          item: [group('sg-ssh', 'kagi-ssh', permission('tcp', 22, { cidrs: ['0.0.0.0/0'] }))],
        },
      },
    });
    expect(doors('bastion')).toEqual(['anyone admin-port tcp/22 open']);
    expect(asked).not.toContain('GetManagedPrefixListEntries');
  });

  test('the internet by a list, and a list that cannot be read', async () => {
    expect((await read(tables(byList('igw-1')))).doors('bastion')).toEqual(['anyone admin-port tcp/22 open']);
    await server?.stop();
    const { doors } = await read({
      ...tables(byList('igw-1')),
      GetManagedPrefixListEntries: denies('UnauthorizedOperation'),
    });
    expect(doors('bastion')).toEqual(['anyone admin-port tcp/22 open-unless']);
  });
});
