// One packet against the settings, address by address: the second opinion by which an opening is checked before it is shown. Pure.
import ipaddr from 'ipaddr.js';
import { LAST_PORT, type Protocol } from './ports.ts';
import type { Interface, Network, NetworkAcl } from './reach.ts';

/** A packet from an address of the internet to a port. */
export interface Packet {
  source: string;
  protocol: Protocol;
  port: number;
}

/** Does a packet get in, and can it be answered, by everything that is known? What is not known stops nothing. */
export function admits(network: Network, at: Interface, packet: Packet): boolean {
  const { securityGroups, subnets, networkAcls, block, listening } = network;
  const heard = (one: { protocol: string; from: number; to: number }) =>
    one.protocol === packet.protocol && one.from <= packet.port && packet.port <= one.to;
  if (listening !== undefined && !listening.some(heard)) return false;
  if (block.state === 'present' && !block.value.exempt.includes(at.subnet)) return false;
  if (at.groups !== undefined && securityGroups.state !== 'absent') {
    if (securityGroups.state === 'unknown') return false;
    const groups = securityGroups.value.filter(({ id }) => at.groups?.includes(id));
    const lets = groups.some(({ rules = [] }) =>
      rules.some(
        ({ protocol, from = 0, to = LAST_PORT, cidrs = [], prefixLists = [] }) =>
          speaksOf(protocol, packet.protocol) &&
          (protocol === '-1' || (from <= packet.port && packet.port <= to)) &&
          [...cidrs, ...prefixLists.flatMap((list) => list.cidrs ?? [])].some((cidr) =>
            holds(cidr, packet.source),
          ),
      ),
    );
    if (!lets) return false;
  }
  const subnet = subnets.state === 'present' ? subnets.value.find(({ id }) => id === at.subnet) : undefined;
  if (subnet?.routes !== undefined) {
    let best: { bits: number; kind: string } | undefined;
    for (const { to, kind } of subnet.routes)
      for (const cidr of to) {
        if (!holds(cidr, packet.source)) continue;
        const bits = Number(cidr.split('/')[1]);
        const wins = best === undefined || bits > best.bits || (bits === best.bits && kind === 'internet');
        if (wins) best = { bits, kind };
      }
    if (best === undefined || best.kind === 'elsewhere') return false;
  }
  const acl =
    networkAcls.state === 'present'
      ? networkAcls.value.find((one) => one.subnets.includes(at.subnet))
      : undefined;
  return acl === undefined || passes(acl, packet);
}

function passes({ inbound, outbound }: NetworkAcl, { source, protocol, port }: Packet): boolean {
  const verdict = (entries: NetworkAcl['inbound'], on: number) =>
    entries.find(
      (entry) =>
        holds(entry.cidr, source) &&
        speaksOf(entry.protocol, protocol) &&
        (entry.protocol === '-1' || ((entry.from ?? 0) <= on && on <= (entry.to ?? LAST_PORT))),
    )?.allow === true;
  // Whoever sends chooses the port that is answered to; only the edges of entries can differ.
  const tried = new Set([0, LAST_PORT]);
  for (const { from = 0, to = LAST_PORT } of outbound)
    for (const on of [from, to, to + 1]) if (on >= 0 && on <= LAST_PORT) tried.add(on);
  return verdict(inbound, port) && [...tried].some((on) => verdict(outbound, on));
}

function speaksOf(named: string, protocol: Protocol): boolean {
  return named === '-1' || named === protocol || named === (protocol === 'tcp' ? '6' : '17');
}

/** A list may name single addresses without a length. */
function holds(named: string, address: string): boolean {
  const cidr = named.includes('/') ? named : `${named}/${named.includes(':') ? 128 : 32}`;
  if (!ipaddr.isValidCIDR(cidr)) return false;
  const range = ipaddr.parseCIDR(cidr);
  const one = ipaddr.parse(address);
  return one.kind() === range[0].kind() && one.match(range);
}
