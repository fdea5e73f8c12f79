// API Gateway: REST, HTTP and WebSocket APIs, and who may call them.
import { type AwsService, needs } from '../service.ts';
import { analyseApigateway } from './analyse.ts';

const shared = {
  defaultEndpoint: { en: 'default endpoint', ja: 'デフォルトエンドポイント' },
  stages: { en: 'stages', ja: 'ステージ' },
};

export const apigateway: AwsService = {
  name: 'apigateway',
  types: [
    {
      type: 'aws.apigateway.rest-api',
      name: { en: 'REST API', ja: 'REST API' },
      plural: { en: 'REST APIs', ja: 'REST API' },
      schema: 'providers/aws/apigateway/rest-api',
      settings: {
        ...shared,
        policy: { en: 'resource policy', ja: 'リソースポリシー' },
        endpoint: { en: 'kind of endpoint', ja: 'エンドポイントの種類' },
        open: { en: 'methods without authorization', ja: '認可のないメソッド' },
        signed: { en: 'methods with IAM authorization', ja: 'IAM 認可のメソッド' },
      },
      doors: ['policy', 'open', 'signed'],
      guards: ['stages', 'defaultEndpoint'],
    },
    {
      type: 'aws.apigateway.api',
      name: { en: 'HTTP or WebSocket API', ja: 'HTTP / WebSocket API' },
      plural: { en: 'HTTP and WebSocket APIs', ja: 'HTTP / WebSocket API' },
      schema: 'providers/aws/apigateway/api',
      settings: {
        ...shared,
        protocol: { en: 'protocol', ja: 'プロトコル' },
        open: { en: 'routes without authorization', ja: '認可のないルート' },
      },
      doors: ['open'],
      guards: ['stages', 'defaultEndpoint'],
    },
  ],
  analyse: analyseApigateway,
  permissions: [
    needs(
      'apigateway',
      'apigateway:GET',
      'which APIs there are, their policies, methods, routes and stages',
      'API の一覧、ポリシー、メソッド、ルート、ステージ',
      'region',
    ),
  ],
  collector: async () => (await import('./collect.ts')).apigateway,
};
