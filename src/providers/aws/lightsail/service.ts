// Lightsail: instances, databases and buckets, and who on the internet reaches them.
import { type AwsService, needs } from '../service.ts';
import { analyseLightsail } from './analyse.ts';

const state = { en: 'state', ja: '状態' };

export const lightsail: AwsService = {
  name: 'lightsail',
  types: [
    {
      type: 'aws.lightsail.instance',
      name: { en: 'Lightsail instance', ja: 'Lightsail インスタンス' },
      plural: { en: 'Lightsail instances', ja: 'Lightsail インスタンス' },
      schema: 'providers/aws/lightsail/instance',
      settings: {
        ports: { en: 'firewall', ja: 'ファイアウォール' },
        addresses: { en: 'public addresses', ja: 'パブリックアドレス' },
        state,
      },
      doors: ['ports'],
      guards: ['state'],
    },
    {
      type: 'aws.lightsail.database',
      name: { en: 'Lightsail database', ja: 'Lightsail データベース' },
      plural: { en: 'Lightsail databases', ja: 'Lightsail データベース' },
      schema: 'providers/aws/lightsail/database',
      settings: {
        publiclyAccessible: { en: 'public mode', ja: 'パブリックモード' },
        endpoint: { en: 'endpoint', ja: 'エンドポイント' },
        port: { en: 'port', ja: 'ポート' },
        state,
      },
      doors: ['publiclyAccessible'],
      guards: ['state'],
    },
    {
      type: 'aws.lightsail.bucket',
      name: { en: 'Lightsail bucket', ja: 'Lightsail バケット' },
      plural: { en: 'Lightsail buckets', ja: 'Lightsail バケット' },
      schema: 'providers/aws/lightsail/bucket',
      settings: {
        getObject: { en: 'access permission', ja: 'アクセス許可' },
        allowPublicOverrides: { en: 'objects that can be made public', ja: 'オブジェクトごとの公開の許可' },
        readonlyAccessAccounts: { en: 'accounts that may read', ja: '閲覧できるアカウント' },
        url: { en: 'address', ja: 'アドレス' },
      },
      doors: ['getObject', 'readonlyAccessAccounts'],
      guards: [],
    },
  ],
  analyse: analyseLightsail,
  permissions: [
    needs(
      'lightsail',
      'lightsail:GetInstances',
      'which instances there are, and their firewalls',
      'インスタンスとそのファイアウォールの一覧',
      'region',
    ),
    needs(
      'lightsail',
      'lightsail:GetRelationalDatabases',
      'which databases there are, and whether they are public',
      'データベースの一覧と公開状況',
      'region',
    ),
    needs(
      'lightsail',
      'lightsail:GetBuckets',
      'which buckets there are, and who reads them',
      'バケットの一覧と公開範囲',
      'region',
    ),
  ],
  collector: async () => (await import('./collect.ts')).lightsail,
};
