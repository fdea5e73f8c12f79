// EC2: instances, other network interfaces and security groups, and who on the internet reaches what stands behind them.
import { NETWORK_GUARDS, NETWORK_NAMES, networkPermissions } from '../network/service-parts.ts';
import { type AwsService, needs } from '../service.ts';
import { analyseEc2 } from './analyse.ts';

export const ec2: AwsService = {
  name: 'ec2',
  types: [
    {
      type: 'aws.ec2.instance',
      name: { en: 'EC2 instance', ja: 'EC2 インスタンス' },
      plural: { en: 'EC2 instances', ja: 'EC2 インスタンス' },
      schema: 'providers/aws/ec2/instance',
      settings: {
        ...NETWORK_NAMES,
        state: { en: 'state', ja: '状態' },
        metadataTokens: {
          en: 'session tokens of instance metadata',
          ja: 'インスタンスメタデータのセッショントークン',
        },
        metadataEndpoint: {
          en: 'instance metadata service',
          ja: 'インスタンスメタデータサービス',
        },
      },
      doors: ['securityGroups'],
      guards: [...NETWORK_GUARDS, 'state'],
    },
    {
      type: 'aws.ec2.network-interface',
      name: { en: 'network interface', ja: 'ネットワークインターフェイス' },
      plural: { en: 'network interfaces', ja: 'ネットワークインターフェイス' },
      schema: 'providers/aws/ec2/network-interface',
      settings: { ...NETWORK_NAMES, state: { en: 'state', ja: '状態' } },
      doors: ['securityGroups'],
      guards: [...NETWORK_GUARDS, 'state'],
    },
    {
      type: 'aws.ec2.security-group',
      name: { en: 'security group', ja: 'セキュリティグループ' },
      plural: { en: 'security groups', ja: 'セキュリティグループ' },
      schema: 'providers/aws/ec2/security-group',
      settings: {
        securityGroups: { en: 'inbound rules', ja: 'インバウンドルール' },
        guards: { en: 'what the group guards', ja: '関連付けられたネットワークインターフェイス' },
      },
      doors: ['securityGroups'],
      guards: ['guards'],
    },
  ],
  analyse: analyseEc2,
  permissions: [
    needs('ec2', 'ec2:DescribeInstances', 'which instances there are', 'インスタンスの一覧'),
    needs(
      'ec2',
      'ec2:DescribeNetworkInterfaces',
      'what security groups guard, and other public addresses',
      'セキュリティグループの関連付け先とその他のパブリックアドレス',
    ),
    ...networkPermissions('ec2'),
  ],
  collector: async () => (await import('./collect.ts')).ec2,
};
