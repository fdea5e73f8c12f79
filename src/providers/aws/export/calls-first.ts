// Identities, storage, messages, keys and functions: the calls that save them.
import type { ExportCalls } from './calls.ts';

export const FIRST_CALLS: ExportCalls[] = [
  {
    service: 'iam',
    global: true,
    calls: [
      'list-account-aliases',
      'get-account-authorization-details',
      'get-account-summary',
      'get-account-password-policy',
      'get-credential-report',
      'list-saml-providers',
    ],
    each: [
      {
        of: 'list-open-id-connect-providers',
        names: 'OpenIDConnectProviderList[].Arn',
        option: '--open-id-connect-provider-arn',
        calls: ['get-open-id-connect-provider'],
      },
    ],
  },
  {
    service: 's3api',
    global: true,
    each: [
      {
        of: 'list-buckets',
        names: 'Buckets[].Name',
        option: '--bucket',
        calls: [
          'get-bucket-location',
          'get-bucket-policy',
          'get-bucket-policy-status',
          'get-bucket-acl',
          'get-bucket-ownership-controls',
          'get-public-access-block',
          'get-bucket-website',
          'get-bucket-tagging',
          'get-bucket-encryption',
        ],
      },
    ],
  },
  {
    service: 's3control',
    global: true,
    calls: ['get-public-access-block --account-id $ACCOUNT'],
  },
  {
    service: 's3control',
    each: [
      {
        of: 'list-access-points --account-id $ACCOUNT',
        names: 'AccessPointList[].Name',
        option: '--account-id $ACCOUNT --name',
        calls: ['get-access-point', 'get-access-point-policy'],
      },
      {
        of: 'list-access-points-for-object-lambda --account-id $ACCOUNT',
        names: 'ObjectLambdaAccessPointList[].Name',
        option: '--account-id $ACCOUNT --name',
        calls: ['get-access-point-for-object-lambda', 'get-access-point-policy-for-object-lambda'],
      },
    ],
  },
  {
    service: 'sns',
    each: [
      {
        of: 'list-topics',
        names: 'Topics[].TopicArn',
        option: '--topic-arn',
        calls: ['get-topic-attributes'],
      },
    ],
  },
  {
    service: 'sqs',
    each: [
      {
        of: 'list-queues',
        names: 'QueueUrls[]',
        option: '--attribute-names Policy QueueArn --queue-url',
        calls: ['get-queue-attributes'],
      },
    ],
  },
  {
    service: 'kms',
    calls: ['list-aliases'],
    each: [
      {
        of: 'list-keys',
        names: 'Keys[].KeyId',
        option: '--key-id',
        calls: ['describe-key', 'get-key-policy --policy-name default', 'list-grants'],
      },
    ],
  },
  {
    service: 'secretsmanager',
    each: [
      {
        of: 'list-secrets',
        names: 'SecretList[].ARN',
        option: '--secret-id',
        calls: ['get-resource-policy'],
      },
    ],
  },
  {
    service: 'lambda',
    each: [
      {
        of: 'list-functions',
        names: 'Functions[].FunctionArn',
        option: '--function-name',
        calls: ['get-policy', 'list-function-url-configs'],
      },
      {
        of: 'list-layers',
        names: 'Layers[].LayerName',
        option: '--layer-name',
        calls: ['list-layer-versions'],
        each: [
          {
            of: 'list-layer-versions --layer-name "$name"',
            names: 'LayerVersions[].Version',
            option: '--layer-name "$name" --version-number',
            calls: ['get-layer-version-policy'],
            as: '$name:$item',
          },
        ],
      },
    ],
  },
  {
    service: 'ecr',
    calls: ['get-registry-policy'],
    each: [
      {
        of: 'describe-repositories',
        names: 'repositories[].repositoryName',
        option: '--repository-name',
        calls: ['get-repository-policy'],
      },
    ],
  },
];
