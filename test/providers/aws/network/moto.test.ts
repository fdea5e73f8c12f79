// Networks as real APIs answer: instances, databases and load balancers joined with groups, routes and ACLs in the collectors.

import {
  AllocateAddressCommand,
  AssociateAddressCommand,
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateManagedPrefixListCommand,
  CreateNetworkInterfaceCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateDBInstanceCommand, CreateDBSubnetGroupCommand, RDSClient } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Context } from '../../../../src/exposure.ts';
import { analyseEc2 } from '../../../../src/providers/aws/ec2/analyse.ts';
import { ec2 } from '../../../../src/providers/aws/ec2/collect.ts';
import { analyseElb } from '../../../../src/providers/aws/elb/analyse.ts';
import { elb } from '../../../../src/providers/aws/elb/collect.ts';
import { analyseRds } from '../../../../src/providers/aws/rds/analyse.ts';
import { rds } from '../../../../src/providers/aws/rds/collect.ts';
import type { Listing, Resource } from '../../../../src/snapshot/resource.ts';
import { type Moto, motoIsHere, startMoto } from '../../../servers/moto.ts';
import { collected, placeAt } from '../../../servers/operations.ts';
import { TEST_ENV, useEnvironment } from '../live.ts';

const here = motoIsHere(process.env);
const NOBODY: Context = {
  all: () => [],
  ours: { accounts: [], organizations: [], networks: [], domains: [], vendors: [], declared: false },
  now: 0,
};

(here ? describe : describe.skip)('networks of moto', () => {
  let moto: Moto;
  const resources = new Map<string, Resource>();
  const listings = new Map<string, Listing>();

  beforeAll(async () => {
    useEnvironment(TEST_ENV);
    moto = await startMoto();
    await seed({ endpoint: moto.endpoint, region: 'ap-northeast-1' });
    const place = { ...placeAt(moto.endpoint, 'ap-northeast-1'), account: '123456789012' };
    for (const service of [ec2, rds, elb])
      for (const record of await collected(service.collect(place)))
        if (record.record === 'listing') listings.set(record.type, record);
        else resources.set(`${record.type} ${record.name}`, record);
  }, 60_000);
  afterAll(async () => {
    await moto.stop();
  });

  const doors = (type: string, name: string, analyse = analyseEc2) => {
    const resource = resources.get(`${type} ${name}`);
    if (resource === undefined) throw new Error(`no ${name} in ${[...resources.keys()].join(', ')}`);
    return analyse(resource, NOBODY).exposures.map(({ audience, via, subject, state, who, witness }) =>
      [audience, via, subject, state, who?.join(), witness?.checked]
        .filter((part) => part !== undefined)
        .join(' '),
    );
  };

  test('lists are complete', () => {
    expect([...listings.keys()].sort()).toEqual([
      'aws.ec2.instance',
      'aws.ec2.network-interface',
      'aws.ec2.security-group',
      'aws.elb.classic-load-balancer',
      'aws.elb.load-balancer',
      'aws.rds.instance',
    ]);
    for (const type of listings.keys())
      expect(listings.get(type)).toMatchObject({ state: 'complete', region: 'ap-northeast-1' });
  });

  // moto does not know VPC Block Public Access: it may stop what is open.
  test.each([
    [
      'kagi-bastion',
      ['anyone admin-port tcp/22 open-unless true', 'anyone web-port tcp/443 open-unless true'],
    ],
    ['kagi-halves', ['anyone admin-port tcp/3389 open-unless true']],
    ['kagi-list', ['named-outsider network tcp/5432 open-unless partners true']],
    ['kagi-no-route', []],
    ['kagi-private', []],
  ])('%s', (name, expected) => {
    expect(doors('aws.ec2.instance', name)).toEqual(expected);
  });

  test('a network interface with an address and no instance', () => {
    expect(doors('aws.ec2.network-interface', 'kagi-task')).toEqual(['anyone admin-port tcp/22 shut-by']);
  });

  test('databases', () => {
    expect(doors('aws.rds.instance', 'kagi-orders', analyseRds)).toEqual([
      'anyone database-port tcp/3389 open-unless true',
    ]);
    expect(doors('aws.rds.instance', 'kagi-inside', analyseRds)).toEqual([]);
  });

  test('load balancers', () => {
    expect(doors('aws.elb.load-balancer', 'kagi-site', analyseElb)).toEqual([
      'anyone web-port tcp/443 open-unless true',
    ]);
  });

  test('groups count what stands behind them', () => {
    const group = (name: string) => {
      const resource = resources.get(`aws.ec2.security-group ${name}`);
      if (resource === undefined) throw new Error(`no ${name}`);
      return [resource.settings['guards'], analyseEc2(resource, NOBODY).facts];
    };
    // Three instances and a task stand behind it, three of them with an address.
    expect(group('kagi-ssh')).toEqual([
      { interfaces: 4, public: 3 },
      { openPorts: [{ protocol: 'tcp', from: 22, to: 22 }] },
    ]);
    expect(group('kagi-unused')[0]).toEqual({ interfaces: 0, public: 0 });
  });
});

