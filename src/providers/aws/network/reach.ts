// Who on the internet may reach which ports of a thing in a VPC: security groups, network ACLs, routes and VPC Block Public Access. Pure.
// Sources: VPC user guide, "Security group rules", "Network ACL rules", "Route priority", "Block public access to VPCs and subnets".
import { intersect, type Range, union } from '../../../policy/language/interval.ts';
import type { Known, Unknown } from '../../../snapshot/resource.ts';
import { answered, edgesOf, letIn } from './acl.ts';
import { type Breadth, breadthOf, EVERYWHERE, isNearlyWorld, outsiders, rangesIn } from './addresses.ts';
import { LAST_PORT, type PortRange, PROTOCOLS, type Protocol } from './ports.ts';
import type { Reach as Settings } from './reach.generated.ts';
import { covers, sourcesOf } from './sources.ts';
import { type Way, wayTo } from './way.ts';

export type Interface = NonNullable<Settings['interfaces']>[number];
export type SecurityGroup = NonNullable<Settings['securityGroups']>[number];
export type IngressRule = NonNullable<SecurityGroup['rules']>[number];
export type Subnet = NonNullable<Settings['subnets']>[number];
export type NetworkAcl = NonNullable<Settings['networkAcls']>[number];
export type Block = NonNullable<Settings['vpcBlockPublicAccess']>;

/** What stands between the internet and a thing. */
export interface Network {
  /** Where traffic may arrive. Only those with a public address. */
  interfaces: Interface[];
  /** Absent: no security group guards it, and everything is let in. */
  securityGroups: Known<SecurityGroup[]>;
  subnets: Known<Subnet[]>;
  networkAcls: Known<NetworkAcl[]>;
  /** Absent: off. */
  block: Known<Block>;
  /** The ports that something listens on, where that is known; otherwise all. */
  listening?: PortRange[];
}

/** A guard that could not be read, or cannot be judged. */
export type Doubt = 'route' | 'acl' | 'block' | 'inspected';

/** Ports that the same outsiders reach. */
export interface Opening extends PortRange {
  /** `unknown`: a source that could not be read may be anybody. */
  breadth: Exclude<Breadth, 'none'> | 'unknown';
  /** Addresses of outsiders that get through; empty when unknown. */
  ranges: Range[];
  /** The rules that let them in: positions of the group and of the rule in it. Empty where no group guards. */
  rules: { group: number; rule: number }[];
  at: Interface;
  /** Guards that may yet stop it. */
  doubts: Doubt[];
  /** VPC Block Public Access stops it. */
  blocked: boolean;
  /** What could not be read, for `unknown` and for doubts. */
  missing: Unknown[];
}

/** Every opening, interface by interface; `ours`: networks whose addresses are nobody outside. */
export function openingsOf(network: Network, ours: readonly string[]): Opening[] {
  const own = rangesIn(ours);
  return network.interfaces.flatMap((at) =>
    PROTOCOLS.flatMap((protocol) => openingsAt(network, own, at, protocol)),
  );
}

function openingsAt(network: Network, ours: Range[], at: Interface, protocol: Protocol): Opening[] {
  const way = wayTo(network, at);
  if (way.possible.length === 0) return [];
  const { groups, unread } = groupsAt(network, at);
  const answers = way.acl === undefined ? EVERYWHERE : answered(way.acl, protocol);
  const found: Opening[] = [];
  for (const [from, to] of pieces(network, groups, way.acl, protocol)) {
    const opening = openingOf({ way, answers, groups, unread, ours, at }, { protocol, from, to });
    const before = found.at(-1);
    if (opening === undefined) continue;
    if (before !== undefined && before.to === from - 1 && alike(before, opening, ours))
      found[found.length - 1] = joined(before, opening);
    else found.push(opening);
  }
  return found;
}

/** One opening rather than two: the same outsiders, or as many of them to both. */
function alike(a: Opening, b: Opening, ours: Range[]): boolean {
  if (a.breadth !== b.breadth || a.doubts.join() !== b.doubts.join()) return false;
  if (a.breadth === 'unknown' || same(a.ranges, b.ranges)) return true;
  const both = intersect(a.ranges, b.ranges);
  if (a.breadth === 'world') return isNearlyWorld(both, ours);
  return a.breadth === 'wide' && breadthOf(both, ours) === 'wide';
}

function same(a: Range[], b: Range[]): boolean {
  return (
    a.length === b.length && a.every(({ first, last }, at) => b[at]?.first === first && b[at].last === last)
  );
}

function joined(a: Opening, b: Opening): Opening {
  const rules = [...a.rules];
  for (const one of b.rules)
    if (!rules.some(({ group, rule }) => group === one.group && rule === one.rule)) rules.push(one);
  return {
    ...a,
    to: b.to,
    rules,
    ranges: intersect(a.ranges, b.ranges),
    missing: unique([...a.missing, ...b.missing]),
  };
}

