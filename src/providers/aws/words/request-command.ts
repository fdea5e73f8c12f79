// A request of the policy engine as a line for the shell that only looks, so that the owner can try it.
import type { Question, Request } from '../../../policy/question.ts';
import { shellWord } from './shell.ts';

/** What to send S3 a request to. */
export interface S3Target {
  /** The bucket, or the ARN of an access point. */
  bucket: string;
  partition: string;
  region: string | undefined;
  /** An access point has no plain address. */
  accessPoint?: boolean;
}

/** The option of the AWS CLI for what a parameter is called by. */
const BY_ARN: Record<string, string> = {
  'sns:GetTopicAttributes': 'sns get-topic-attributes --topic-arn',
  'sns:ListSubscriptionsByTopic': 'sns list-subscriptions-by-topic --topic-arn',
  'kms:DescribeKey': 'kms describe-key --key-id',
  'kms:GetPublicKey': 'kms get-public-key --key-id',
  'secretsmanager:DescribeSecret': 'secretsmanager describe-secret --secret-id',
  'secretsmanager:GetSecretValue': 'secretsmanager get-secret-value --query Name --secret-id',
  'lambda:GetFunctionConfiguration': 'lambda get-function-configuration --function-name',
  'lambda:GetFunction': 'lambda get-function --function-name',
  'lambda:GetLayerVersion': 'lambda get-layer-version-by-arn --arn',
  'events:DescribeEventBus': 'events describe-event-bus --name',
  'kinesis:DescribeStreamSummary': 'kinesis describe-stream-summary --stream-arn',
  'dynamodb:DescribeTable': 'dynamodb describe-table --table-name',
  's3tables:ListTables': 's3tables list-tables --table-bucket-arn',
  's3tables:GetTableBucket': 's3tables get-table-bucket --table-bucket-arn',
  's3-object-lambda:ListBucket': 's3api list-objects-v2 --max-items 5 --bucket',
};

/** Actions that only look, the most telling first; the owner can try these. */
export const LOOKING = [
  's3:ListBucket',
  's3:GetObject',
  's3:ListBucketVersions',
  's3:GetObjectVersion',
  's3:GetBucketAcl',
  's3:GetBucketPolicy',
  'sqs:GetQueueAttributes',
  'ecr:ListImages',
  ...Object.keys(BY_ARN),
];

/** A line that sends the request; undefined for what the owner cannot send, or what would change something. */
export function requestCommand(
  request: Request,
  { resource }: Pick<Question, 'resource'>,
): string | undefined {
  if (request.transport === 'vpc-endpoint') return undefined;
  const { action } = request;
  const [, partition = 'aws', service, region, account, ...rest] = request.resource.split(':');
  if (action.startsWith('sts:Assume')) return assumeCommand(request);
  const signed = request.principal === 'anonymous' ? '--no-sign-request' : '--profile ANOTHER_ACCOUNT';
  const who = region === undefined || region === '' ? signed : `--region ${shellWord(region)} ${signed}`;
  const byArn = Object.hasOwn(BY_ARN, action) ? BY_ARN[action] : undefined;
  if (byArn !== undefined) return `aws ${byArn} ${shellWord(request.resource)} ${who}`;
  const name = rest.join(':');
  if (action === 'sqs:GetQueueAttributes')
    return `aws sqs get-queue-attributes --queue-url ${shellWord(`https://sqs.${region}.amazonaws.com/${account}/${name}`)} --attribute-names All ${who}`;
  if (action === 'ecr:ListImages')
    return `aws ecr list-images --registry-id ${shellWord(account ?? '')} --repository-name ${shellWord(name.replace(/^repository\//, ''))} ${who}`;
  if (service !== 's3') return undefined;
  const point = /^arn:[^:]*:s3:[^:]*:[^:]*:accesspoint[/:][^/:]+/.exec(resource)?.[0];
  const bucket = point ?? request.resource.split(':::')[1]?.split('/')[0] ?? '';
  return s3Command(request, {
    bucket,
    partition,
    region: region || undefined,
    accessPoint: point !== undefined,
  });
}

/** The same for S3. Anonymous reads are curl lines; conditions on Referer and User-Agent are met by headers. */
export function s3Command(
  request: Request,
  target: S3Target,
  unsigned = request.principal === 'anonymous',
): string | undefined {
  const referer = header(request, 'aws:referer');
  const agent = header(request, 'aws:useragent');
  if (unsigned && (referer !== undefined || agent !== undefined))
    return curl(request, target, { Referer: referer, 'User-Agent': agent });
  const bucket = shellWord(target.bucket);
  const who = unsigned ? '--no-sign-request' : '--profile ANOTHER_ACCOUNT';
  switch (request.action) {
    case 's3:ListBucket':
      return `aws s3api list-objects-v2 --bucket ${bucket}${prefix(request)} --max-items 5 ${who}`;
    case 's3:ListBucketVersions':
      return `aws s3api list-object-versions --bucket ${bucket} --max-items 5 ${who}`;
    case 's3:GetBucketAcl':
      return `aws s3api get-bucket-acl --bucket ${bucket} ${who}`;
    case 's3:GetBucketPolicy':
      return `aws s3api get-bucket-policy --bucket ${bucket} ${who}`;
    case 's3:GetObject':
    case 's3:GetObjectVersion':
      return unsigned && target.accessPoint !== true
        ? curl(request, target, {})
        : `aws s3api head-object --bucket ${bucket} --key ${shellWord(keyOf(request))} ${who}`;
    default:
      return undefined;
  }
}

/** Assuming a role gives a session and changes nothing. */
export function assumeCommand({ action, resource, context }: Request): string {
  const role = `--role-arn ${shellWord(resource)} --role-session-name check`;
  if (action.toLowerCase() === 'sts:assumerolewithwebidentity')
    return `aws sts assume-role-with-web-identity ${role} --web-identity-token "$TOKEN"`;
  const externalId = [context['sts:externalid'] ?? []].flat()[0];
  return `aws sts assume-role ${role}${externalId === undefined ? '' : ` --external-id ${shellWord(externalId)}`}`;
}

function curl(
  request: Request,
  { bucket, partition, region, accessPoint }: S3Target,
  headers: Record<string, string | undefined>,
): string | undefined {
  if (accessPoint === true) return undefined;
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const service = `s3.${region === undefined ? '' : `${region}.`}${suffix}`;
  // The certificate of S3 covers one label before it.
  const base = /^[a-z0-9-]+$/.test(bucket)
    ? `https://${bucket}.${service}`
    : `https://${service}/${encodeURIComponent(bucket)}`;
  const extra = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : ['-H', shellWord(`${name}: ${value}`)],
  );
  if (request.action === 's3:ListBucket')
    return ['curl', ...extra, shellWord(`${base}/?list-type=2&max-keys=5`)].join(' ');
  if (request.action !== 's3:GetObject') return undefined;
  const key = keyOf(request).split('/').map(encodeURIComponent).join('/');
  return ['curl -I', ...extra, shellWord(`${base}/${key}`)].join(' ');
}

function prefix(request: Request): string {
  const asked = header(request, 's3:prefix');
  return asked === undefined || asked === '' ? '' : ` --prefix ${shellWord(asked)}`;
}

function keyOf(request: Request): string {
  const inside = /:accesspoint\/[^/]+\/object\/(.*)$/s.exec(request.resource)?.[1];
  return (inside ?? request.resource.split('/').slice(1).join('/')) || 'KEY';
}

function header(request: Request, key: string): string | undefined {
  return [request.context[key] ?? []].flat()[0];
}