async function seed(server: { endpoint: string; region: string }): Promise<void> {
  const client = new EC2Client(server);
  const vpc = (await client.send(new CreateVpcCommand({ CidrBlock: '10.7.0.0/16' }))).Vpc?.VpcId ?? '';
  const subnet = async (CidrBlock: string, zone: string) => {
    const AvailabilityZone = `ap-northeast-1${zone}`;
    const made = await client.send(new CreateSubnetCommand({ VpcId: vpc, CidrBlock, AvailabilityZone }));
    return made.Subnet?.SubnetId ?? '';
  };
  const [open, closed] = [await subnet('10.7.1.0/24', 'a'), await subnet('10.7.2.0/24', 'c')];
  const gateway =
    (await client.send(new CreateInternetGatewayCommand({}))).InternetGateway?.InternetGatewayId ?? '';
  await client.send(new AttachInternetGatewayCommand({ VpcId: vpc, InternetGatewayId: gateway }));
  const table =
    (await client.send(new CreateRouteTableCommand({ VpcId: vpc }))).RouteTable?.RouteTableId ?? '';
  await client.send(
    new CreateRouteCommand({ RouteTableId: table, DestinationCidrBlock: '0.0.0.0/0', GatewayId: gateway }),
  );
  await client.send(new AssociateRouteTableCommand({ RouteTableId: table, SubnetId: open }));
  const list =
    (
      await client.send(
        new CreateManagedPrefixListCommand({
          PrefixListName: 'partners',
          AddressFamily: 'IPv4',
          MaxEntries: 5,
          Entries: [{ Cidr: '198.51.100.0/24' }],
        }),
      )
    ).PrefixList?.PrefixListId ?? '';
  const group = async (name: string, IpPermissions: object[]) => {
    const made = await client.send(
      new CreateSecurityGroupCommand({ GroupName: name, Description: name, VpcId: vpc }),
    );
    await client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: made.GroupId, IpPermissions }));
    return made.GroupId ?? '';
  };
  const on = (port: number, ...cidrs: string[]) => ({
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    IpRanges: cidrs.map((CidrIp) => ({ CidrIp })),
  });
  const ssh = await group('kagi-ssh', [on(22, '0.0.0.0/0'), on(443, '0.0.0.0/0')]);
  const halves = await group('kagi-halves', [on(3389, '0.0.0.0/1', '128.0.0.0/1')]);
  const partners = await group('kagi-partners', [
    { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, PrefixListIds: [{ PrefixListId: list }] },
  ]);
  await group('kagi-unused', [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }]);
  const image = 'ami-12c6146b';
  const run = async (name: string, SubnetId: string, SecurityGroup: string, address: boolean) => {
    await client.send(
      new RunInstancesCommand({
        ImageId: image,
        MinCount: 1,
        MaxCount: 1,
        NetworkInterfaces: [
          { DeviceIndex: 0, SubnetId, Groups: [SecurityGroup], AssociatePublicIpAddress: address },
        ],
        TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: name }] }],
      }),
    );
  };
  await run('kagi-bastion', open, ssh, true);
  await run('kagi-halves', open, halves, true);
  await run('kagi-list', open, partners, true);
  await run('kagi-no-route', closed, ssh, true);
  await run('kagi-private', open, ssh, false);
  const task = await client.send(
    new CreateNetworkInterfaceCommand({ SubnetId: open, Groups: [ssh], Description: 'kagi-task' }),
  );
  const address = await client.send(new AllocateAddressCommand({ Domain: 'vpc' }));
  await client.send(
    new AssociateAddressCommand({
      AllocationId: address.AllocationId,
      NetworkInterfaceId: task.NetworkInterface?.NetworkInterfaceId,
    }),
  );
  client.destroy();
  await seedDatabases(new RDSClient(server), { subnets: [open, closed], group: halves });
  await seedBalancer(new ElasticLoadBalancingV2Client(server), { vpc, subnets: [open, closed], group: ssh });
}

async function seedDatabases(
  client: RDSClient,
  { subnets, group }: { subnets: string[]; group: string },
): Promise<void> {
  const DBSubnetGroupName = 'kagi';
  await client.send(
    new CreateDBSubnetGroupCommand({
      DBSubnetGroupName,
      DBSubnetGroupDescription: 'kagi',
      SubnetIds: subnets,
    }),
  );
  for (const [name, PubliclyAccessible] of [
    ['kagi-orders', true],
    ['kagi-inside', false],
  ] as const)
    await client.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: name,
        DBInstanceClass: 'db.t3.micro',
        Engine: 'postgres',
        // The group lets the world in on this port alone.
        Port: 3389,
        MasterUsername: 'kagi',
        MasterUserPassword: 'only-for-the-test',
        AllocatedStorage: 20,
        PubliclyAccessible,
        AvailabilityZone: 'ap-northeast-1a',
        VpcSecurityGroupIds: [group],
        DBSubnetGroupName,
      }),
    );
  client.destroy();
}

async function seedBalancer(
  client: ElasticLoadBalancingV2Client,
  { vpc, subnets, group }: { vpc: string; subnets: string[]; group: string },
): Promise<void> {
  const made = await client.send(
    new CreateLoadBalancerCommand({
      Name: 'kagi-site',
      Subnets: subnets,
      SecurityGroups: [group],
      Scheme: 'internet-facing',
      Type: 'application',
    }),
  );
  const target = await client.send(
    new CreateTargetGroupCommand({ Name: 'kagi', Protocol: 'HTTP', Port: 80, VpcId: vpc }),
  );
  for (const Port of [443, 8443])
    await client.send(
      new CreateListenerCommand({
        LoadBalancerArn: made.LoadBalancers?.[0]?.LoadBalancerArn,
        Protocol: 'HTTP',
        Port,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: target.TargetGroups?.[0]?.TargetGroupArn }],
      }),
    );
  client.destroy();
}