interface Here {
  way: Way;
  /** Addresses that an answer can go out to. */
  answers: Range[];
  groups: GroupAt[];
  /** Groups that could not be read. */
  unread: Unknown[];
  ours: Range[];
  at: Interface;
}

function openingOf(here: Here, ports: PortRange): Opening | undefined {
  const { way, answers, groups, ours, at } = here;
  const known: Range[] = [];
  const rules: Opening['rules'] = [];
  const unread = [...here.unread];
  for (const { group, position } of groups) {
    if (group === undefined) known.push(...EVERYWHERE);
    for (const [index, rule] of (group?.rules ?? []).entries()) {
      if (!covers(rule, ports)) continue;
      const sources = sourcesOf(rule);
      unread.push(...sources.unread);
      if (sources.ranges.length > 0) rules.push({ group: position, rule: index });
      known.push(...sources.ranges);
    }
  }
  if (known.length === 0 && unread.length === 0) return undefined;
  const admitted = way.acl === undefined ? EVERYWHERE : letIn(way.acl, ports);
  const through = (sources: Range[]) => intersect(intersect(sources, admitted), answers);
  const arriving = through(union(known));
  const doubts = [...way.doubts];
  let ranges = intersect(arriving, way.certain);
  let breadth = breadthOf(ranges, ours);
  if (way.possible !== way.certain) {
    const possible = intersect(arriving, way.possible);
    const wider = breadthOf(possible, ours);
    if (WIDTH.indexOf(wider) < WIDTH.indexOf(breadth)) {
      [breadth, ranges] = [wider, possible];
      doubts.push('inspected');
    }
  }
  // Routes and ACLs that keep a few addresses out do not make a name of the rest.
  if (breadth === 'wide' && breadthOf(union(known), ours) === 'world' && isNearlyWorld(ranges, ours))
    breadth = 'world';
  const base = { ...ports, at, rules, doubts, blocked: way.blocked };
  if (unread.length > 0 && breadth !== 'world' && breadth !== 'wide') {
    const maybe = intersect(through(EVERYWHERE), way.possible);
    if (breadthOf(maybe, ours) !== 'none')
      return { ...base, breadth: 'unknown', ranges: [], missing: unique(unread) };
  }
  if (breadth === 'none') return undefined;
  return { ...base, breadth, ranges: outsiders(ranges, ours), missing: way.missing };
}

/** Widest first. */
const WIDTH: Breadth[] = ['world', 'wide', 'part', 'none'];

interface GroupAt {
  /** Undefined: everything is let in. */
  group: SecurityGroup | undefined;
  position: number;
}

/** The groups of an interface, and what could not be read of them. */
function groupsAt(
  { securityGroups }: Network,
  { groups }: Interface,
): { groups: GroupAt[]; unread: Unknown[] } {
  if (groups === undefined || securityGroups.state === 'absent')
    return { groups: [{ group: undefined, position: -1 }], unread: [] };
  if (securityGroups.state === 'unknown') return { groups: [], unread: [securityGroups.why] };
  const found: GroupAt[] = [];
  const unread: Unknown[] = [];
  if (groups.length === 0)
    unread.push({ setting: 'securityGroups', reason: 'missing', detail: 'no security group was named' });
  for (const id of groups) {
    const position = securityGroups.value.findIndex((group) => group.id === id);
    const group = securityGroups.value[position];
    if (group?.rules === undefined)
      unread.push({ setting: 'securityGroups', reason: 'missing', detail: `${id} is not in the list` });
    else found.push({ group, position });
  }
  return { groups: found, unread };
}

/** Where ports begin and end that everything treats alike. */
function pieces(
  { listening }: Network,
  groups: GroupAt[],
  acl: NetworkAcl | undefined,
  protocol: Protocol,
): [from: number, to: number][] {
  const heard = listening?.filter((one) => one.protocol === protocol) ?? [{ from: 0, to: LAST_PORT }];
  const edges = new Set<number>([0, LAST_PORT + 1, ...edgesOf(acl)]);
  for (const { from, to } of heard) edges.add(from).add(to + 1);
  for (const { group } of groups)
    for (const { from = 0, to = LAST_PORT } of group?.rules ?? [])
      if (from >= 0 && to >= from) edges.add(from).add(to + 1);
  const sorted = [...edges].filter((edge) => edge >= 0 && edge <= LAST_PORT + 1).sort((a, b) => a - b);
  return sorted.slice(0, -1).flatMap((from, index): [number, number][] => {
    const to = (sorted[index + 1] ?? 0) - 1;
    return heard.some((one) => one.from <= from && to <= one.to) ? [[from, to]] : [];
  });
}

function unique(unknowns: Unknown[]): Unknown[] {
  return [...new Map(unknowns.map((one) => [JSON.stringify(one), one])).values()];
}
