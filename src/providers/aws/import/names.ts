// Which AWS call a file answers, by its name: the layouts that people and tools save AWS CLI answers in.
import type { InputFile } from '../../../snapshot/files.ts';
import { SERVICES } from '../services.ts';
import type { SavedAnswer } from './saved.ts';

/** A recognised file: the answer and the folder of the account that it belongs to. */
export interface Named {
  saved: SavedAnswer;
  /** Folder above the region, or the folder of the file; '' for the top. */
  root: string;
}

const REGION = /^(?:[a-z]{2}(?:-[a-z]+)+-\d|global)$/;
const VERBS = '(?:get|list|describe|generate|head)';
/** What the AWS CLI calls a service -> what we call it. */
const CLI_NAMES = new Map([
  ['s3api', 's3'],
  ['s3', 's3'],
  ['s3control', 's3control'],
  ['iam', 'iam'],
  ['sts', 'sts'],
  ['elb', 'elb'],
  ['elbv2', 'elbv2'],
  // The others are called by the prefix of their permissions.
  ...SERVICES.flatMap(({ permissions }) =>
    permissions.map(({ permission }): [string, string] => {
      const [prefix = ''] = permission.split(':');
      return [prefix, prefix];
    }),
  ),
]);
/** Operations that say by themselves which service they belong to. */
const OPERATIONS = new Map([
  ['GetCallerIdentity', 'sts'],
  ['DescribeRegions', 'ec2'],
  ['GetAccountAuthorizationDetails', 'iam'],
  ['GetAccountSummary', 'iam'],
  ['GetAccountPasswordPolicy', 'iam'],
  ['GetCredentialReport', 'iam'],
  ['ListRoles', 'iam'],
  ['ListUsers', 'iam'],
  ['ListBuckets', 's3'],
]);

/**
 * By file name, in any of these layouts:
 * - `<region>/<service>-<operation>.json`, or `<region>/<service>-<operation>/<parameter>` with the parameter percent-encoded;
 * - `<service>-<operation>.json`, `<service>.<Operation>_<n>.json` (recorded), `<operation>.json` where the operation is unmistakable;
 * - `<operation>_<parameter>.json`, `<parameter>.<operation>.json`, for buckets `s3api-<operation>-<bucket>.json`, and the short `<bucket>.policy.json`, `<bucket>.acl.json` ...
 */
export function byName(file: InputFile): Named | undefined {
  const steps = file.inside.split('/');
  const below = steps.findIndex((step) => REGION.test(step));
  if (below !== -1 && below < steps.length - 1) {
    const call = serviceCall(stem(steps[below + 1] ?? ''), true);
    if (call === undefined) return undefined;
    const parameter = steps[below + 2];
    const root = steps.slice(0, below).join('/');
    return {
      root,
      saved: {
        ...call,
        file,
        systematic: true,
        ...(steps[below] !== 'global' && { region: steps[below] ?? '' }),
        ...(parameter !== undefined && { parameter: unescaped(parameter) }),
      },
    };
  }
  const root = steps.slice(0, -1).join('/');
  const name = steps.at(-1) ?? '';
  // `iam-get-role/admin` without a region above it.
  const folder = serviceCall(steps.at(-2) ?? '', false);
  if (folder !== undefined)
    return {
      root: steps.slice(0, -2).join('/'),
      saved: { ...folder, file, parameter: unescaped(stem(name)) },
    };
  const saved =
    recordedCall(name) ?? bucketCall(stem(name)) ?? serviceCall(stem(name), false) ?? handCall(stem(name));
  return saved && { root, saved: { ...saved, file } };
}

type Call = Omit<SavedAnswer, 'file'>;

/** `iam-get-role`; of a service that we do not judge only where the layout leaves no doubt. */
function serviceCall(name: string, sure: boolean): Call | undefined {
  const [, service = '', operation] = new RegExp(`^([a-z0-9]+)-(${VERBS}-[a-z0-9-]+)$`).exec(name) ?? [];
  const known = CLI_NAMES.get(service) ?? (sure ? service : undefined);
  return operation === undefined || known === undefined
    ? undefined
    : { service: known, operation: pascal(operation) };
}

/** `s3.GetBucketAcl_1.json` */
function recordedCall(name: string): Call | undefined {
  const [, service, operation] = /^([a-z0-9-]+)\.([A-Z][A-Za-z0-9]+)_\d+\.json$/.exec(name) ?? [];
  return service === undefined || operation === undefined
    ? undefined
    : { service, operation, recorded: true };
}

const BUCKET_PARTS = new Map([
  ['policy', 'GetBucketPolicy'],
  ['policy-status', 'GetBucketPolicyStatus'],
  ['acl', 'GetBucketAcl'],
  ['ownership-controls', 'GetBucketOwnershipControls'],
  ['public-access-block', 'GetPublicAccessBlock'],
  ['website', 'GetBucketWebsite'],
  ['location', 'GetBucketLocation'],
  ['tagging', 'GetBucketTagging'],
]);

/** `s3api-get-bucket-policy-kagi-open`; what ends with the operation names no bucket. */
function bucketCall(name: string): Call | undefined {
  const [, words = ''] = /^(?:s3(?:api)?-get-(?:bucket-)?|get-bucket-)(.+)$/.exec(name) ?? [];
  if (BUCKET_PARTS.has(words)) return undefined;
  const parts = [...BUCKET_PARTS].sort(([a], [b]) => b.length - a.length);
  const found = parts.find(([part]) => words.startsWith(`${part}-`));
  if (found === undefined) return undefined;
  const [part, operation] = found;
  return { service: 's3', operation, parameter: unescaped(words.slice(part.length + 1)) };
}

function handCall(name: string): Call | undefined {
  const before = /^((?:s3api-)?get-(?:bucket-)?([a-z-]+?))_(.+)$/.exec(name);
  const after = /^(.+)\.(?:get-bucket-|get-|bucket-)?([a-z-]+)$/.exec(name);
  for (const [part, parameter] of [
    [before?.[2], before?.[3]],
    [after?.[2], after?.[1]],
  ]) {
    const operation = BUCKET_PARTS.get(part ?? '');
    if (operation !== undefined && parameter !== undefined)
      return { service: 's3', operation, parameter: unescaped(parameter) };
  }
  const [, part] = /^(?:get-)?bucket-([a-z-]+)$/.exec(name) ?? [];
  const plain = name.startsWith('get-') ? BUCKET_PARTS.get(part ?? '') : undefined;
  if (plain !== undefined) return { service: 's3', operation: plain };
  const operation = pascal(name);
  const service = OPERATIONS.get(operation);
  return service === undefined ? undefined : { service, operation };
}

/** `get-saml-provider` -> `GetSAMLProvider` */
function pascal(kebab: string): string {
  return kebab
    .split('-')
    .map((part) => ACRONYMS.get(part) ?? part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('');
}

const ACRONYMS = new Map([
  ['saml', 'SAML'],
  ['mfa', 'MFA'],
  ['open', 'Open'],
  ['id', 'ID'],
]);

function stem(name: string): string {
  return name.replace(/\.json$/, '');
}

function unescaped(parameter: string): string {
  try {
    return decodeURIComponent(parameter);
  } catch {
    return parameter;
  }
}
