// What can be exposed in AWS by the lists of others, and the types here that stand for each: facts, not sentences.

/** How a thing is reached by outsiders. */
export type Road = 'policy' | 'sharing' | 'network';

/** One entry of the lists. */
export interface Exposable {
  name: string;
  by: Road;
  /** Types here that cover it together; none: it is not covered. */
  types: string[];
  /** Resource type of an external access analyzer (IAM Access Analyzer API reference, ResourceType). */
  analyzer?: string;
  /** It is on the community list (github.com/SummitRoute/aws_exposable_resources). */
  community?: true;
}

/** The day on which the lists were last looked at. */
export const LISTS_AS_OF = '2026-11-22';

export const EXPOSABLE: Exposable[] = [
  { name: 'S3 bucket', by: 'policy', types: ['aws.s3.bucket'], analyzer: 'AWS::S3::Bucket', community: true },
  {
    name: 'S3 directory bucket',
    by: 'policy',
    types: ['aws.s3express.bucket'],
    analyzer: 'AWS::S3Express::DirectoryBucket',
  },
  { name: 'IAM role', by: 'policy', types: ['aws.iam.role'], analyzer: 'AWS::IAM::Role', community: true },
  { name: 'KMS key', by: 'policy', types: ['aws.kms.key'], analyzer: 'AWS::KMS::Key', community: true },
  {
    name: 'Lambda function',
    by: 'policy',
    types: ['aws.lambda.function'],
    analyzer: 'AWS::Lambda::Function',
    community: true,
  },
  {
    name: 'Lambda layer version',
    by: 'policy',
    types: ['aws.lambda.layer'],
    analyzer: 'AWS::Lambda::LayerVersion',
    community: true,
  },
  { name: 'SQS queue', by: 'policy', types: ['aws.sqs.queue'], analyzer: 'AWS::SQS::Queue', community: true },
  { name: 'SNS topic', by: 'policy', types: ['aws.sns.topic'], analyzer: 'AWS::SNS::Topic', community: true },
  {
    name: 'Secrets Manager secret',
    by: 'policy',
    types: ['aws.secretsmanager.secret'],
    analyzer: 'AWS::SecretsManager::Secret',
    community: true,
  },
  {
    name: 'EBS snapshot',
    by: 'sharing',
    types: ['aws.ebs.snapshot'],
    analyzer: 'AWS::EC2::Snapshot',
    community: true,
  },
  {
    name: 'RDS snapshot',
    by: 'sharing',
    types: ['aws.rds.snapshot'],
    analyzer: 'AWS::RDS::DBSnapshot',
    community: true,
  },
  {
    name: 'RDS cluster snapshot',
    by: 'sharing',
    types: ['aws.rds.cluster-snapshot'],
    analyzer: 'AWS::RDS::DBClusterSnapshot',
    community: true,
  },
  {
    name: 'ECR repository',
    by: 'policy',
    types: ['aws.ecr.repository'],
    analyzer: 'AWS::ECR::Repository',
    community: true,
  },
  {
    name: 'EFS file system',
    by: 'policy',
    types: ['aws.efs.file-system'],
    analyzer: 'AWS::EFS::FileSystem',
    community: true,
  },
  { name: 'DynamoDB table', by: 'policy', types: ['aws.dynamodb.table'], analyzer: 'AWS::DynamoDB::Table' },
  {
    name: 'DynamoDB stream',
    by: 'policy',
    types: ['aws.dynamodb.stream'],
    analyzer: 'AWS::DynamoDB::Stream',
  },
  { name: 'Serverless Application Repository application', by: 'policy', types: [], community: true },
  { name: 'Backup vault', by: 'policy', types: ['aws.backup.vault'], community: true },
  { name: 'Glacier vault', by: 'policy', types: ['aws.glacier.vault'], community: true },
  {
    name: 'CloudWatch Logs resource policy and destination',
    by: 'policy',
    types: ['aws.logs.resource-policy', 'aws.logs.destination'],
    community: true,
  },
  { name: 'EventBridge event bus', by: 'policy', types: ['aws.eventbridge.bus'], community: true },
  { name: 'MediaStore container', by: 'policy', types: [], community: true },
  { name: 'OpenSearch domain', by: 'policy', types: ['aws.opensearch.domain'], community: true },
  { name: 'Glue Data Catalog', by: 'policy', types: ['aws.glue.catalog'], community: true },
  { name: 'SES identity', by: 'policy', types: ['aws.ses.identity'], community: true },
  { name: 'AMI', by: 'sharing', types: ['aws.ami.image'], community: true },
  { name: 'FPGA image', by: 'sharing', types: ['aws.fpga.image'], community: true },
  {
    name: 'API Gateway API',
    by: 'network',
    types: ['aws.apigateway.rest-api', 'aws.apigateway.api'],
    community: true,
  },
  { name: 'CloudFront distribution', by: 'network', types: ['aws.cloudfront.distribution'], community: true },
  { name: 'Redshift cluster', by: 'network', types: ['aws.redshift.cluster'], community: true },
  { name: 'RDS instance', by: 'network', types: ['aws.rds.instance'], community: true },
  { name: 'EC2 instance', by: 'network', types: ['aws.ec2.instance'], community: true },
  { name: 'Elastic IP address', by: 'network', types: ['aws.ec2.network-interface'], community: true },
  { name: 'ECS service', by: 'network', types: ['aws.ec2.network-interface'], community: true },
  { name: 'Global Accelerator', by: 'network', types: [], community: true },
  {
    name: 'Elastic Load Balancing load balancer',
    by: 'network',
    types: ['aws.elb.load-balancer', 'aws.elb.classic-load-balancer'],
    community: true,
  },
  {
    name: 'Lightsail instance, database and bucket',
    by: 'network',
    types: ['aws.lightsail.instance', 'aws.lightsail.database', 'aws.lightsail.bucket'],
    community: true,
  },
  { name: 'Neptune instance', by: 'network', types: ['aws.neptune.instance'], community: true },
  { name: 'ElastiCache cluster', by: 'network', types: ['aws.elasticache.cluster'], community: true },
  { name: 'EMR cluster', by: 'network', types: ['aws.ec2.instance'], community: true },
];
