// What a live collection asks about the account, its organization and its regions, and why.
import { type Needed, needs } from '../service.ts';

export const accountPermissions: Needed[] = [
  needs('account', 'iam:ListAccountAliases', 'the name of the account', 'アカウントの別名'),
  needs(
    'account',
    'organizations:DescribeOrganization',
    'which organization is ours',
    '自社の組織の特定',
    'account',
  ),
  needs('account', 'organizations:ListAccounts', 'which other accounts are ours', '自社の他アカウントの特定'),
  needs(
    'account',
    'organizations:ListRoots',
    'whether the organization has resource control policies',
    '組織のリソースコントロールポリシーが有効かどうか',
    'sometimes',
  ),
  needs(
    'account',
    'organizations:ListParents',
    'the organizational units above the account',
    'アカウントの上位の組織単位 (OU)',
    'sometimes',
  ),
  needs(
    'account',
    'organizations:ListPoliciesForTarget',
    'which resource control policies bind the account',
    'アカウントに適用されるリソースコントロールポリシーの一覧',
    'sometimes',
  ),
  needs(
    'account',
    'organizations:DescribePolicy',
    'what a resource control policy denies',
    'リソースコントロールポリシーが拒否する内容',
    'sometimes',
  ),
  needs('account', 'ec2:DescribeRegions', 'which regions are enabled', '有効なリージョンの一覧'),
];
