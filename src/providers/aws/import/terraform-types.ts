// Terraform's types of the services that are reached through a policy -> ours: where each setting stands.
// Source: Terraform Registry, hashicorp/aws, the page of each resource.

import { present } from './declared.ts';
import { type ArnShape, after, path, plain } from './declared-names.ts';
import { textOf } from './terraform.ts';
import { busOf, busPolicy, LAMBDA_ROWS } from './terraform-lambda.ts';
import { accessControlPart, vpcPart } from './terraform-opensearch.ts';
import { type Companion, firstOf, flagAt, policyAt, type Row, textAt, wordAt } from './terraform-rows.ts';
import { grantsPart } from './terraform-secrets.ts';
import { SHARED_ROWS } from './terraform-shares.ts';

const policy = policyAt('policy');
const whole = (from: string, of: string, name = 'policy') => ({
  from: [from],
  of,
  setting: 'policy',
  read: policyAt(name),
});

/** A thing that says nothing of itself but its name. */
const named = (type: string, from: string, name: string, arn: ArnShape, ...companions: Companion[]): Row => ({
  type,
  from: [from],
  name: [name],
  arn,
  companions,
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
      state: firstOf(wordAt('key_state'), stateOf('is_enabled'), stateOf('enabled')),
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
  ...LAMBDA_ROWS,
  named(
    'aws.ecr.repository',
    'aws_ecr_repository',
    'name',
    path('ecr', 'repository'),
    whole('aws_ecr_repository_policy', 'repository'),
  ),
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
  named(
    'aws.eventbridge.bus',
    'aws_cloudwatch_event_bus',
    'name',
    path('events', 'event-bus'),
    whole('aws_cloudwatch_event_bus_policy', 'event_bus_name'),
    {
      from: ['aws_cloudwatch_event_permission'],
      of: 'event_bus_name',
      about: busOf,
      setting: 'policy',
      join: busPolicy,
    },
  ),
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
  named(
    'aws.efs.file-system',
    'aws_efs_file_system',
    'id',
    path('elasticfilesystem', 'file-system'),
    whole('aws_efs_file_system_policy', 'file_system_id'),
  ),
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
  named(
    'aws.backup.vault',
    'aws_backup_vault',
    'name',
    after('backup', 'backup-vault'),
    whole('aws_backup_vault_policy', 'backup_vault_name'),
  ),
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
  named(
    'aws.logs.destination',
    'aws_cloudwatch_log_destination',
    'name',
    after('logs', 'destination'),
    whole('aws_cloudwatch_log_destination_policy', 'destination_name', 'access_policy'),
  ),
  {
    type: 'aws.glacier.vault',
    from: ['aws_glacier_vault'],
    name: ['name'],
    arn: path('glacier', 'vaults'),
    settings: { policy: policyAt('access_policy') },
  },
  named(
    'aws.codeartifact.domain',
    'aws_codeartifact_domain',
    'domain',
    path('codeartifact', 'domain'),
    whole('aws_codeartifact_domain_permissions_policy', 'domain', 'policy_document'),
  ),
  named(
    'aws.codeartifact.repository',
    'aws_codeartifact_repository',
    'repository',
    path('codeartifact', 'repository'),
    whole('aws_codeartifact_repository_permissions_policy', 'repository', 'policy_document'),
  ),
  named(
    'aws.s3tables.bucket',
    'aws_s3tables_table_bucket',
    'name',
    path('s3tables', 'bucket'),
    whole('aws_s3tables_table_bucket_policy', 'table_bucket_arn', 'resource_policy'),
  ),
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
