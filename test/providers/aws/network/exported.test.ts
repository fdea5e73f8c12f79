// Networks from saved answers of the AWS CLI: the collectors read them, and nothing is sent.
import { expect, test } from '@jest/globals';
import { analyseEc2 } from '../../../../src/providers/aws/ec2/analyse.ts';
import { recogniseAws } from '../../../../src/providers/aws/import/recognise.ts';
import { analyseRds } from '../../../../src/providers/aws/rds/analyse.ts';
import { textFile } from '../../../../src/snapshot/files.ts';
import type { Resource } from '../../../../src/snapshot/resource.ts';
import { contextOf, inShort } from './judged.ts';

const everything = (Egress: boolean) => ({
  RuleNumber: 100,
  Protocol: '-1',
  RuleAction: 'allow',
  Egress,
  CidrBlock: '0.0.0.0/0',
});
const SAVED = {
  'sts-get-caller-identity': { Account: '111122223333', Arn: 'arn:aws:iam::111122223333:user/auditor' },
  'ec2-describe-instances': {
    Reservations: [
      {
        Instances: [
          {
            InstanceId: 'i-1',
            VpcId: 'vpc-1',
            State: { Name: 'running' },
            Tags: [{ Key: 'Name', Value: 'bastion' }],
            NetworkInterfaces: [
              {
                NetworkInterfaceId: 'eni-1',
                VpcId: 'vpc-1',
                SubnetId: 'subnet-1',
                Groups: [{ GroupId: 'sg-1' }],
                Association: { PublicIp: '198.51.100.20' },
              },
            ],
          },
        ],
      },
    ],
  },
  'ec2-describe-network-interfaces': { NetworkInterfaces: [] },
  'ec2-describe-security-groups': {
    SecurityGroups: [
      {
        GroupId: 'sg-1',
        GroupName: 'kagi',
        OwnerId: '111122223333',
        VpcId: 'vpc-1',
        IpPermissions: [
          { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
          { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
        ],
      },
    ],
  },
  'ec2-describe-route-tables': {
    RouteTables: [
      {
        RouteTableId: 'rtb-1',
        VpcId: 'vpc-1',
        Associations: [{ Main: true }],
        Routes: [{ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'active' }],
      },
    ],
  },
  'ec2-describe-network-acls': {
    NetworkAcls: [
      {
        NetworkAclId: 'acl-1',
        Associations: [{ SubnetId: 'subnet-1' }],
        Entries: [everything(false), everything(true)],
      },
    ],
  },
  'ec2-describe-vpc-block-public-access-options': {
    VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: 'off' },
  },
  'rds-describe-db-instances': {
    DBInstances: [
      {
        DBInstanceIdentifier: 'orders',
        DBInstanceArn: 'arn:aws:rds:eu-west-1:111122223333:db:orders',
        PubliclyAccessible: true,
        Endpoint: { Address: 'orders.example', Port: 5432 },
        VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-1' }],
        DBSubnetGroup: { VpcId: 'vpc-1', Subnets: [{ SubnetIdentifier: 'subnet-1' }] },
      },
    ],
  },
};

async function read(without: string[] = []) {
  const files = Object.entries(SAVED).flatMap(([name, body]) =>
    without.includes(name)
      ? []
      : [textFile(`eu-west-1/${name}.json`, JSON.stringify(body, undefined, 2), false)],
  );
  const resources = new Map<string, Resource>();
  for (const claim of await recogniseAws(files))
    for await (const record of claim.read())
      if (record.record === 'resource') resources.set(record.name, record);
  const judged = (name: string, analyse: typeof analyseEc2) => {
    const resource = resources.get(name);
    if (resource === undefined) throw new Error(`no ${name}`);
    return inShort(analyse(resource, contextOf()));
  };
  return { instance: judged('bastion', analyseEc2), database: judged('orders', analyseRds) };
}

test('everything was saved', async () => {
  expect(await read()).toEqual({
    instance: ['anyone admin-port tcp/22 open', 'anyone database-port tcp/5432 open'],
    database: ['anyone database-port tcp/5432 open'],
  });
});

test('what was not saved is no reason to call it closed', async () => {
  for (const name of [
    'ec2-describe-route-tables',
    'ec2-describe-network-acls',
    'ec2-describe-vpc-block-public-access-options',
  ]) {
    const { instance, database } = await read([name]);
    expect(instance[0]).toBe('anyone admin-port tcp/22 open-unless');
    expect(database).toEqual(['anyone database-port tcp/5432 open-unless']);
  }
  const { instance, database } = await read(['ec2-describe-security-groups']);
  expect(instance).toEqual(['anyone unknown']);
  expect(database).toEqual(['anyone database-port unknown']);
});
