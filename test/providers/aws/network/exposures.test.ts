// Openings as people are told of them: what is bundled, what is named, what is proved and what closes it.
import { describe, expect, test } from '@jest/globals';
import { networkAssessment, type Target } from '../../../../src/providers/aws/network/exposures.ts';
import { kindOf, portWords } from '../../../../src/providers/aws/network/ports.ts';
import type { IngressRule, Network } from '../../../../src/providers/aws/network/reach.ts';
import { contextOf, inShort } from './judged.ts';
import { known, networkOf, rule } from './nets.ts';

const judge = (
  rules: IngressRule[],
  target: Partial<Target> = {},
  networks: string[] = [],
  more: Partial<Network> = {},
) =>
  networkAssessment(
    { ...networkOf(rules), ...more },
    { id: 'thing', ...target },
    contextOf({ networks }).ours,
  );
const ALL = '0.0.0.0/0';

describe('ports by what they are for', () => {
  test.each([
    ['tcp', 0, 65535, 'all-ports', 'tcp/0-65535 (all TCP ports)'],
    ['tcp', 1, 65535, 'all-ports', 'tcp/1-65535 (all TCP ports)'],
    ['tcp', 22, 22, 'admin-port', 'tcp/22 (SSH)'],
    ['tcp', 3389, 3389, 'admin-port', 'tcp/3389 (RDP)'],
    ['tcp', 1024, 65535, 'admin-port', 'tcp/1024-65535 (NFS, Docker, RDP, VNC, …)'],
    ['udp', 161, 161, 'admin-port', 'udp/161 (SNMP)'],
    ['tcp', 161, 161, 'other-port', 'tcp/161'],
    ['tcp', 5432, 5432, 'database-port', 'tcp/5432 (PostgreSQL)'],
    ['udp', 11211, 11211, 'database-port', 'udp/11211 (memcached)'],
    ['tcp', 443, 443, 'web-port', 'tcp/443 (HTTPS)'],
    ['udp', 443, 443, 'web-port', 'udp/443 (HTTPS)'],
    ['tcp', 443, 444, 'other-port', 'tcp/443-444 (HTTPS)'],
    ['tcp', 8080, 8080, 'other-port', 'tcp/8080'],
  ] as const)('%s %d-%d', (protocol, from, to, kind, words) => {
    expect(kindOf({ protocol, from, to })).toBe(kind);
    expect(portWords({ protocol, from, to }).en).toBe(words);
  });
});

describe('what is told together', () => {
  test.each<[string, IngressRule[], string[]]>([
    [
      'one door for each port for administration or data',
      [rule('tcp', 22, 22, ALL), rule('tcp', 3389, 3389, ALL), rule('tcp', 6379, 6379, ALL)],
      [
        'anyone admin-port tcp/22 open',
        'anyone admin-port tcp/3389 open',
        'anyone database-port tcp/6379 open',
      ],
    ],
    [
      'one for a website',
      [rule('tcp', 80, 80, ALL), rule('tcp', 443, 443, ALL)],
      ['anyone web-port tcp/80, tcp/443 open'],
    ],
    [
      'one for all others',
      [rule('tcp', 8080, 8080, ALL), rule('udp', 1194, 1194, ALL), rule('tcp', 9999, 9999, ALL)],
      ['anyone other-port tcp/8080, tcp/9999, udp/1194 open'],
    ],
    ['everything is one', [rule('-1', undefined, undefined, ALL)], ['anyone all-ports tcp/0-65535 open']],
    [
      'very wide networks are named',
      [rule('tcp', 22, 22, '0.0.0.0/1', '198.51.100.0/24')],
      ['named-outsider admin-port tcp/22 open 0.0.0.0/1,198.51.100.0/24'],
    ],
    [
      'narrow ones are one',
      [rule('tcp', 22, 22, '198.51.100.0/24'), rule('tcp', 5432, 5432, '203.0.113.7/32', '10.0.0.0/8')],
      ['named-outsider network tcp/22, tcp/5432 open 198.51.100.0/24,203.0.113.7/32'],
    ],
  ])('%s', (_name, rules, expected) => {
    expect(inShort(judge(rules))).toEqual(expected);
  });

  test('several interfaces: what one of them opens is open', () => {
    const network: Partial<Network> = {
      interfaces: [
        { id: 'eni-1', addresses: ['198.51.100.1'], groups: ['sg-1'], subnet: 'subnet-closed' },
        { id: 'eni-2', addresses: ['198.51.100.2'], groups: ['sg-1'], subnet: 'subnet-1' },
        { id: 'eni-3', addresses: ['198.51.100.3'], groups: ['sg-1'], subnet: 'subnet-lost' },
      ],
      subnets: known([
        { id: 'subnet-1', routes: [{ to: [ALL], kind: 'internet' }] },
        { id: 'subnet-closed', routes: [] },
        { id: 'subnet-lost' },
      ]),
    };
    const { exposures } = judge([rule('tcp', 22, 22, ALL)], {}, [], network);
    expect(exposures).toHaveLength(1);
    expect(exposures[0]).toMatchObject({
      state: 'open',
      witness: { command: 'nc -vz 198.51.100.2 22', checked: true },
    });
    expect(exposures[0]?.missing).toBeUndefined();
  });

  test('a thing of its own kind', () => {
    expect(inShort(judge([rule('tcp', 7777, 7777, ALL)], { kind: 'database-port' }))).toEqual([
      'anyone database-port tcp/7777 open',
    ]);
  });

  test('stopped: only what would be worth telling', () => {
    const shutBy = { en: 'it is stopped', ja: '停止していること' };
    expect(inShort(judge([rule('tcp', 22, 22, ALL), rule('tcp', 443, 443, ALL)], { shutBy }))).toEqual([
      'anyone admin-port tcp/22 shut-by',
    ]);
  });
});

