// What resources of a template are called, and what Ref and GetAtt of them come to.
// Source: AWS CloudFormation template reference, "Return values" of each type.
import { type ArnShape, after, path, plain } from './declared-names.ts';

/** How a type names its things. */
export interface Returns {
  /** The property that holds the name. */
  name?: string;
  arn: ArnShape;
  /** What Ref comes to. */
  ref: 'name' | 'arn' | 'url';
  /** Attributes that are the ARN; others than `Arn`. */
  arns?: string[];
  /** Attributes that are the name. */
  names?: string[];
}

const domain: Returns = {
  name: 'DomainName',
  arn: path('es', 'domain'),
  ref: 'name',
  arns: ['DomainArn'],
};
const lambda: Returns = { name: 'FunctionName', arn: after('lambda', 'function'), ref: 'name' };
const key: Returns = { arn: path('kms', 'key'), ref: 'name', names: ['KeyId'] };

/** By type. */
export const RETURNS = new Map<string, Returns>([
  [
    'AWS::SNS::Topic',
    { name: 'TopicName', arn: plain('sns'), ref: 'arn', arns: ['TopicArn'], names: ['TopicName'] },
  ],
  ['AWS::SQS::Queue', { name: 'QueueName', arn: plain('sqs'), ref: 'url', names: ['QueueName'] }],
  ['AWS::KMS::Key', key],
  ['AWS::KMS::ReplicaKey', key],
  [
    'AWS::SecretsManager::Secret',
    {
      name: 'Name',
      arn: { service: 'secretsmanager', resource: (name) => `secret:${name}-000000` },
      ref: 'arn',
      arns: ['Id'],
    },
  ],
  ['AWS::Lambda::Function', lambda],
  ['AWS::Serverless::Function', lambda],
  [
    'AWS::Lambda::LayerVersion',
    {
      name: 'LayerName',
      arn: { service: 'lambda', resource: (name) => `layer:${name}:1` },
      ref: 'arn',
      arns: ['LayerVersionArn'],
    },
  ],
  ['AWS::ECR::Repository', { name: 'RepositoryName', arn: path('ecr', 'repository'), ref: 'name' }],
  ['AWS::ECR::RegistryPolicy', { arn: { service: 'ecr', resource: () => 'repository/*' }, ref: 'name' }],
  [
    'AWS::ECR::PublicRepository',
    { name: 'RepositoryName', arn: path('ecr-public', 'repository'), ref: 'name' },
  ],
  ['AWS::Events::EventBus', { name: 'Name', arn: path('events', 'event-bus'), ref: 'name', names: ['Name'] }],
  ['AWS::Kinesis::Stream', { name: 'Name', arn: path('kinesis', 'stream'), ref: 'name' }],
  ['AWS::DynamoDB::Table', { name: 'TableName', arn: path('dynamodb', 'table'), ref: 'name' }],
  [
    'AWS::EFS::FileSystem',
    { arn: path('elasticfilesystem', 'file-system'), ref: 'name', names: ['FileSystemId'] },
  ],
  [
    'AWS::EC2::SecurityGroup',
    { name: 'GroupName', arn: path('ec2', 'security-group'), ref: 'name', names: ['GroupId', 'Id'] },
  ],
  ['AWS::EC2::Instance', { arn: path('ec2', 'instance'), ref: 'name', names: ['InstanceId'] }],
  [
    'AWS::RDS::DBInstance',
    { name: 'DBInstanceIdentifier', arn: after('rds', 'db'), ref: 'name', arns: ['DBInstanceArn'] },
  ],
  ['AWS::OpenSearchService::Domain', domain],
  ['AWS::Elasticsearch::Domain', domain],
  [
    'AWS::Backup::BackupVault',
    {
      name: 'BackupVaultName',
      arn: after('backup', 'backup-vault'),
      ref: 'name',
      arns: ['BackupVaultArn'],
      names: ['BackupVaultName'],
    },
  ],
  ['AWS::Logs::ResourcePolicy', { name: 'PolicyName', arn: after('logs', 'resource-policy'), ref: 'name' }],
  ['AWS::Logs::Destination', { name: 'DestinationName', arn: after('logs', 'destination'), ref: 'name' }],
  [
    'AWS::CodeArtifact::Domain',
    { name: 'DomainName', arn: path('codeartifact', 'domain'), ref: 'arn', names: ['Name'] },
  ],
  [
    'AWS::CodeArtifact::Repository',
    { name: 'RepositoryName', arn: path('codeartifact', 'repository'), ref: 'arn', names: ['Name'] },
  ],
  [
    'AWS::S3Tables::TableBucket',
    { name: 'TableBucketName', arn: path('s3tables', 'bucket'), ref: 'arn', arns: ['TableBucketARN'] },
  ],
]);
