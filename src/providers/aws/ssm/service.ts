// Systems Manager documents of the account: who may read what they run, and with which settings.
import { type AwsService, needs } from '../service.ts';
import { analyseSsm } from './analyse.ts';

export const ssm: AwsService = {
  name: 'ssm',
  types: [
    {
      type: 'aws.ssm.region',
      name: { en: 'Systems Manager settings of the region', ja: 'リージョンの Systems Manager 設定' },
      plural: { en: 'Systems Manager settings of regions', ja: 'リージョンの Systems Manager 設定' },
      schema: 'providers/aws/ssm/region',
      carrier: true,
      settings: {
        publicSharing: { en: 'public sharing of documents', ja: 'ドキュメントのパブリック共有' },
      },
      doors: [],
      guards: [],
    },
    {
      type: 'aws.ssm.document',
      name: { en: 'Systems Manager document', ja: 'Systems Manager ドキュメント' },
      plural: { en: 'Systems Manager documents', ja: 'Systems Manager ドキュメント' },
      schema: 'providers/aws/ssm/document',
      settings: {
        sharedWith: { en: 'sharing', ja: '共有先' },
        documentType: { en: 'type of document', ja: 'ドキュメントの種類' },
      },
      doors: ['sharedWith'],
      guards: [],
    },
  ],
  analyse: analyseSsm,
  permissions: [
    needs('ssm', 'ssm:ListDocuments', 'which documents there are', 'ドキュメントの一覧'),
    needs('ssm', 'ssm:DescribeDocumentPermission', 'whom a document is shared with', 'ドキュメントの共有先'),
    needs(
      'ssm',
      'ssm:GetServiceSetting',
      'whether documents may be made public in the region',
      'リージョンでドキュメントの公開が許可されているか',
      'region',
    ),
  ],
  collector: async () => (await import('./collect.ts')).ssm,
};
