// Answers of EC2 about security groups, route tables and network ACLs -> settings.
import type { IpPermission, NetworkAcl, NetworkAclEntry, Route, RouteTable } from '@aws-sdk/client-ec2';
import { intersect } from '../../../policy/language/interval.ts';
import { OUTSIDE, rangesIn } from './addresses.ts';
import type { NetworkAcl as AclSetting, IngressRule, Subnet } from './reach.ts';

type PrefixList = NonNullable<IngressRule['prefixLists']>[number];
export type RouteSetting = NonNullable<Subnet['routes']>[number];

/** A prefix list by its id. */
export type FindList = (id: string) => PrefixList;

/** One permission of a security group. Groups that a deleted peering names let nobody in. */
export function ingressRule(permission: IpPermission, list: FindList): IngressRule {
  const { IpProtocol = '-1', FromPort, ToPort } = permission;
  const cidrs = [
    ...(permission.IpRanges ?? []).flatMap(({ CidrIp }) => CidrIp ?? []),
    ...(permission.Ipv6Ranges ?? []).flatMap(({ CidrIpv6 }) => CidrIpv6 ?? []),
  ];
  const prefixLists = (permission.PrefixListIds ?? []).flatMap(({ PrefixListId }) =>
    PrefixListId === undefined ? [] : [list(PrefixListId)],
  );
  const groups = (permission.UserIdGroupPairs ?? []).flatMap(
    ({ GroupId, UserId, PeeringStatus = 'active' }) =>
      GroupId === undefined || PeeringStatus !== 'active'
        ? []
        : [{ id: GroupId, ...(UserId !== undefined && { account: UserId }) }],
  );
  return {
    protocol: IpProtocol,
    ...(FromPort !== undefined && IpProtocol !== '-1' && { from: FromPort }),
    ...(ToPort !== undefined && IpProtocol !== '-1' && { to: ToPort }),
    ...(cidrs.length > 0 && { cidrs }),
    ...(prefixLists.length > 0 && { prefixLists }),
    ...(groups.length > 0 && { groups }),
  };
}

/** Prefix lists that a permission or a route names. */
export function listsOf(permissions: IpPermission[]): string[] {
  return permissions.flatMap(({ PrefixListIds = [] }) =>
    PrefixListIds.flatMap(({ PrefixListId }) => PrefixListId ?? []),
  );
}

/** Prefix lists that routes to the internet, or away from it, name. Gateway endpoints lead to services of AWS alone. */
export function routeLists({ Routes = [] }: RouteTable): string[] {
  return Routes.flatMap((route) => (toService(route) ? [] : (route.DestinationPrefixListId ?? [])));
}

function toService(route: Route): boolean {
  return route.DestinationPrefixListId !== undefined && route.GatewayId?.startsWith('vpce-') === true;
}

/**
 * The routes of a table to addresses outside; those to private networks decide nothing about the internet. Undefined when it is not known
 * where a route to the internet leads.
 */
export function routesOf(
  { Routes = [] }: RouteTable,
  inspects: boolean,
  list: FindList,
): RouteSetting[] | undefined {
  const unread = Routes.some((route) => {
    const id = route.DestinationPrefixListId;
    const away = kindOf(route, targetOf(route), inspects) === 'elsewhere';
    return id !== undefined && !away && !toService(route) && list(id).cidrs === undefined;
  });
  if (unread) return undefined;
  return Routes.flatMap((route) => {
    if (toService(route)) return [];
    const to = destinationsOf(route, list);
    if (intersect(rangesIn(to), OUTSIDE).length === 0) return [];
    const target = targetOf(route);
    return [{ to, kind: kindOf(route, target, inspects), ...(target !== undefined && { target }) }];
  });
}

function destinationsOf(route: Route, list: FindList): string[] {
  const { DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId } = route;
  if (DestinationPrefixListId !== undefined) return list(DestinationPrefixListId).cidrs ?? [];
  return [DestinationCidrBlock ?? DestinationIpv6CidrBlock ?? ''].filter((cidr) => cidr !== '');
}

function targetOf(route: Route): string | undefined {
  return (
    route.GatewayId ??
    route.NatGatewayId ??
    route.EgressOnlyInternetGatewayId ??
    route.TransitGatewayId ??
    route.VpcPeeringConnectionId ??
    route.NetworkInterfaceId ??
    route.LocalGatewayId ??
    route.CarrierGatewayId ??
    route.CoreNetworkArn
  );
}

/**
 * Endpoints of a firewall or of a Gateway Load Balancer, and appliances, send answers on to the internet gateway, where the gateway's own
 * route table sends what comes in through them (VPC user guide, "Middlebox routing").
 */
function kindOf({ State }: Route, target: string | undefined, inspects: boolean): RouteSetting['kind'] {
  if (State === 'blackhole') return 'elsewhere';
  if (target?.startsWith('igw-')) return 'internet';
  return inspects && /^(vpce|eni)-/.test(target ?? '') ? 'inspected' : 'elsewhere';
}

/** Does the internet gateway send what comes in through something first? */
export function inspectsIngress({ Associations = [] }: RouteTable): boolean {
  return Associations.some(({ GatewayId }) => GatewayId?.startsWith('igw-'));
}

/** A network ACL with its entries in the order in which they are tried. */
export function networkAcl({ NetworkAclId = '', Associations = [], Entries = [] }: NetworkAcl): AclSetting {
  const sorted = [...Entries].sort((a, b) => (a.RuleNumber ?? 0) - (b.RuleNumber ?? 0));
  const side = (egress: boolean) => sorted.filter(({ Egress }) => (Egress ?? false) === egress).map(aclEntry);
  return {
    id: NetworkAclId,
    subnets: Associations.flatMap(({ SubnetId }) => SubnetId ?? []),
    inbound: side(false),
    outbound: side(true),
  };
}

function aclEntry(entry: NetworkAclEntry): AclSetting['inbound'][number] {
  const { Protocol = '-1', PortRange, RuleAction, CidrBlock, Ipv6CidrBlock } = entry;
  const { From, To } = PortRange ?? {};
  return {
    allow: RuleAction === 'allow',
    protocol: Protocol,
    ...(From !== undefined && { from: From }),
    ...(To !== undefined && { to: To }),
    cidr: CidrBlock ?? Ipv6CidrBlock ?? '',
  };
}
