// OpenSearch Serverless: collections, and who may reach and use them.
import { type AwsService, needs } from '../service.ts';
import { analyseServerless } from './analyse.ts';

export const opensearchserverless: AwsService = {
  name: 'opensearchserverless',
  types: [
    {
      type: 'aws.opensearchserverless.collection',
      name: { en: 'OpenSearch Serverless collection', ja: 'OpenSearch Serverless コレクション' },
      plural: { en: 'OpenSearch Serverless collections', ja: 'OpenSearch Serverless コレクション' },
      schema: 'providers/aws/opensearchserverless/collection',
      settings: {
        publicEndpoint: {
          en: 'public access by network policy',
          ja: 'ネットワークポリシーによるパブリックアクセス',
        },
        access: { en: 'data access policies', ja: 'データアクセスポリシー' },
      },
      doors: ['access'],
      guards: ['publicEndpoint'],
    },
  ],
  analyse: analyseServerless,
  permissions: [
    needs(
      'opensearchserverless',
      'aoss:ListCollections',
      'which collections there are',
      'コレクションの一覧',
    ),
    needs(
      'opensearchserverless',
      'aoss:ListSecurityPolicies',
      'which network policies there are',
      'ネットワークポリシーの一覧',
      'sometimes',
    ),
    needs(
      'opensearchserverless',
      'aoss:GetSecurityPolicy',
      'what a network policy lets reach',
      'ネットワークポリシーの内容',
    ),
    needs(
      'opensearchserverless',
      'aoss:ListAccessPolicies',
      'which data access policies there are',
      'データアクセスポリシーの一覧',
      'sometimes',
    ),
    needs(
      'opensearchserverless',
      'aoss:GetAccessPolicy',
      'whom a data access policy admits',
      'データアクセスポリシーの内容',
    ),
  ],
  collector: async () => (await import('./collect.ts')).opensearchserverless,
};
