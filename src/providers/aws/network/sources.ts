// What one rule of a security group lets in: which ports, from which addresses.
import type { Range } from '../../../policy/language/interval.ts';
import type { Unknown } from '../../../snapshot/resource.ts';
import { rangesIn, unreadable } from './addresses.ts';
import { LAST_PORT, type PortRange } from './ports.ts';
import type { IngressRule } from './reach.ts';

/** Does the rule speak of all of these ports? */
export function covers({ protocol, from, to }: IngressRule, ports: PortRange): boolean {
  if (protocol === '-1') return true;
  const number = ports.protocol === 'tcp' ? '6' : '17';
  if (protocol !== ports.protocol && protocol !== number) return false;
  return (from ?? 0) <= ports.from && ports.to <= (to ?? LAST_PORT);
}

/** Addresses that a rule lets in. Members of other security groups are inside; lists of AWS hold its own services. */
export function sourcesOf({ cidrs = [], prefixLists = [] }: IngressRule): {
  ranges: Range[];
  unread: Unknown[];
} {
  const all = [...cidrs];
  const unread: Unknown[] = unreadable(cidrs).map((cidr) => ({
    setting: 'securityGroups',
    reason: 'malformed',
    detail: `${cidr} is no address range`,
  }));
  for (const { id, owner, cidrs: entries, unread: why } of prefixLists) {
    if (entries !== undefined) all.push(...entries);
    else if (owner !== 'AWS')
      unread.push({ setting: 'securityGroups', reason: 'missing', detail: `entries of ${id}`, ...why });
  }
  return { ranges: rangesIn(all), unread };
}