test('narrow networks may be ours as long as none are listed', () => {
  const rules = [rule('tcp', 22, 22, '198.51.100.0/24')];
  expect(judge(rules).exposures[0]?.perhapsOurs).toBe(true);
  expect(judge(rules, {}, ['203.0.113.0/24']).exposures[0]?.perhapsOurs).toBeUndefined();
  expect(judge([rule('tcp', 22, 22, '0.0.0.0/1')]).exposures[0]?.perhapsOurs).toBeUndefined();
});

test('the witness comes from outside our networks and is checked packet by packet', () => {
  const [door] = judge([rule('tcp', 22, 22, '198.51.100.0/24')], {}, ['198.51.100.0/25']).exposures;
  expect(door?.witness).toMatchObject({
    request: { context: { source: '198.51.100.129', port: 'tcp/22' } },
    checked: true,
  });
  const [udp] = judge([rule('udp', 161, 161, ALL)], { host: "kagi'; rm" }).exposures;
  expect(udp?.witness?.command).toBe("nc -vzu 'kagi'\\''; rm' 161");
});

describe('what closes it', () => {
  test('the outsiders are taken out, the rest of the rule stays', () => {
    const [door] = judge([rule('tcp', 22, 22, '10.0.0.0/8', ALL, '::/0')]).exposures;
    expect(door?.cures).toHaveLength(1);
    expect(door?.cures?.[0]).toMatchObject({ rejudged: true });
    expect(door?.cures?.[0]?.command).toBe(
      `aws ec2 revoke-security-group-ingress --group-id sg-1 --ip-permissions '[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"0.0.0.0/0"}],"Ipv6Ranges":[{"CidrIpv6":"::/0"}]}]'`,
    );
  });

  test('one rule of two that open the port is no cure by itself: both are taken', () => {
    const [door] = judge([
      rule('tcp', 22, 22, ALL),
      rule('-1', undefined, undefined, '0.0.0.0/1', '128.0.0.0/1'),
    ]).exposures;
    expect(door?.cures?.[0]?.rejudged).toBe(true);
    expect(door?.cures?.[0]?.command?.match(/revoke-security-group-ingress/g)).toHaveLength(2);
  });
});

test('ports open to the internet are facts, unknown where a source is', () => {
  expect(judge([rule('tcp', 22, 22, ALL), rule('udp', 53, 53, '198.51.100.0/24')]).facts).toEqual({
    internetTcp: [{ from: 22, to: 22 }],
    internetUdp: [],
  });
  const { facts, unknownFacts } = judge([
    {
      protocol: 'tcp',
      from: 22,
      to: 22,
      prefixLists: [
        { id: 'pl-1', unread: { reason: 'denied', permission: 'ec2:GetManagedPrefixListEntries' } },
      ],
    },
  ]);
  expect(facts).toEqual({ internetUdp: [] });
  expect(unknownFacts?.['internetTcp']).toEqual([
    expect.objectContaining({ reason: 'denied', permission: 'ec2:GetManagedPrefixListEntries' }),
  ]);
});
