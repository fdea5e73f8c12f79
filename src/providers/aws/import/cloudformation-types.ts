// CloudFormation's types of the services that are reached through a policy -> ours: where settings stand.
// Source: AWS CloudFormation template reference, "Properties" of each type.
import { raw, word } from '../answers/shape.ts';
import {
  lambdaPolicy,
  layerPolicy,
  qualifierOf,
  serverlessPolicy,
  serverlessUrl,
  urlPart,
} from './cloudformation-lambda.ts';
import { type Entry, partOf } from './cloudformation-stack.ts';
import { documentOf, type Part, present, unknown } from './declared.ts';

/** Reads one setting of a resource; undefined: it is not declared. */
export type EntryRead = (entry: Entry) => Part | undefined;

/** A resource that sets one part of others. */
export interface EntryCompanion {
  from: string;
  /** The property that says whose part it is: one or a list. */
  of: string;
  setting: string;
  read?: EntryRead;
  /** All of them together make the setting; `id`: of what they are about. */
  join?(entries: Entry[], id: string): Part | undefined;
  /** Only these are about the thing itself. */
  when?(entry: Entry): boolean;
}

/** One of our types. */
export interface EntryRow {
  type: string;
  from: string[];
  settings?: Record<string, EntryRead>;
  companions?: EntryCompanion[];
}

const policyAt =
  (key: string): EntryRead =>
  (entry) =>
    partOf(entry, key, documentOf);
const whole = (from: string, of: string, key: string): EntryCompanion => ({
  from,
  of,
  setting: 'policy',
  read: policyAt(key),
});
const inside =
  (key: string, inner: string): EntryRead =>
  (entry) => {
    const part = partOf(entry, key, (value) => present(raw(value)?.[inner]));
    if (part?.known.state !== 'present') return part;
    return part.known.value === undefined ? undefined : { ...part, known: documentOf(part.known.value) };
  };

/** Every type that is not one of S3 or IAM. */
export const ENTRY_ROWS: EntryRow[] = [
  {
    type: 'aws.sns.topic',
    from: ['AWS::SNS::Topic'],
    companions: [
      whole('AWS::SNS::TopicPolicy', 'Topics', 'PolicyDocument'),
      whole('AWS::SNS::TopicInlinePolicy', 'TopicArn', 'PolicyDocument'),
    ],
  },
  {
    type: 'aws.sqs.queue',
    from: ['AWS::SQS::Queue'],
    companions: [
      whole('AWS::SQS::QueuePolicy', 'Queues', 'PolicyDocument'),
      whole('AWS::SQS::QueueInlinePolicy', 'Queue', 'PolicyDocument'),
    ],
  },
  {
    type: 'aws.kms.key',
    from: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
    settings: { policy: policyAt('KeyPolicy'), state: enabled },
  },
  {
    type: 'aws.secretsmanager.secret',
    from: ['AWS::SecretsManager::Secret'],
    settings: { key: customerKey },
    companions: [whole('AWS::SecretsManager::ResourcePolicy', 'SecretId', 'ResourcePolicy')],
  },
  {
    type: 'aws.lambda.function',
    from: ['AWS::Lambda::Function', 'AWS::Serverless::Function'],
    settings: { policy: serverlessPolicy, url: serverlessUrl },
    companions: [
      {
        from: 'AWS::Lambda::Permission',
        of: 'FunctionName',
        setting: 'policy',
        join: lambdaPolicy,
        when: (entry) => qualifierOf(entry) === undefined,
      },
      {
        from: 'AWS::Lambda::Url',
        of: 'TargetFunctionArn',
        setting: 'url',
        read: urlPart,
        when: (entry) => qualifierOf(entry) === undefined,
      },
    ],
  },
  {
    type: 'aws.lambda.layer',
    from: ['AWS::Lambda::LayerVersion'],
    companions: [
      {
        from: 'AWS::Lambda::LayerVersionPermission',
        of: 'LayerVersionArn',
        setting: 'policy',
        join: layerPolicy,
      },
    ],
  },
  {
    type: 'aws.ecr.repository',
    from: ['AWS::ECR::Repository'],
    settings: { policy: policyAt('RepositoryPolicyText') },
  },
  {
    type: 'aws.ecr.registry',
    from: ['AWS::ECR::RegistryPolicy'],
    settings: { policy: policyAt('PolicyText') },
  },
  {
    type: 'aws.ecr-public.repository',
    from: ['AWS::ECR::PublicRepository'],
    settings: { policy: policyAt('RepositoryPolicyText') },
  },
  {
    type: 'aws.eventbridge.bus',
    from: ['AWS::Events::EventBus'],
    settings: { policy: policyAt('Policy') },
    companions: [
      {
        from: 'AWS::Events::EventBusPolicy',
        of: 'EventBusName',
        setting: 'policy',
        join: statementsPart,
      },
    ],
  },
  {
    type: 'aws.kinesis.stream',
    from: ['AWS::Kinesis::Stream'],
    companions: [whole('AWS::Kinesis::ResourcePolicy', 'ResourceArn', 'ResourcePolicy')],
  },
  {
    type: 'aws.dynamodb.table',
    from: ['AWS::DynamoDB::Table'],
    settings: { policy: inside('ResourcePolicy', 'PolicyDocument') },
  },
  {
    type: 'aws.efs.file-system',
    from: ['AWS::EFS::FileSystem'],
    settings: { policy: policyAt('FileSystemPolicy') },
  },
  {
    type: 'aws.opensearch.domain',
    from: ['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain'],
    settings: { policy: policyAt('AccessPolicies'), vpc: vpcPart, fineGrainedAccess: accessControl },
  },
  {
    type: 'aws.backup.vault',
    from: ['AWS::Backup::BackupVault'],
    settings: { policy: policyAt('AccessPolicy') },
  },
  {
    type: 'aws.logs.resource-policy',
    from: ['AWS::Logs::ResourcePolicy'],
    settings: { policy: policyAt('PolicyDocument') },
  },
  {
    type: 'aws.logs.destination',
    from: ['AWS::Logs::Destination'],
    settings: { policy: policyAt('DestinationPolicy') },
  },
  {
    type: 'aws.codeartifact.domain',
    from: ['AWS::CodeArtifact::Domain'],
    settings: { policy: policyAt('PermissionsPolicyDocument') },
  },
  {
    type: 'aws.codeartifact.repository',
    from: ['AWS::CodeArtifact::Repository'],
    settings: { policy: policyAt('PermissionsPolicyDocument') },
  },
  {
    type: 'aws.s3tables.bucket',
    from: ['AWS::S3Tables::TableBucket'],
    companions: [whole('AWS::S3Tables::TableBucketPolicy', 'TableBucketARN', 'ResourcePolicy')],
  },
];

