// Answers of EC2 about instances and network interfaces -> settings.
import type { InstanceNetworkInterface, NetworkInterface, Tag } from '@aws-sdk/client-ec2';
import type { Interface } from '../network/reach.ts';

/** What stands behind a security group. */
export interface Guards {
  interfaces: number;
  public: number;
}

type AnyInterface = Pick<
  NetworkInterface & InstanceNetworkInterface,
  'NetworkInterfaceId' | 'SubnetId' | 'VpcId' | 'Groups'
> & {
  PrivateIpAddresses?: { Association?: { PublicIp?: string | undefined } | undefined }[] | undefined;
  Association?: { PublicIp?: string | undefined } | undefined;
  Ipv6Addresses?: { Ipv6Address?: string | undefined }[] | undefined;
  /** A service keeps it from the internet. */
  DenyAllIgwTraffic?: boolean | undefined;
};

/** Where an interface stands, when it has a public address; IPv6 addresses that AWS gives out are public (VPC user guide, "IP addressing"). */
export function spotOf(one: AnyInterface): (Interface & { vpc?: string | undefined })[] {
  const { NetworkInterfaceId, SubnetId, VpcId, Groups = [] } = one;
  const four = [one.Association, ...(one.PrivateIpAddresses ?? []).map(({ Association }) => Association)];
  const six = (one.Ipv6Addresses ?? []).flatMap(({ Ipv6Address }) => Ipv6Address ?? []);
  const found = [
    ...four.flatMap((association) => association?.PublicIp ?? []),
    ...six.filter((address) => /^[23]/.test(address)),
  ];
  const addresses = [...new Set(found)];
  if (addresses.length === 0 || SubnetId === undefined || one.DenyAllIgwTraffic === true) return [];
  return [
    {
      ...(NetworkInterfaceId !== undefined && { id: NetworkInterfaceId }),
      addresses,
      groups: Groups.flatMap(({ GroupId }) => GroupId ?? []),
      subnet: SubnetId,
      vpc: VpcId,
    },
  ];
}

/** Name tag. */
export function nameOf(tags: Tag[] | undefined): string | undefined {
  return tags?.find(({ Key }) => Key === 'Name')?.Value || undefined;
}

/** Counts an interface behind each of its groups. */
export function countGuards(
  guards: Map<string, Guards>,
  { Groups = [] }: NetworkInterface,
  open: boolean,
): void {
  for (const { GroupId } of Groups) {
    if (GroupId === undefined) continue;
    const count = guards.get(GroupId) ?? { interfaces: 0, public: 0 };
    count.interfaces += 1;
    if (open) count.public += 1;
    guards.set(GroupId, count);
  }
}

/** How interfaces of services that are judged by themselves describe themselves. */
const SERVICES =
  /^(ELB |RDSNetworkInterface|RedshiftNetworkInterface|DMSNetworkInterface|Amazon MSK|AmazonMQ)/i;

/** Is it an instance's, another service's, or a gateway that lets nobody in? */
export function elsewhere({ Attachment, Description = '', InterfaceType }: NetworkInterface): boolean {
  if (Attachment?.InstanceId !== undefined) return true;
  if (/^(nat_?gateway|network_load_balancer|load_balancer|gateway_load_balancer)/i.test(InterfaceType ?? ''))
    return true;
  return SERVICES.test(Description);
}
