// Terraform's types of the services that are reached through a policy -> ours: where each setting stands.
// Source: Terraform Registry, hashicorp/aws, the page of each resource.

import { present } from './declared.ts';
import { textOf } from './terraform.ts';
import { lambdaPolicy, layerPolicy, urlPart } from './terraform-lambda.ts';
import { accessControlPart, vpcPart } from './terraform-opensearch.ts';
import { firstOf, flagAt, joinedText, policyAt, type Row, textAt } from './terraform-rows.ts';
import { grantsPart } from './terraform-secrets.ts';
import { SHARED_ROWS } from './terraform-shares.ts';

const path = (service: string, start: string) => ({
  service,
  resource: (name: string) => `${start}/${name}`,
});
const plain = (service: string) => ({ service, resource: (name: string) => name });
const after = (service: string, start: string) => ({
  service,
  resource: (name: string) => `${start}:${name}`,
});
const policy = policyAt('policy');
const whole = (from: string, of: string, name = 'policy') => ({
  from: [from],
  of,
  setting: 'policy',
  read: policyAt(name),
});

/** Every type that is not one of S3 or IAM. A policy of its own may be overruled by a resource that holds nothing else. */
export const ROWS: Row[] = [
  {
    type: 'aws.sns.topic',
    from: ['aws_sns_topic'],
    name: ['name'],
    arn: plain('sns'),
    settings: { policy },
    companions: [whole('aws_sns_topic_policy', 'arn')],
  },
  {
    type: 'aws.sqs.queue',
    from: ['aws_sqs_queue'],
    name: ['name'],
    arn: plain('sqs'),
    settings: { policy },
    companions: [whole('aws_sqs_queue_policy', 'queue_url')],
  },
  {
    type: 'aws.kms.key',
    from: ['aws_kms_key', 'aws_kms_external_key', 'aws_kms_replica_key', 'aws_kms_replica_external_key'],
    name: ['key_id'],
    arn: path('kms', 'key'),
    settings: {
      policy,
      state: firstOf(textAt('key_state'), stateOf('is_enabled'), stateOf('enabled')),
    },
    companions: [
      whole('aws_kms_key_policy', 'key_id'),
      { from: ['aws_kms_grant'], of: 'key_id', setting: 'grants', join: grantsPart },
    ],
  },
  {
    type: 'aws.secretsmanager.secret',
    from: ['aws_secretsmanager_secret'],
    name: ['name'],
    arn: { service: 'secretsmanager', resource: (name) => `secret:${name}-000000` },
    settings: { policy, key: textAt('kms_key_id') },
    companions: [whole('aws_secretsmanager_secret_policy', 'secret_arn')],
  },
  {
    type: 'aws.lambda.function',
    from: ['aws_lambda_function'],
    name: ['function_name'],
    arn: after('lambda', 'function'),
    companions: [
      {
        from: ['aws_lambda_permission'],
        of: 'function_name',
        setting: 'policy',
        join: lambdaPolicy,
        when: (block) => textOf(block, 'qualifier') === undefined,
      },
      {
        from: ['aws_lambda_function_url'],
        of: 'function_name',
        setting: 'url',
        read: urlPart,
        when: (block) => textOf(block, 'qualifier') === undefined,
      },
    ],
  },
  {
    type: 'aws.lambda.layer',
    from: ['aws_lambda_layer_version'],
    name: [],
    named: (block) => joinedText(block, 'layer_name', 'version'),
    arn: after('lambda', 'layer'),
    companions: [
      {
        from: ['aws_lambda_layer_version_permission'],
        of: 'layer_name',
        about: (block) => joinedText(block, 'layer_name', 'version_number'),
        setting: 'policy',
        join: layerPolicy,
      },
    ],
  },
  {
    type: 'aws.ecr.repository',
    from: ['aws_ecr_repository'],
    name: ['name'],
    arn: path('ecr', 'repository'),
    companions: [whole('aws_ecr_repository_policy', 'repository')],
  },
  {
    type: 'aws.ecr.registry',
    from: ['aws_ecr_registry_policy'],
    name: ['registry_id'],
    arn: { service: 'ecr', resource: () => 'repository/*' },
    settings: { policy },
  },
  {
    type: 'aws.ecr-public.repository',
    from: ['aws_ecrpublic_repository'],
    name: ['repository_name'],
    arn: path('ecr-public', 'repository'),
    settings: { address: textAt('repository_uri') },
    companions: [whole('aws_ecrpublic_repository_policy', 'repository_name')],
  },
  {
    type: 'aws.eventbridge.bus',
    from: ['aws_cloudwatch_event_bus'],
    name: ['name'],
    arn: path('events', 'event-bus'),
    companions: [whole('aws_cloudwatch_event_bus_policy', 'event_bus_name')],
  },
  {
    type: 'aws.kinesis.stream',
    from: ['aws_kinesis_stream'],
    name: ['name'],
    arn: path('kinesis', 'stream'),
    companions: [
      {
        ...whole('aws_kinesis_resource_policy', 'resource_arn'),
        when: isNot('resource_arn', /\/consumer\//),
      },
    ],
  },
  {
    type: 'aws.dynamodb.table',
    from: ['aws_dynamodb_table'],
    name: ['name'],
    arn: path('dynamodb', 'table'),
    companions: [
      { ...whole('aws_dynamodb_resource_policy', 'resource_arn'), when: isNot('resource_arn', /\/stream\//) },
    ],
  },
  {
    type: 'aws.efs.file-system',
    from: ['aws_efs_file_system'],
    name: ['id'],
    arn: path('elasticfilesystem', 'file-system'),
    companions: [whole('aws_efs_file_system_policy', 'file_system_id')],
  },
  {
    type: 'aws.opensearch.domain',
    from: ['aws_opensearch_domain', 'aws_elasticsearch_domain'],
    name: ['domain_name'],
    arn: path('es', 'domain'),
    settings: {
      policy: policyAt('access_policies'),
      vpc: vpcPart,
      fineGrainedAccess: accessControlPart,
    },
    companions: [
      whole('aws_opensearch_domain_policy', 'domain_name', 'access_policies'),
      whole('aws_elasticsearch_domain_policy', 'domain_name', 'access_policies'),
    ],
  },
  ...SHARED_ROWS,
  {
    type: 'aws.backup.vault',
    from: ['aws_backup_vault'],
    name: ['name'],
    arn: after('backup', 'backup-vault'),
    companions: [whole('aws_backup_vault_policy', 'backup_vault_name')],
  },
  {
    type: 'aws.glue.catalog',
    from: ['aws_glue_resource_policy'],
    name: ['id'],
    arn: { service: 'glue', resource: () => 'catalog' },
    settings: { policy },
  },
  {
    type: 'aws.logs.resource-policy',
    from: ['aws_cloudwatch_log_resource_policy'],
    name: ['policy_name'],
    arn: after('logs', 'resource-policy'),
    settings: { policy: policyAt('policy_document') },
  },
  {
    type: 'aws.logs.destination',
    from: ['aws_cloudwatch_log_destination'],
    name: ['name'],
    arn: after('logs', 'destination'),
    companions: [whole('aws_cloudwatch_log_destination_policy', 'destination_name', 'access_policy')],
  },
  {
    type: 'aws.glacier.vault',
    from: ['aws_glacier_vault'],
    name: ['name'],
    arn: path('glacier', 'vaults'),
    settings: { policy: policyAt('access_policy') },
  },
  {
    type: 'aws.codeartifact.domain',
    from: ['aws_codeartifact_domain'],
    name: ['domain'],
    arn: path('codeartifact', 'domain'),
    companions: [whole('aws_codeartifact_domain_permissions_policy', 'domain', 'policy_document')],
  },
  {
    type: 'aws.codeartifact.repository',
    from: ['aws_codeartifact_repository'],
    name: ['repository'],
    arn: path('codeartifact', 'repository'),
    companions: [whole('aws_codeartifact_repository_permissions_policy', 'repository', 'policy_document')],
  },
  {
    type: 'aws.s3tables.bucket',
    from: ['aws_s3tables_table_bucket'],
    name: ['name'],
    arn: path('s3tables', 'bucket'),
    companions: [whole('aws_s3tables_table_bucket_policy', 'table_bucket_arn', 'resource_policy')],
  },
];

function stateOf(name: string) {
  return flagAt(name, (on) => present(on ? 'Enabled' : 'Disabled'));
}

function isNot(name: string, pattern: RegExp) {
  return (block: Parameters<typeof textOf>[0]) => !pattern.test(textOf(block, name) ?? '');
}

/** Types that become things of ours, or parts of them. */
export const SERVICE_TYPES = new Set(
  ROWS.flatMap(({ from, companions = [] }) => [...from, ...companions.flatMap((one) => one.from)]),
);
