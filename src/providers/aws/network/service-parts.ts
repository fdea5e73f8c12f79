// What services whose things stand in a VPC declare alike: guards, names of settings, permissions.
import type { Text } from '../../../snapshot/resource.ts';
import { type Needed, needs } from '../service.ts';

/** Settings that can only close. */
export const NETWORK_GUARDS = ['subnets', 'networkAcls', 'vpcBlockPublicAccess'];

/** What people call the settings. */
export const NETWORK_NAMES: Record<string, Text> = {
  interfaces: { en: 'public addresses', ja: 'パブリックアドレス' },
  securityGroups: { en: 'security groups', ja: 'セキュリティグループ' },
  subnets: { en: 'routes of the subnet', ja: 'サブネットのルート' },
  networkAcls: { en: 'network ACL', ja: 'ネットワーク ACL' },
  vpcBlockPublicAccess: { en: 'VPC Block Public Access', ja: 'VPC のブロックパブリックアクセス (BPA)' },
};

/** What judging the network of a service's things asks for. */
export function networkPermissions(service: string): Needed[] {
  return [
    needs(
      service,
      'ec2:DescribeSecurityGroups',
      'what security groups let in',
      'セキュリティグループが許可する通信',
    ),
    needs(
      service,
      'ec2:DescribeRouteTables',
      'which subnets the internet reaches',
      'インターネットから到達できるサブネット',
      'sometimes',
    ),
    needs(
      service,
      'ec2:DescribeNetworkAcls',
      'what network ACLs stop',
      'ネットワーク ACL が遮断する通信',
      'sometimes',
    ),
    needs(
      service,
      'ec2:DescribeManagedPrefixLists',
      'names and owners of prefix lists',
      'プレフィックスリストの名前と所有者',
      'sometimes',
    ),
    needs(
      service,
      'ec2:GetManagedPrefixListEntries',
      'address ranges of prefix lists',
      'プレフィックスリストのアドレス範囲',
    ),
    needs(
      service,
      'ec2:DescribeVpcBlockPublicAccessOptions',
      'whether VPC Block Public Access is on',
      'VPC のブロックパブリックアクセスが有効かどうか',
      'sometimes',
    ),
    needs(
      service,
      'ec2:DescribeVpcBlockPublicAccessExclusions',
      'what VPC Block Public Access leaves out',
      'VPC のブロックパブリックアクセスの除外設定',
      'sometimes',
    ),
  ];
}
