// What decides at one interface for every port alike: families of addresses, routes, the network ACL, VPC Block Public Access.
import { intersect, type Range, union } from '../../../policy/language/interval.ts';
import type { Unknown } from '../../../snapshot/resource.ts';
import { ALL_V4, ALL_V6 } from './addresses.ts';
import type { Doubt, Interface, Network, NetworkAcl } from './reach.ts';
import { routesBack } from './routes.ts';

/** The way from the internet to an interface, and back. */
export interface Way {
  /** Addresses that the thing has a family for, to which answers find a way. */
  certain: Range[];
  /** The same with firewalls that are not judged. */
  possible: Range[];
  acl: NetworkAcl | undefined;
  doubts: Doubt[];
  missing: Unknown[];
  blocked: boolean;
}

/** The way to an interface by what is known; what is not is a doubt. */
export function wayTo({ subnets, networkAcls, block }: Network, at: Interface): Way {
  const doubts: Doubt[] = [];
  const missing: Unknown[] = [];
  const families = familiesOf(at);
  const reached = union([...(families.has('ipv4') ? ALL_V4 : []), ...(families.has('ipv6') ? ALL_V6 : [])]);
  const subnet = subnets.state === 'present' ? subnets.value.find(({ id }) => id === at.subnet) : undefined;
  let [certain, possible] = [reached, reached];
  if (subnet?.routes === undefined) {
    doubts.push('route');
    missing.push(subnets.state === 'unknown' ? subnets.why : { setting: 'subnets', reason: 'missing' });
  } else {
    const back = routesBack(subnet.routes);
    certain = intersect(reached, back.certain);
    possible = back.inspects ? intersect(reached, back.possible) : certain;
  }
  const acl =
    networkAcls.state === 'present'
      ? networkAcls.value.find(({ subnets: bound }) => bound.includes(at.subnet))
      : undefined;
  if (acl === undefined) {
    doubts.push('acl');
    missing.push(
      networkAcls.state === 'unknown' ? networkAcls.why : { setting: 'networkAcls', reason: 'missing' },
    );
  }
  if (block.state === 'unknown') {
    doubts.push('block');
    missing.push(block.why);
  }
  const blocked = block.state === 'present' && !block.value.exempt.includes(at.subnet);
  return { certain, possible, acl, doubts, missing, blocked };
}

function familiesOf({ addresses, families = [] }: Interface): Set<'ipv4' | 'ipv6'> {
  if (addresses === undefined) return new Set(families);
  return new Set(addresses.map((address) => (address.includes(':') ? 'ipv6' : 'ipv4')));
}
