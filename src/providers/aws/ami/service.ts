// Machine images (AMIs) of the account: who may launch them, and with that read what is on their disks.
import { type AwsService, needs } from '../service.ts';
import { analyseAmi } from './analyse.ts';

export const ami: AwsService = {
  name: 'ami',
  types: [
    {
      type: 'aws.ami.region',
      name: { en: 'AMI settings of the region', ja: 'リージョンの AMI 設定' },
      plural: { en: 'AMI settings of regions', ja: 'リージョンの AMI 設定' },
      schema: 'providers/aws/ami/region',
      carrier: true,
      settings: {
        blockPublicAccess: {
          en: 'block public access for AMIs',
          ja: 'AMI のパブリックアクセスブロック',
        },
      },
      doors: [],
      guards: [],
    },
    {
      type: 'aws.ami.image',
      name: { en: 'machine image', ja: 'マシンイメージ (AMI)' },
      plural: { en: 'machine images', ja: 'マシンイメージ (AMI)' },
      schema: 'providers/aws/ami/image',
      settings: {
        sharedWith: { en: 'launch permissions', ja: '起動許可' },
        encrypted: { en: 'encryption', ja: '暗号化' },
        key: { en: 'key', ja: '暗号化キー' },
        keyPolicy: { en: 'policy of the key', ja: '暗号化キーのポリシー' },
        keyGrants: { en: 'grants of the key', ja: '暗号化キーのグラント' },
      },
      doors: ['sharedWith'],
      guards: ['encrypted', 'key', 'keyPolicy', 'keyGrants'],
    },
  ],
  analyse: analyseAmi,
  permissions: [
    needs(
      'ami',
      'ec2:DescribeImages',
      'which images there are, and which are public',
      'イメージの一覧と公開状態',
    ),
    needs('ami', 'ec2:DescribeImageAttribute', 'whom an image is shared with', 'イメージの共有先'),
    needs(
      'ami',
      'ec2:GetImageBlockPublicAccessState',
      'whether images may be made public in the region',
      'リージョンでイメージの公開が許可されているか',
      'region',
    ),
    needs(
      'ami',
      'ec2:DescribeSnapshots',
      'the key of an encrypted image that is shared',
      '共有された暗号化イメージのキー',
      'sometimes',
    ),
    needs(
      'ami',
      'kms:GetKeyPolicy',
      'the policy of the key of a shared image',
      '共有イメージの暗号化キーのポリシー',
      'sometimes',
    ),
    needs(
      'ami',
      'kms:ListGrants',
      'the grants of the key of a shared image',
      '共有イメージの暗号化キーのグラント',
      'sometimes',
    ),
  ],
  collector: async () => (await import('./collect.ts')).ami,
};
