// What Terraform and CloudFormation call the types of resources.

/** Names that differ in more than how they are written. */
const OTHERWISE: Record<string, string[]> = {
  'aws.apigateway.api': ['aws_apigatewayv2_api', 'AWS::ApiGatewayV2::Api'],
  'aws.apigateway.rest-api': ['aws_api_gateway_rest_api', 'AWS::ApiGateway::RestApi'],
  'aws.backup.vault': ['AWS::Backup::BackupVault'],
  'aws.dynamodb.table': ['AWS::DynamoDB::GlobalTable', 'AWS::Serverless::SimpleTable'],
  'aws.ecr-public.repository': ['AWS::ECR::PublicRepository'],
  'aws.eventbridge.bus': ['aws_cloudwatch_event_bus', 'AWS::Events::EventBus'],
  'aws.iam.policy': ['AWS::IAM::ManagedPolicy'],
  'aws.iam.identity-provider': [
    'aws_iam_openid_connect_provider',
    'aws_iam_saml_provider',
    'AWS::IAM::OIDCProvider',
    'AWS::IAM::SAMLProvider',
  ],
  'aws.lambda.function': ['AWS::Serverless::Function'],
  'aws.lambda.layer': [
    'aws_lambda_layer_version',
    'AWS::Lambda::LayerVersion',
    'AWS::Serverless::LayerVersion',
  ],
  'aws.logs.destination': ['aws_cloudwatch_log_destination'],
  'aws.logs.resource-policy': ['aws_cloudwatch_log_resource_policy'],
  'aws.opensearch.domain': [
    'aws_elasticsearch_domain',
    'AWS::OpenSearchService::Domain',
    'AWS::Elasticsearch::Domain',
  ],
  'aws.s3.access-point': ['AWS::S3::AccessPoint'],
  'aws.s3tables.bucket': ['aws_s3tables_table_bucket', 'AWS::S3Tables::TableBucket'],
};

/** True when a declared type makes resources of ours: `aws.s3.bucket` is `aws_s3_bucket` and `AWS::S3::Bucket`. */
export function isKind(type: string, declared: string): boolean {
  return bare(type) === bare(declared) || (OTHERWISE[type]?.includes(declared) ?? false);
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
