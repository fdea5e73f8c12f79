// Which calls of the AWS CLI tell a setting: one call, one for each bucket, the whole of a service, or none that can be saved.
import { SERVICES } from '../services.ts';
import { EXPORT_CALLS, type ExportCalls } from './calls.ts';

/** What has to be asked for a setting. */
export interface Needs {
  /** Once, in one place: `iam get-credential-report`. */
  once?: string[];
  /** Of each bucket: `get-bucket-policy`. */
  bucket?: string;
  /** Whole services of the export script: `sns`. */
  services?: string[];
  /** A service of ours that only a live collection reads. */
  live?: string;
}

const DETAILS = 'iam get-account-authorization-details';
const REPORT = 'iam get-credential-report';
const ORGANIZATION: Needs = { live: 'account' };

/** `type#setting` or `type` -> what has to be asked; whatever is not here is told by the calls of its service. */
const NEEDS: Record<string, Needs> = {
  'aws.account#accountId': { once: ['sts get-caller-identity'] },
  'aws.account#partition': { once: ['sts get-caller-identity'] },
  'aws.account#alias': { once: ['iam list-account-aliases'] },
  'aws.account': ORGANIZATION,
  'aws.s3.account#blockPublicAccess': { once: ['s3control get-public-access-block --account-id $ACCOUNT'] },
  'aws.s3.account': ORGANIZATION,
  'aws.s3.bucket#policy': { bucket: 'get-bucket-policy' },
  'aws.s3.bucket#policyStatus': { bucket: 'get-bucket-policy-status' },
  'aws.s3.bucket#acl': { bucket: 'get-bucket-acl' },
  'aws.s3.bucket#ownership': { bucket: 'get-bucket-ownership-controls' },
  'aws.s3.bucket#blockPublicAccess': { bucket: 'get-public-access-block' },
  'aws.s3.bucket#website': { bucket: 'get-bucket-website' },
  'aws.s3.bucket#location': { bucket: 'get-bucket-location' },
  'aws.s3.bucket#tags': { bucket: 'get-bucket-tagging' },
  'aws.s3.bucket#blockedEncryption': { bucket: 'get-bucket-encryption' },
  'aws.s3.bucket#created': { once: ['s3api list-buckets'] },
  'aws.s3.bucket#accessPoints': { services: ['s3control'] },
  // Asked in this region alone (S3 user guide, "Multi-Region Access Point restrictions and limitations").
  'aws.s3.bucket#multiRegionAccessPoints': {
    once: ['--region us-west-2 s3control list-multi-region-access-points --account-id $ACCOUNT'],
  },
  'aws.s3.bucket': { services: ['s3api', 's3control'] },
  'aws.iam.account#passwordPolicy': { once: ['iam get-account-password-policy'] },
  'aws.iam.account#rootPasswordPresent': { once: ['iam get-account-summary'] },
  'aws.iam.account#rootPasswordLastUsed': { once: [REPORT] },
  'aws.iam.account#rootAccessKeyLastUsed': { once: [REPORT] },
  'aws.iam.account': { once: ['iam get-account-summary'] },
  'aws.iam.user#consoleAccess': { once: [REPORT] },
  'aws.iam.user#passwordLastUsed': { once: [REPORT] },
  'aws.iam.user#mfaActive': { once: [REPORT] },
  'aws.iam.user#accessKeys': { once: [REPORT] },
  'aws.iam.user': { once: [DETAILS] },
  'aws.iam.role': { once: [DETAILS] },
  'aws.iam.group': { once: [DETAILS] },
  'aws.iam.policy': { once: [DETAILS] },
  'aws.iam.identity-provider': { services: ['iam'] },
};

/** Settings that other services tell, whatever they are settings of. */
const ELSEWHERE: [RegExp, string][] = [
  [/^key(Policy|Grants)?$/, 'kms'],
  [/^(interfaces|securityGroups|subnets|networkAcls|vpcBlockPublicAccess|guards)$/, 'ec2'],
  [/^buckets$/, 's3api'],
  [/^guest(Policies|Boundary)$/, 'iam'],
];

/** What has to be asked for a setting of a type; for a setting that is the type itself, for the list. Undefined: nobody can ask. */
export function needsOf(type: string, setting: string): Needs | undefined {
  const own = NEEDS[`${type}#${setting}`] ?? NEEDS[type];
  if (own !== undefined) return own;
  const service = SERVICES.find(({ types }) => types.some((one) => one.type === type));
  if (service?.collector === undefined) return undefined;
  const asked = service.permissions.map(({ permission }) => permission);
  const found = EXPORT_CALLS.filter((calls) => asks(calls, asked)).map(({ service: name }) => name);
  for (const [pattern, name] of ELSEWHERE) if (pattern.test(setting)) found.push(name);
  return found.length === 0 ? { live: service.name } : { services: [...new Set(found)] };
}

/** Whether a service of the command line makes a call that one of the permissions is for. */
function asks({ service, calls = [], each = [] }: ExportCalls, permissions: string[]): boolean {
  const all = [...calls, ...each.flatMap((one) => [one.of, ...(one.calls ?? [])])];
  return permissions.some((permission) => {
    const [prefix = '', operation = ''] = permission.toLowerCase().split(':');
    if (!(CALLED[prefix] ?? [prefix]).includes(service)) return false;
    if (prefix === 'apigateway') return true;
    return all.some((call) => call.split(' ')[0]?.replaceAll('-', '') === operation);
  });
}

/** Prefix of permissions -> what the command line calls the service, where that is not the same. */
const CALLED: Record<string, string[]> = {
  elasticloadbalancing: ['elb', 'elbv2'],
  es: ['opensearch'],
  aoss: ['opensearchserverless'],
  elasticfilesystem: ['efs'],
  elasticmapreduce: ['emr'],
  'backup-storage': ['backup'],
  s3: ['s3api', 's3control'],
  's3-object-lambda': ['s3control'],
  apigateway: ['apigateway', 'apigatewayv2'],
};