/** Types that become things of ours, or parts of them. */
export const ENTRY_TYPES = new Set(
  ENTRY_ROWS.flatMap(({ from, companions = [] }) => [...from, ...companions.map((one) => one.from)]),
);

function enabled(entry: Entry): Part | undefined {
  return partOf(entry, 'Enabled', (on) => present(on === false || on === 'false' ? 'Disabled' : 'Enabled'));
}

/** The alias of the key that AWS manages is no customer key. */
function customerKey(entry: Entry): Part | undefined {
  return partOf(entry, 'KmsKeyId', (value) => {
    const key = word(value);
    return key === undefined || /(^|:)alias\/aws\/secretsmanager$/.test(key)
      ? { state: 'absent' }
      : present(key);
  });
}

function vpcPart(entry: Entry): Part | undefined {
  return partOf(entry, 'VPCOptions', () => present('vpc'));
}

function accessControl(entry: Entry): Part | undefined {
  return partOf(entry, 'AdvancedSecurityOptions', (value) => {
    const options = raw(value);
    const on = (key: string) => options?.[key] === true || options?.[key] === 'true';
    if (!on('Enabled')) return { state: 'absent' };
    return present(on('AnonymousAuthEnabled') ? { anonymous: true } : {});
  });
}

/** `Statement`, one each; the older form has `Action`, `Principal` and `Condition` instead. */
function statementsPart(entries: Entry[]): Part | undefined {
  const Statement: unknown[] = [];
  const places: NonNullable<Part['places']> = {};
  for (const entry of entries) {
    const whole = entry.property('Statement');
    if (whole === undefined) return { known: unknown('missing', `${entry.logicalId} has no Statement`) };
    if (whole.known.state !== 'present') return { known: whole.known };
    places[`/Statement/${Statement.length}`] = whole.origin;
    Statement.push(whole.known.value);
  }
  const [first] = entries;
  const known = documentOf({ Version: '2012-10-17', Statement });
  return { known, places, ...(first !== undefined && { origin: first.origin }) };
}
