// What a network ACL lets in, and to whom it lets answers out. Entries are tried in order, and the first that fits decides.
// Source: VPC user guide, "Network ACL rules"; a network ACL keeps no state, so answers need an entry of their own.
import { intersect, type Range, union } from '../../../policy/language/interval.ts';
import { EVERYWHERE, rangesIn, without } from './addresses.ts';
import { LAST_PORT, type PortRange, type Protocol } from './ports.ts';
import type { Reach } from './reach.generated.ts';

type NetworkAcl = NonNullable<Reach['networkAcls']>[number];
type Entry = NetworkAcl['inbound'][number];

// One ACL stands around many things. By protocol, for ACLs that do not tell ports apart.
const plain = new WeakMap<NetworkAcl, Partial<Record<Protocol, Range[]>>>();

/** Addresses from which packets to all of these ports come in. The ports must lie between two edges, see `edgesOf`. */
export function letIn(acl: NetworkAcl, ports: PortRange): Range[] {
  if (edgesOf(acl).length > 0) return allowed(acl.inbound, ports);
  const known = plain.get(acl) ?? {};
  plain.set(acl, known);
  known[ports.protocol] ??= allowed(acl.inbound, ports);
  return known[ports.protocol] ?? [];
}

/** Addresses to which an answer may go out on at least one port: whoever asks chooses the port to ask from. */
export function answered({ outbound }: NetworkAcl, protocol: Protocol): Range[] {
  const edges = [...new Set([0, LAST_PORT + 1, ...outbound.flatMap(bounds)])].sort((a, b) => a - b);
  const found: Range[] = [];
  for (const [index, from] of edges.slice(0, -1).entries())
    found.push(...allowed(outbound, { protocol, from, to: (edges[index + 1] ?? 0) - 1 }));
  return union(found);
}

/** Ports at which inbound entries begin or end. */
export function edgesOf(acl: NetworkAcl | undefined): number[] {
  return acl === undefined ? [] : acl.inbound.flatMap(bounds);
}

function bounds({ from, to }: Entry): number[] {
  return from === undefined || to === undefined || from < 0 || to > LAST_PORT ? [] : [from, to + 1];
}

function allowed(entries: Entry[], ports: PortRange): Range[] {
  const found: Range[] = [];
  let left = EVERYWHERE;
  for (const entry of entries) {
    if (!fits(entry, ports)) continue;
    const here = rangesIn([entry.cidr]);
    if (entry.allow) found.push(...intersect(left, here));
    left = without(left, here);
  }
  return union(found);
}

function fits({ protocol, from = 0, to = LAST_PORT }: Entry, ports: PortRange): boolean {
  if (protocol === '-1') return true;
  return protocol === (ports.protocol === 'tcp' ? '6' : '17') && from <= ports.from && ports.to <= to;
}
