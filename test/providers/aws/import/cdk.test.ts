// CDK cloud assemblies: the manifest gives each template its stack, account and region.
import { expect, test } from '@jest/globals';
import { recogniseAws } from '../../../../src/providers/aws/import/recognise.ts';
import { textFile } from '../../../../src/snapshot/files.ts';
import { read, readFiles } from './declarations.ts';

const stack = (templateFile: string, environment: string, more: object = {}) => ({
  type: 'aws:cloudformation:stack',
  environment,
  properties: { templateFile, ...more },
});
const manifest = (artifacts: object) =>
  JSON.stringify({
    version: '36.0.0',
    artifacts: {
      'Kagi.assets': { type: 'cdk:asset-manifest', properties: { file: 'Kagi.assets.json' } },
      ...artifacts,
    },
  });
const queue = (name?: string) => ({
  Resources: {
    Orders: { Type: 'AWS::SQS::Queue', Properties: name === undefined ? {} : { QueueName: name } },
    Open: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Orders' }],
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
              Action: 'sqs:*',
              Resource: { 'Fn::GetAtt': ['Orders', 'Arn'] },
            },
            {
              Effect: 'Allow',
              Principal: '*',
              Action: 'sqs:SendMessage',
              Resource: { 'Fn::Sub': 'arn:aws:sqs:eu-west-1:111122223333:${AWS::StackName}-*' },
            },
          ],
        },
      },
    },
  },
});

test('account, region and stack name come from the manifest', async () => {
  const reading = await read({
    'cdk.out/manifest.json': manifest({
      Kagi: stack('Kagi.template.json', 'aws://111122223333/eu-west-1', { stackName: 'kagi-prod' }),
    }),
    'cdk.out/Kagi.template.json': JSON.stringify(queue('kagi-prod-orders')),
  });
  expect(reading.scopes).toMatchObject([
    {
      id: 'aws/111122223333/cdk.out/Kagi.template.json',
      label: '1111-2222-3333 (kagi-prod, cdk.out/Kagi.template.json)',
      format: 'CDK cloud assembly',
      input: 'declaration',
    },
  ]);
  expect(reading.find('aws.sqs.queue', 'kagi-prod-orders')).toMatchObject({
    id: 'arn:aws:sqs:eu-west-1:111122223333:kagi-prod-orders',
    region: 'eu-west-1',
  });
  expect(reading.exposures('aws.sqs.queue', 'kagi-prod-orders')).toEqual(['anyone open write']);
});

test('a stack for any account and region stays what a template is', async () => {
  const reading = await read({
    'manifest.json': manifest({ Kagi: stack('Kagi.template.json', 'aws://unknown-account/unknown-region') }),
    'Kagi.template.json': JSON.stringify(queue()),
  });
  expect(reading.scopes).toMatchObject([
    { id: 'aws/unknown/Kagi.template.json', format: 'CDK cloud assembly' },
  ]);
  expect(reading.exposures('aws.sqs.queue', 'Orders')).toEqual([]);
});

test('nested stacks are deployed where their stack is; the manifest is claimed with its templates', async () => {
  const files = Object.entries({
    'manifest.json': manifest({ Kagi: stack('Kagi.template.json', 'aws://111122223333/eu-west-1') }),
    'Kagi.template.json': JSON.stringify(queue()),
    'KagiInner.nested.template.json': JSON.stringify(queue()),
    'other.json': '{"artifacts":{}}',
  }).map(([path, text]) => textFile(path, text, false));
  const claims = await recogniseAws(files);
  const claimed = new Set(claims.flatMap((claim) => claim.files.map(({ path }) => path)));
  expect([...claimed].sort()).toEqual([
    'Kagi.template.json',
    'KagiInner.nested.template.json',
    'manifest.json',
  ]);
  const { scopes } = await readFiles(files);
  expect(scopes.map(({ id }) => id).sort()).toEqual([
    'aws/111122223333/Kagi.template.json',
    'aws/111122223333/KagiInner.nested.template.json',
  ]);
});

test('a manifest that is cut short leaves its templates as they are', async () => {
  const whole = manifest({ Kagi: stack('Kagi.template.json', 'aws://111122223333/eu-west-1') });
  const reading = await read({
    'manifest.json': whole.slice(0, -10),
    'Kagi.template.json': JSON.stringify(queue()),
  });
  expect(reading.scopes).toMatchObject([
    { id: 'aws/unknown/Kagi.template.json', format: 'CloudFormation template' },
  ]);
});

test('paths that lead out of the folder lead nowhere', async () => {
  const reading = await read({
    'out/manifest.json': manifest({ Kagi: stack('../Kagi.template.json', 'aws://111122223333/eu-west-1') }),
    'Kagi.template.json': JSON.stringify(queue()),
  });
  expect(reading.scopes).toMatchObject([{ format: 'CloudFormation template' }]);
});
