// Every service of AWS that is known here, in the order in which reports speak of them.
import { accessAnalyzer } from './access-analyzer/service.ts';
import { account } from './account/service.ts';
import { ami } from './ami/service.ts';
import { apigateway } from './apigateway/service.ts';
import { backup } from './backup/service.ts';
import { cloudfront } from './cloudfront/service.ts';
import { cloudtrail } from './cloudtrail/service.ts';
import { codeartifact } from './codeartifact/service.ts';
import { cognitoIdentity } from './cognito-identity/service.ts';
import { dms } from './dms/service.ts';
import { dynamodb } from './dynamodb/service.ts';
import { ebs } from './ebs/service.ts';
import { ec2 } from './ec2/service.ts';
import { ecr } from './ecr/service.ts';
import { ecrPublic } from './ecr-public/service.ts';
import { efs } from './efs/service.ts';
import { eks } from './eks/service.ts';
import { elb } from './elb/service.ts';
import { emr } from './emr/service.ts';
import { eventbridge } from './eventbridge/service.ts';
import { fpga } from './fpga/service.ts';
import { glacier } from './glacier/service.ts';
import { glue } from './glue/service.ts';
import { iam } from './iam/service.ts';
import { kafka } from './kafka/service.ts';
import { kinesis } from './kinesis/service.ts';
import { kms } from './kms/service.ts';
import { lambda } from './lambda/service.ts';
import { lightsail } from './lightsail/service.ts';
import { logs } from './logs/service.ts';
import { mq } from './mq/service.ts';
import { opensearch } from './opensearch/service.ts';
import { opensearchserverless } from './opensearchserverless/service.ts';
import { policy } from './policy/service.ts';
import { rds } from './rds/service.ts';
import { rdsSnapshots } from './rds-snapshots/service.ts';
import { redshift } from './redshift/service.ts';
import { redshiftSnapshots } from './redshift-snapshots/service.ts';
import { s3 } from './s3/service.ts';
import { s3ObjectLambda } from './s3-object-lambda/service.ts';
import { s3express } from './s3express/service.ts';
import { s3tables } from './s3tables/service.ts';
import { secretsmanager } from './secretsmanager/service.ts';
import type { AwsService } from './service.ts';
import { ses } from './ses/service.ts';
import { sns } from './sns/service.ts';
import { sqs } from './sqs/service.ts';
import { ssm } from './ssm/service.ts';

export const SERVICES: AwsService[] = [
  account,
  s3,
  iam,
  sns,
  sqs,
  kms,
  secretsmanager,
  lambda,
  ecr,
  ecrPublic,
  eventbridge,
  kinesis,
  dynamodb,
  efs,
  opensearch,
  opensearchserverless,
  ami,
  ebs,
  rdsSnapshots,
  redshiftSnapshots,
  ec2,
  rds,
  mq,
  kafka,
  dms,
  redshift,
  elb,
  lightsail,
  eks,
  cloudfront,
  ssm,
  fpga,
  emr,
  backup,
  glue,
  logs,
  ses,
  glacier,
  codeartifact,
  s3tables,
  s3express,
  s3ObjectLambda,
  apigateway,
  cognitoIdentity,
  policy,
  cloudtrail,
  accessAnalyzer,
];
