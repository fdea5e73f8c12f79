// Which AWS call a file answers, by what it holds: for answers that people saved under names of their own.
import type { InputFile } from '../../../snapshot/files.ts';
import type { SavedAnswer } from './saved.ts';

/** First keys of an answer -> the call. The first that fits wins. */
const MARKS: { keys: RegExp; service: string; operation: string; and?: RegExp }[] = [
  {
    keys: /"(UserDetailList|GroupDetailList|RoleDetailList)"\s*:\s*\[/,
    service: 'iam',
    operation: 'GetAccountAuthorizationDetails',
  },
  {
    keys: /^\s*\{\s*"Policies"\s*:\s*\[[^\]]*"PolicyVersionList"/,
    service: 'iam',
    operation: 'GetAccountAuthorizationDetails',
  },
  { keys: /^\s*\{\s*"SummaryMap"\s*:/, service: 'iam', operation: 'GetAccountSummary' },
  { keys: /^\s*\{\s*"PasswordPolicy"\s*:/, service: 'iam', operation: 'GetAccountPasswordPolicy' },
  {
    keys: /^\s*\{\s*"Roles"\s*:\s*\[/,
    and: /"AssumeRolePolicyDocument"/,
    service: 'iam',
    operation: 'ListRoles',
  },
  { keys: /^\s*\{\s*"Users"\s*:\s*\[/, and: /"UserId"/, service: 'iam', operation: 'ListUsers' },
  {
    keys: /^(\s*\{\s*"(Content|ReportFormat|GeneratedTime)"\s*:|user,arn,user_creation_time,)/,
    and: /Content|^user,/,
    service: 'iam',
    operation: 'GetCredentialReport',
  },
  { keys: /^\s*\{\s*"Buckets"\s*:\s*\[/, service: 's3', operation: 'ListBuckets' },
  {
    keys: /^\s*\{\s*"Policy"\s*:\s*["{]/,
    and: /arn:aws[a-z-]*:s3:::/,
    service: 's3',
    operation: 'GetBucketPolicy',
  },
  // The bare document, as `--query Policy --output text` leaves it.
  {
    keys: /^\s*\{\s*"(Version|Id|Statement)"\s*:/,
    and: /^(?=[\s\S]*"Principal"\s*:)(?=[\s\S]*"Resource"\s*:\s*\[?\s*"arn:aws[a-z-]*:s3:::)/,
    service: 's3',
    operation: 'GetBucketPolicy',
  },
  {
    keys: /^\s*\{\s*"(Grants|Owner)"\s*:/,
    and: /"Grants"[\s\S]*"Grantee"/,
    service: 's3',
    operation: 'GetBucketAcl',
  },
  { keys: /^\s*\{\s*"PublicAccessBlockConfiguration"\s*:/, service: 's3', operation: 'GetPublicAccessBlock' },
  { keys: /^\s*\{\s*"OwnershipControls"\s*:/, service: 's3', operation: 'GetBucketOwnershipControls' },
  {
    keys: /^\s*\{\s*"PolicyStatus"\s*:\s*\{\s*"IsPublic"/,
    service: 's3',
    operation: 'GetBucketPolicyStatus',
  },
];

/** By the first kilobytes of a file; undefined when it is no answer that we know. */
export function byContent(file: InputFile, head: string): SavedAnswer | undefined {
  for (const { keys, and, service, operation } of MARKS)
    if (keys.test(head) && (and === undefined || and.test(head))) return { service, operation, file };
  return undefined;
}
