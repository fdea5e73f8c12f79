// Load balancers: listeners by security groups, those without any, and what is missing when an answer is.
import { afterEach, expect, test } from '@jest/globals';
import type { Exposure } from '../../../../src/exposure.ts';
import { analyseElb } from '../../../../src/providers/aws/elb/analyse.ts';
import { elb } from '../../../../src/providers/aws/elb/collect.ts';
import {
  collected,
  denies,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { contextOf, inShort } from '../network/judged.ts';
import { GROUPS, group, permission, VPC } from '../network/vpc.ts';

let server: OperationsServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const arn = (name: string) =>
  `arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/${name}/50dc6c49`;
const balancer = (name: string, groups: string[], more: object = {}) => ({
  LoadBalancerArn: arn(name),
  LoadBalancerName: name,
  DNSName: `${name}.eu-west-1.elb.amazonaws.com`,
  Scheme: 'internet-facing',
  Type: 'application',
  VpcId: 'vpc-1',
  IpAddressType: 'ipv4',
  SecurityGroups: { member: groups },
  AvailabilityZones: { member: [{ SubnetId: 'subnet-public' }, { SubnetId: 'subnet-private' }] },
  ...more,
});
const LISTENERS: Record<string, [number, string][]> = {
  site: [
    [80, 'HTTP'],
    [443, 'HTTPS'],
  ],
  tools: [
    [8443, 'HTTPS'],
    [443, 'HTTPS'],
  ],
  ssh: [
    [22, 'TCP'],
    [53, 'TCP_UDP'],
  ],
};
const classic = (name: string, scheme: string) => ({
  LoadBalancerName: name,
  DNSName: `${name}.eu-west-1.elb.amazonaws.com`,
  Scheme: scheme,
  VPCId: 'vpc-1',
  SecurityGroups: { member: ['sg-all'] },
  Subnets: { member: ['subnet-public'] },
  ListenerDescriptions: {
    member: [{ Listener: { Protocol: 'TCP', LoadBalancerPort: 3306, InstancePort: 3306 } }],
  },
});

const ESTATE: Replies = {
  ...VPC,
  DescribeSecurityGroups: {
    securityGroupInfo: {
      item: [
        ...GROUPS,
        group('sg-tools', 'kagi-tools', permission('-1', undefined, { cidrs: ['0.0.0.0/1', '128.0.0.0/1'] })),
      ],
    },
  },
  DescribeLoadBalancers: ({ input }) => {
    if (input['Version'] === '2012-06-01')
      return {
        LoadBalancerDescriptions: {
          member: [classic('old', 'internet-facing'), classic('old-inside', 'internal')],
        },
      };
    return input['Marker'] === undefined
      ? { LoadBalancers: { member: [balancer('site', ['sg-web'])] }, NextMarker: 'two' }
      : {
          LoadBalancers: {
            member: [
              balancer('tools', ['sg-tools']),
              balancer('ssh', [], { Type: 'network' }),
              balancer('inside', ['sg-all'], { Scheme: 'internal' }),
              balancer('hidden', ['sg-inside']),
              balancer('gone', ['sg-all']),
            ],
          },
        };
  },
  DescribeListeners: ({ input }) => {
    const name = String(input['LoadBalancerArn']).split('/')[2] ?? '';
    if (name === 'gone') return fails(400, 'LoadBalancerNotFound');
    return {
      Listeners: {
        member: (LISTENERS[name] ?? [[443, 'HTTPS']]).map(([Port, Protocol]) => ({ Port, Protocol })),
      },
    };
  },
};

async function read(replies: Replies = {}) {
  server = await serveOperations({ ...ESTATE, ...replies });
  const records = await collected(elb.collect(server.place));
  const judged: Record<string, string[]> = {};
  const doors: Record<string, Exposure[]> = {};
  for (const record of records) {
    if (record.record !== 'resource') continue;
    const assessment = analyseElb(record, contextOf());
    judged[record.name] = inShort(assessment);
    doors[record.name] = assessment.exposures;
  }
  return { judged, doors, listings: records.filter((one) => one.record === 'listing') };
}

test('load balancers of both kinds over several pages', async () => {
  const { judged, doors, listings } = await read();
  expect(listings.map((one) => 'state' in one && `${one.type} ${one.state} ${one.seen}`)).toEqual([
    'aws.elb.load-balancer complete 5',
    'aws.elb.classic-load-balancer complete 2',
  ]);
  expect(judged).toEqual({
    // HTTP is not let in.
    site: ['anyone web-port tcp/443 open'],
    tools: ['anyone web-port tcp/443 open', 'anyone other-port tcp/8443 open'],
    ssh: ['anyone admin-port tcp/22 open-unless', 'anyone other-port tcp/53, udp/53 open-unless'],
    inside: [],
    hidden: [],
    old: ['anyone database-port tcp/3306 open'],
    'old-inside': [],
  });
  expect(doors['ssh']?.[0]).toMatchObject({
    guard: { en: 'the security groups of its targets' },
    missing: [{ setting: 'securityGroups', reason: 'not-held' }],
    witness: { command: 'nc -vz ssh.eu-west-1.elb.amazonaws.com 22', checked: true },
  });
});

test.each([
  ['DescribeSecurityGroups', 'old', ['anyone database-port unknown']],
  ['DescribeRouteTables', 'old', ['anyone database-port tcp/3306 open-unless']],
  ['DescribeListeners', 'site', ['anyone unknown']],
])('%s denied', async (operation, name, expected) => {
  const { judged } = await read({ [operation]: denies('UnauthorizedOperation') });
  expect(judged[name]).toEqual(expected);
  expect(judged['inside']).toEqual([]);
});

test('the lists denied', async () => {
  const { listings } = await read({ DescribeLoadBalancers: fails(403, 'AccessDenied') });
  for (const listing of listings)
    expect(listing).toMatchObject({
      state: 'unknown',
      reason: 'denied',
      permission: 'elasticloadbalancing:DescribeLoadBalancers',
    });
  expect(listings).toHaveLength(2);
});
