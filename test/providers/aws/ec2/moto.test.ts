// EC2 as a real EC2 API answers: instances, groups, routes and ACLs joined in the collector.

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
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Context } from '../../../../src/exposure.ts';
import { analyseEc2 } from '../../../../src/providers/aws/ec2/analyse.ts';
import { ec2 } from '../../../../src/providers/aws/ec2/collect.ts';
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

(here ? describe : describe.skip)('EC2 of moto', () => {
  let moto: Moto;
  const resources = new Map<string, Resource>();
  const listings = new Map<string, Listing>();

  beforeAll(async () => {
    useEnvironment(TEST_ENV);
    moto = await startMoto();
    const client = new EC2Client({ endpoint: moto.endpoint, region: 'ap-northeast-1' });
    await seed(client);
    client.destroy();
    const place = { ...placeAt(moto.endpoint, 'ap-northeast-1'), account: '123456789012' };
    for (const record of await collected(ec2.collect(place)))
      if (record.record === 'listing') listings.set(record.type, record);
      else resources.set(`${record.type} ${record.name}`, record);
  }, 60_000);
  afterAll(async () => {
    await moto.stop();
  });

  const doors = (type: string, name: string) => {
    const resource = resources.get(`${type} ${name}`);
    if (resource === undefined) throw new Error(`no ${name} in ${[...resources.keys()].join(', ')}`);
    return analyseEc2(resource, NOBODY).exposures.map(({ audience, via, subject, state, who, witness }) =>
      [audience, via, subject, state, who?.join(), witness?.checked]
        .filter((part) => part !== undefined)
        .join(' '),
    );
  };

  test('lists are complete', () => {
    for (const type of ['aws.ec2.instance', 'aws.ec2.network-interface', 'aws.ec2.security-group'])
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

async function seed(client: EC2Client): Promise<void> {
  const vpc = (await client.send(new CreateVpcCommand({ CidrBlock: '10.7.0.0/16' }))).Vpc?.VpcId ?? '';
  const subnet = async (CidrBlock: string) =>
    (await client.send(new CreateSubnetCommand({ VpcId: vpc, CidrBlock }))).Subnet?.SubnetId ?? '';
  const [open, closed] = [await subnet('10.7.1.0/24'), await subnet('10.7.2.0/24')];
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
}
