// Puts what decides of a region's network into the settings of a resource that stands in it.
import type { RouteTable } from '@aws-sdk/client-ec2';
import type { Known, Resource } from '../../../snapshot/resource.ts';
import { andThen, settle } from '../collecting/ask.ts';
import type { Place } from '../collector.ts';
import { type Group, newNetwork, type RegionNetwork, type Routes } from './collect-region.ts';
import { type FindList, routeLists, routesOf } from './project.ts';
import type { Block, Interface } from './reach.ts';

/** Where a thing stands: the security groups that guard it, its subnet and its VPC. */
export interface Spot extends Interface {
  vpc?: string | undefined;
}

const networks = new WeakMap<Place, RegionNetwork>();

/** The network of a region; all services of one run share it. */
export function networkOf(place: Place): RegionNetwork {
  const known = networks.get(place);
  if (known !== undefined) return known;
  const made = newNetwork(place);
  networks.set(place, made);
  return made;
}

/**
 * Settles `securityGroups`, `subnets`, `networkAcls` and `vpcBlockPublicAccess` of a resource that stands at these spots. What is not in a
 * list (a VPC that another account shares) stays without its rules or routes.
 */
export async function settleNetwork(resource: Resource, place: Place, spots: Spot[]): Promise<void> {
  const network = networkOf(place);
  const [groups, routes, acls, block] = await Promise.all([
    spots.some((spot) => spot.groups !== undefined) ? network.groups() : ({ state: 'absent' } as const),
    network.routes(),
    network.acls(),
    network.block(),
  ]);
  // A security group tells its VPC where the thing does not.
  const vpcOf = ({ vpc, groups: own = [] }: Spot) =>
    vpc ?? (groups.state === 'present' ? groups.value.get(own[0] ?? '')?.VpcId : undefined);
  const subnets = new Map(spots.map((spot) => [spot.subnet, vpcOf(spot)]));
  const ids = new Set(spots.flatMap((spot) => spot.groups ?? []));
  const guarded = groups.state === 'present' ? await groupSettings(network, groups.value, ids) : [];
  settle(
    resource,
    'securityGroups',
    andThen(groups, () => ({ state: 'present', value: guarded })),
  );
  const lists = routes.state === 'present' ? await network.lists(listsAt(routes.value, subnets)) : undefined;
  settle(
    resource,
    'subnets',
    andThen(routes, (found) => ({
      state: 'present',
      value: [...subnets].map(([id, vpc]) => ({ id, ...(lists && routesFrom(found, lists, id, vpc)) })),
    })),
  );
  settle(
    resource,
    'networkAcls',
    andThen(acls, (found) => ({
      state: 'present',
      value: [...subnets.keys()].flatMap((id) => {
        const acl = found.get(id);
        return acl === undefined ? [] : [{ ...acl, subnets: [id] }];
      }),
    })),
  );
  settle(
    resource,
    'vpcBlockPublicAccess',
    andThen(block, ({ mode, exempt }): Known<Block> => {
      const spared = [...subnets].filter(([id, vpc]) => exempt.has(id) || exempt.has(vpc ?? ''));
      return { state: 'present', value: { mode, exempt: spared.map(([id]) => id) } };
    }),
  );
}

async function groupSettings(network: RegionNetwork, groups: Map<string, Group>, ids: Set<string>) {
  return await Promise.all(
    [...ids].map(async (id) => {
      const group = groups.get(id);
      if (group === undefined) return { id };
      const { GroupName: name, IpPermissions = [] } = group;
      return { id, ...(name !== undefined && { name }), rules: await network.rules(IpPermissions) };
    }),
  );
}

function tableOf(
  { bySubnet, mainOf }: Routes,
  subnet: string,
  vpc: string | undefined,
): RouteTable | undefined {
  return bySubnet.get(subnet) ?? mainOf.get(vpc ?? '');
}

function listsAt(routes: Routes, subnets: Map<string, string | undefined>): string[] {
  return [...subnets].flatMap(([id, vpc]) => {
    const table = tableOf(routes, id, vpc);
    return table === undefined ? [] : routeLists(table);
  });
}

function routesFrom(routes: Routes, lists: FindList, subnet: string, vpc: string | undefined): object {
  const table = tableOf(routes, subnet, vpc);
  if (table === undefined) return {};
  const inspects = routes.inspecting.has(table.VpcId ?? '');
  const found = routesOf(table, inspects, lists);
  return { routeTable: table.RouteTableId, ...(found && { routes: found }) };
}

/** The same, with the places themselves in `interfaces`. */
export async function settleSpots(resource: Resource, place: Place, spots: Spot[]): Promise<void> {
  resource.settings['interfaces'] = spots.map(({ vpc: _vpc, ...spot }) => spot);
  await settleNetwork(resource, place, spots);
}
