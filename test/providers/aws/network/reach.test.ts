// Openings against every single packet of a small internet, and the cases that must come out right.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anAddress } from '../../../../src/policy/language/interval.ts';
import { rangesIn, without } from '../../../../src/providers/aws/network/addresses.ts';
import { admits } from '../../../../src/providers/aws/network/packet.ts';
import { type Network, openingsOf } from '../../../../src/providers/aws/network/reach.ts';
import { internetRoute, known, networkOf, OPEN_ACL, rule } from './nets.ts';

const ADDRESSES = [
  '8.0.0.0',
  '8.0.0.1',
  '8.0.0.2',
  '8.0.0.3',
  '9.9.9.9',
  '203.0.113.9',
  '10.1.2.3',
  '2600::1',
  '2600::2',
];
const PORTS = [0, 1, 21, 22, 23, 80, 1024, 30000, 65535];

const cidr = fc.constantFrom(
  '8.0.0.0/30',
  '8.0.0.0/31',
  '8.0.0.1/32',
  '8.0.0.2/32',
  '8.0.0.0/5',
  '0.0.0.0/0',
  '0.0.0.0/1',
  '128.0.0.0/1',
  '10.0.0.0/8',
  '2600::/127',
  '2600::1/128',
  '::/0',
  '2000::/3',
);
const range = fc
  .tuple(fc.constantFrom(...PORTS), fc.constantFrom(...PORTS))
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const ingress = fc
  .record({
    protocol: fc.constantFrom('tcp', 'udp', '-1', 'icmp', '6'),
    ports: range,
    cidrs: fc.array(cidr, { maxLength: 2 }),
  })
  .map(({ protocol, ports, cidrs }) => ({ protocol, cidrs, ...(protocol !== '-1' && ports) }));
const entry = fc
  .record({ allow: fc.boolean(), protocol: fc.constantFrom('6', '17', '-1'), ports: range, cidr })
  .map(({ ports, ...rest }) => ({ ...rest, ...(rest.protocol !== '-1' && ports) }));
const route = fc.record({
  to: fc.array(cidr, { minLength: 1, maxLength: 2 }),
  kind: fc.constantFrom('internet', 'internet', 'elsewhere'),
});
const estate = fc.record({
  rules: fc.array(ingress, { maxLength: 4 }),
  inbound: fc.array(entry, { maxLength: 3 }),
  outbound: fc.array(entry, { maxLength: 3 }),
  plain: fc.boolean(),
  routes: fc.array(route, { maxLength: 3 }),
  direct: fc.boolean(),
});

describe('openings and single packets agree', () => {
  test('every outsider who gets in is in an opening, and nobody else', () => {
    let open = 0;
    fc.assert(
      fc.property(estate, ({ rules, inbound, outbound, plain, routes, direct }) => {
        const network: Network = {
          ...networkOf(rules),
          subnets: known([
            { id: 'subnet-1', routes: direct ? [internetRoute('0.0.0.0/0', '::/0')] : routes },
          ]),
          networkAcls: known([plain ? OPEN_ACL : { id: 'acl-1', subnets: ['subnet-1'], inbound, outbound }]),
        };
        const [at] = network.interfaces;
        if (at === undefined) throw new Error('no interface');
        const openings = openingsOf(network, []);
        for (const { protocol, from, to, ranges } of openings)
          for (const port of [from, to])
            expect(admits(network, at, { source: anAddress(ranges), protocol, port })).toBe(true);
        for (const source of ADDRESSES)
          for (const protocol of ['tcp', 'udp'] as const)
            for (const port of PORTS) {
              const [single] = rangesIn([source]);
              const inside = openings.filter(
                (one) => one.protocol === protocol && one.from <= port && port <= one.to,
              );
              const told = inside.some(({ ranges }) =>
                ranges.some(
                  (range) => single !== undefined && range.first <= single.first && single.last <= range.last,
                ),
              );
              const truth = source !== '10.1.2.3' && admits(network, at, { source, protocol, port });
              if (truth) open += 1;
              // Ports that everybody or nearly everybody reaches are joined; what is told is true of all of them.
              if (told)
                expect({ source, protocol, port, truth }).toEqual({ source, protocol, port, truth: true });
              if (truth) expect(inside.length).toBeGreaterThan(0);
              if (truth && inside.every(({ breadth }) => breadth === 'part')) expect(told).toBe(true);
            }
      }),
      { numRuns: 250 },
    );
    expect(open).toBeGreaterThan(500);
  });
});

