// Lambda: functions, their URLs, and layers; who may call, change or download them.
import { type AwsService, needs } from '../service.ts';
import { analyseLambda } from './analyse.ts';

const settings = {
  policy: { en: 'resource policy', ja: 'リソースポリシー' },
  url: { en: 'function URL', ja: '関数 URL' },
};

export const lambda: AwsService = {
  name: 'lambda',
  types: [
    {
      type: 'aws.lambda.function',
      name: { en: 'Lambda function', ja: 'Lambda 関数' },
      plural: { en: 'Lambda functions', ja: 'Lambda 関数' },
      schema: 'providers/aws/lambda/function',
      settings,
      doors: ['policy', 'url'],
      guards: [],
    },
    {
      type: 'aws.lambda.alias',
      name: { en: 'Lambda alias with a URL', ja: '関数 URL を持つ Lambda エイリアス' },
      plural: { en: 'Lambda aliases with a URL', ja: '関数 URL を持つ Lambda エイリアス' },
      schema: 'providers/aws/lambda/function',
      settings,
      doors: ['policy', 'url'],
      guards: [],
    },
    {
      type: 'aws.lambda.layer',
      name: { en: 'Lambda layer version', ja: 'Lambda レイヤーのバージョン' },
      plural: { en: 'Lambda layer versions', ja: 'Lambda レイヤーのバージョン' },
      schema: 'providers/aws/lambda/layer',
      settings: { policy: { en: 'policy of the version', ja: 'バージョンのポリシー' } },
      doors: ['policy'],
      guards: [],
    },
  ],
  analyse: analyseLambda,
  permissions: [
    needs('lambda', 'lambda:ListFunctions', 'which functions there are', '関数の一覧'),
    needs(
      'lambda',
      'lambda:GetPolicy',
      'the policy of a function, and of an alias with a URL',
      '関数と、関数 URL を持つエイリアスのポリシー',
    ),
    needs(
      'lambda',
      'lambda:ListFunctionUrlConfigs',
      'URLs of a function and of its aliases',
      '関数とエイリアスの関数 URL',
      'resource',
    ),
    needs('lambda', 'lambda:ListLayers', 'which layers there are', 'レイヤーの一覧'),
    needs(
      'lambda',
      'lambda:ListLayerVersions',
      'versions of a layer',
      'レイヤーのバージョンの一覧',
      'resource',
    ),
    needs(
      'lambda',
      'lambda:GetLayerVersionPolicy',
      'the policy of a layer version',
      'レイヤーのバージョンのポリシー',
    ),
  ],
  collector: async () => (await import('./collect.ts')).lambda,
};