describe('who gets where', () => {
  const short = (network: Network, ours: string[] = []) =>
    openingsOf(network, ours).map(({ protocol, from, to, breadth, doubts, blocked }) =>
      [`${protocol}/${from}-${to}`, breadth, ...doubts, ...(blocked ? ['blocked'] : [])].join(' '),
    );

  test.each([
    ['the world', [rule('tcp', 22, 22, '0.0.0.0/0')], ['tcp/22-22 world']],
    [
      'the world in halves',
      [rule('tcp', 22, 22, '0.0.0.0/1'), rule('tcp', 22, 22, '128.0.0.0/1')],
      ['tcp/22-22 world'],
    ],
    [
      'halves on other ports',
      [rule('tcp', 22, 22, '0.0.0.0/1'), rule('tcp', 23, 23, '128.0.0.0/1')],
      ['tcp/22-22 wide', 'tcp/23-23 wide'],
    ],
    ['IPv6', [rule('tcp', 22, 22, '2000::/3')], ['tcp/22-22 world']],
    ['an office', [rule('tcp', 22, 22, '198.51.100.0/24')], ['tcp/22-22 part']],
    ['private networks', [rule('-1', undefined, undefined, '10.0.0.0/8')], []],
    ['ping', [{ protocol: 'icmp', from: -1, to: -1, cidrs: ['0.0.0.0/0'] }], []],
    ['all', [rule('-1', undefined, undefined, '0.0.0.0/0')], ['tcp/0-65535 world', 'udp/0-65535 world']],
    [
      'ports next to each other',
      [rule('tcp', 22, 22, '0.0.0.0/0'), rule('tcp', 23, 25, '0.0.0.0/0')],
      ['tcp/22-25 world'],
    ],
    [
      'families on ports next to each other',
      [rule('tcp', 22, 22, '0.0.0.0/0'), rule('tcp', 23, 23, '::/0')],
      ['tcp/22-22 world', 'tcp/23-23 world'],
    ],
    [
      'members of another group',
      [{ protocol: 'tcp', from: 22, to: 22, groups: [{ id: 'sg-2', account: '444455556666' }] }],
      [],
    ],
    [
      'a prefix list',
      [
        {
          protocol: 'tcp',
          from: 22,
          to: 22,
          prefixLists: [{ id: 'pl-1', cidrs: ['0.0.0.0/1', '128.0.0.0/1'] }],
        },
      ],
      ['tcp/22-22 world'],
    ],
    [
      'a prefix list that could not be read',
      [{ protocol: 'tcp', from: 22, to: 22, prefixLists: [{ id: 'pl-1' }] }],
      ['tcp/22-22 unknown'],
    ],
    [
      'it does not matter where the world is let in anyway',
      [{ protocol: 'tcp', from: 22, to: 22, cidrs: ['0.0.0.0/0'], prefixLists: [{ id: 'pl-1' }] }],
      ['tcp/22-22 world'],
    ],
    [
      'a list of AWS that could not be read',
      [{ protocol: 'tcp', from: 443, to: 443, prefixLists: [{ id: 'pl-2', owner: 'AWS' }] }],
      [],
    ],
  ])('%s', (_name, rules, expected) => {
    expect(short(networkOf(rules))).toEqual(expected);
  });

  test('our own networks', () => {
    expect(short(networkOf([rule('tcp', 22, 22, '198.51.100.0/24')]), ['198.51.100.0/22'])).toEqual([]);
  });

  test('IPv6 rules do not matter to a thing that has only IPv4', () => {
    const network = networkOf([rule('tcp', 22, 22, '::/0')]);
    expect(
      short({
        ...network,
        interfaces: [{ addresses: ['198.51.100.1'], groups: ['sg-1'], subnet: 'subnet-1' }],
      }),
    ).toEqual([]);
  });

  const ssh = networkOf([rule('tcp', 22, 22, '0.0.0.0/0')]);
  const routes = (...list: { to: string[]; kind: 'internet' | 'inspected' | 'elsewhere' }[]): Network => ({
    ...ssh,
    subnets: known([{ id: 'subnet-1', routes: list }]),
  });
  const acl = (
    inbound: object[],
    outbound: object[] = [{ allow: true, protocol: '-1', cidr: '0.0.0.0/0' }],
  ): Network => ({
    ...ssh,
    networkAcls: known([
      { id: 'acl-1', subnets: ['subnet-1'], inbound: inbound.map(entryOf), outbound: outbound.map(entryOf) },
    ]),
  });
  const entryOf = (one: object) => ({ allow: true, protocol: '-1', cidr: '0.0.0.0/0', ...one });
  const lost = {
    state: 'unknown',
    why: { setting: 'subnets', reason: 'denied', permission: 'ec2:DescribeRouteTables' },
  } as const;

  test.each<[string, Network, string[]]>([
    ['no route out', routes(), []],
    ['only through NAT', routes({ to: ['0.0.0.0/0'], kind: 'elsewhere' }), []],
    [
      'half of the world is routed elsewhere',
      routes({ to: ['0.0.0.0/0'], kind: 'internet' }, { to: ['0.0.0.0/1'], kind: 'elsewhere' }),
      ['tcp/22-22 wide'],
    ],
    [
      'a partner whose public network is routed elsewhere',
      routes(
        { to: ['0.0.0.0/0'], kind: 'internet' },
        { to: ['198.18.0.0/15', '52.0.0.0/16'], kind: 'elsewhere' },
      ),
      ['tcp/22-22 world'],
    ],
    [
      'an ACL with a list of bad addresses, told apart by port',
      acl([{ allow: false, protocol: '6', from: 0, to: 1023, cidr: '52.7.0.0/16' }, {}]),
      ['tcp/22-22 world'],
    ],
    ['a route to a partner alone', routes({ to: ['198.51.100.0/24'], kind: 'internet' }), ['tcp/22-22 part']],
    [
      'a firewall in between',
      routes({ to: ['0.0.0.0/0'], kind: 'inspected' }),
      ['tcp/22-22 world inspected'],
    ],
    ['route tables denied', { ...ssh, subnets: lost }, ['tcp/22-22 world route']],
    ['network ACLs denied', { ...ssh, networkAcls: lost }, ['tcp/22-22 world acl']],
    ['VPC Block Public Access denied', { ...ssh, block: lost }, ['tcp/22-22 world block']],
    [
      'security groups denied',
      { ...ssh, securityGroups: lost },
      ['tcp/0-65535 unknown', 'udp/0-65535 unknown'],
    ],
    [
      'security groups denied where no route leads',
      { ...ssh, securityGroups: lost, subnets: known([{ id: 'subnet-1', routes: [] }]) },
      [],
    ],
    [
      'VPC Block Public Access',
      { ...ssh, block: known({ mode: 'block-ingress', exempt: [] }) },
      ['tcp/22-22 world blocked'],
    ],
    [
      'an exclusion from it',
      { ...ssh, block: known({ mode: 'block-ingress', exempt: ['subnet-1'] }) },
      ['tcp/22-22 world'],
    ],
    ['an ACL that denies the port first', acl([{ allow: false, protocol: '6', from: 22, to: 22 }, {}]), []],
    [
      'an ACL that denies it too late',
      acl([{}, { allow: false, protocol: '6', from: 22, to: 22 }]),
      ['tcp/22-22 world'],
    ],
    ['an ACL that denies half', acl([{ allow: false, cidr: '0.0.0.0/1' }, {}]), ['tcp/22-22 wide']],
    ['an ACL that lets no answer out', acl([{}], [{ allow: false }]), []],
    [
      'an ACL that answers on a few ports',
      acl([{}], [{ protocol: '6', from: 443, to: 443 }]),
      ['tcp/22-22 world'],
    ],
    [
      'no security group can guard it',
      { ...ssh, securityGroups: { state: 'absent' }, listening: [{ protocol: 'tcp', from: 9000, to: 9000 }] },
      ['tcp/9000-9000 world'],
    ],
    ['nothing listens there', { ...ssh, listening: [{ protocol: 'tcp', from: 443, to: 443 }] }, []],
  ])('%s', (_name, network, expected) => {
    expect(short(network)).toEqual(expected);
  });

  test('a security group that leaves one address out lets in a very wide network, and not everybody', () => {
    const all = (skip: string) => without(rangesIn(['0.0.0.0/0']), rangesIn([skip])).flatMap(cidrsOf);
    expect(short(networkOf([rule('tcp', 22, 22, ...all('52.7.1.1/32'))]))).toEqual(['tcp/22-22 wide']);
    expect(short(networkOf([rule('tcp', 22, 22, ...all('10.7.1.1/32'))]))).toEqual(['tcp/22-22 world']);
  });

  test('a list of bad addresses does not keep all ports from being all ports', () => {
    const bad = { allow: false, protocol: '6', from: 0, to: 1023, cidr: '52.7.0.0/16' };
    const network = acl([bad, {}]);
    const open = networkOf([rule('-1', undefined, undefined, '0.0.0.0/0')]);
    expect(short({ ...network, securityGroups: open.securityGroups })).toEqual([
      'tcp/0-65535 world',
      'udp/0-65535 world',
    ]);
  });

  test('a thing of which no group was named is unknown: everything has one', () => {
    const network = networkOf([]);
    const [at] = network.interfaces;
    const bare = { ...network, interfaces: at === undefined ? [] : [{ ...at, groups: [] }] };
    expect(openingsOf(bare, []).map(({ breadth }) => breadth)).toEqual(['unknown', 'unknown']);
  });

  test('one group of two could not be read: what the other lets in is sure, the rest is not', () => {
    const [at] = ssh.interfaces;
    const both = { ...ssh, interfaces: at === undefined ? [] : [{ ...at, groups: ['sg-1', 'sg-9'] }] };
    expect(short(both).filter((one) => one.startsWith('tcp'))).toEqual([
      'tcp/0-21 unknown',
      'tcp/22-22 world',
      'tcp/23-65535 unknown',
    ]);
  });
});

/** The CIDR ranges that make up a range of IPv4. */
function cidrsOf({ first, last }: { first: bigint; last: bigint }): string[] {
  const found: string[] = [];
  for (let from = first; from <= last; ) {
    let bits = 32n;
    while (bits > 0n && from % (1n << (33n - bits)) === 0n && from + (1n << (33n - bits)) - 1n <= last)
      bits -= 1n;
    found.push(`${[24n, 16n, 8n, 0n].map((shift) => (from >> shift) & 255n).join('.')}/${bits}`);
    from += 1n << (32n - bits);
  }
  return found;
}
