// The flags of live targets, and what they say as one checked value.
import { UsageError } from '../errors.ts';
import { many, one, toggle } from './flag.ts';

/** The role that AWS Organizations makes in the accounts that it creates (Organizations user guide, "Accessing member accounts"). */
export const ROLE_NAME = 'OrganizationAccountAccessRole';

export const liveFlags = {
  profile: one('AWS: profile of your AWS configuration', 'Live targets:'),
  region: many('AWS: region for regional services; default all that are enabled', 'Live targets:', 'NAME'),
  'endpoint-url': one('AWS: ask this endpoint instead', 'Live targets:'),
  'expect-account': one('AWS: refuse to start in any other account', 'Live targets:'),
  'role-arn': many('AWS: read the account of this role, by assuming it', 'Live targets:', 'ARN'),
  accounts: one(
    'AWS: read the accounts listed in this file: YAML, JSON, or an account or role a line (FILE)',
    'Live targets:',
  ),
  organization: toggle('AWS: read all accounts of the organization', 'Live targets:'),
  'role-name': one(
    `AWS: role to assume in accounts that name none; default ${ROLE_NAME} (NAME)`,
    'Live targets:',
  ),
  'external-id': one('AWS: external id for roles that have none of their own (ID)', 'Live targets:'),
  'include-account': many('AWS: of the organization only the accounts with this id or name', 'Live targets:'),
  'exclude-account': many('AWS: of the organization not the accounts with this id or name', 'Live targets:'),
  'access-analyzer': toggle('AWS: read the findings of IAM Access Analyzer, and compare', 'Live targets:'),
  org: one('Salesforce: alias or user name known to the sf command line', 'Live targets:'),
  'api-budget': one(
    'Salesforce: use at most this share of the API calls left today; default 5 (PERCENT)',
    'Live targets:',
  ),
  plan: toggle('Print the calls that would be made, and stop', 'Live targets:'),
} as const;

/** Names of regions, those to come included: part of the world, perhaps a partition, direction, number. A slip would look at nothing. */
const REGION = /^[a-z]{2,4}(-[a-z]{2,4})?-(central|north|south|(north|south)?(east|west))-\d{1,2}$/;

/** Which accounts of AWS, as typed: the file is not read yet. */
export interface AccountsOptions {
  roleArns: string[];
  /** A list of accounts. */
  file?: string;
  organization: boolean;
  /** Globs; empty: all. */
  include: string[];
  exclude: string[];
  roleName: string;
  externalId?: string;
}

/** Flags of live collection as one value. */
export interface LiveOptions {
  profile?: string;
  regions: string[];
  endpointUrl?: string;
  expectAccount?: string;
  accounts?: AccountsOptions;
  accessAnalyzer?: true;
  org?: string;
  /** Percent. */
  apiBudget?: number;
  /** Only say what would be asked. */
  plan?: true;
}

/** The same as typed. */
export interface LiveArguments {
  profile?: string | undefined;
  region?: string[] | undefined;
  'endpoint-url'?: string | undefined;
  'expect-account'?: string | undefined;
  'role-arn'?: string[] | undefined;
  accounts?: string | undefined;
  organization?: boolean | undefined;
  'role-name'?: string | undefined;
  'external-id'?: string | undefined;
  'include-account'?: string[] | undefined;
  'exclude-account'?: string[] | undefined;
  'access-analyzer'?: boolean | undefined;
  org?: string | undefined;
  'api-budget'?: string | undefined;
  plan?: boolean | undefined;
}

const OF_AWS = [
  'profile',
  'region',
  'endpoint-url',
  'expect-account',
  'role-arn',
  'accounts',
  'organization',
  'role-name',
  'external-id',
  'include-account',
  'exclude-account',
  'access-analyzer',
] as const;
const OF_SALESFORCE = ['org', 'api-budget'] as const;

/** Checks the flags of live targets against the targets and gathers them. */
export function liveOptions(argv: LiveArguments, targets: string[]): LiveOptions {
  for (const [target, flags] of [
    ['aws', OF_AWS],
    ['salesforce', OF_SALESFORCE],
  ] as const)
    for (const flag of flags)
      if (isGiven(argv[flag]) && !targets.includes(target)) throw notLive(flag, target);
  if (argv.plan === true && (targets.length > 1 || !['aws', 'salesforce'].includes(targets[0] ?? '')))
    throw new UsageError(
      '--plan is for one live target, "aws" or "salesforce", alone.',
      'Plan it by itself: tojimari scan aws --plan',
    );
  const account = argv['expect-account'];
  if (account !== undefined && !/^\d{12}$/.test(account))
    throw new UsageError(`--expect-account must be an account id of twelve digits, not "${account}".`);
  const url = argv['endpoint-url'];
  // An endpoint of one's own may call its regions anything.
  for (const region of url === undefined ? (argv.region ?? []) : [])
    if (!REGION.test(region))
      throw new UsageError(
        `"${region}" is not the name of an AWS region.`,
        'Regions are named like eu-central-1.',
      );
  if (url !== undefined && !/^https?:\/\/[^/]/.test(url))
    throw new UsageError(`--endpoint-url must be an http or https address, not "${url}".`);
  return {
    regions: argv.region ?? [],
    ...(argv.profile === undefined ? {} : { profile: argv.profile }),
    ...(url === undefined ? {} : { endpointUrl: url }),
    ...(account === undefined ? {} : { expectAccount: account }),
    ...accountsOptions(argv),
    ...(argv['access-analyzer'] === true ? { accessAnalyzer: true } : {}),
    ...(argv.org === undefined ? {} : { org: argv.org }),
    ...(argv['api-budget'] === undefined ? {} : { apiBudget: percent(argv['api-budget']) }),
    ...(argv.plan === true ? { plan: true } : {}),
  };
}

/** `arn:aws:iam::111122223333:role/audit`, with a path perhaps. */
export const ROLE_ARN = /^arn:aws(-[a-z]+)*:iam::(\d{12}):role\/[\w+=,.@/-]+$/;

function accountsOptions(argv: LiveArguments): { accounts?: AccountsOptions } {
  const roleArns = argv['role-arn'] ?? [];
  const { accounts: file, organization = false } = argv;
  for (const arn of roleArns)
    if (!ROLE_ARN.test(arn))
      throw new UsageError(
        `--role-arn must be the ARN of a role, not "${arn}".`,
        'It looks like arn:aws:iam::111122223333:role/audit.',
      );
  if (!organization)
    for (const flag of ['include-account', 'exclude-account'] as const)
      if (isGiven(argv[flag]))
        throw new UsageError(`--${flag} chooses from --organization, which was not given.`);
  const several = roleArns.length > 0 || file !== undefined || organization;
  for (const flag of ['role-name', 'external-id'] as const)
    if (isGiven(argv[flag]) && !several)
      throw new UsageError(
        `--${flag} says how to get into other accounts, and none was named.`,
        'Name them with --role-arn, --accounts or --organization.',
      );
  const roleName = argv['role-name'] ?? ROLE_NAME;
  if (!/^[\w+=,.@/-]+$/.test(roleName))
    throw new UsageError(`--role-name must be the name of a role, not "${roleName}".`);
  if (!several) return {};
  const externalId = argv['external-id'];
  return {
    accounts: {
      roleArns,
      organization,
      include: argv['include-account'] ?? [],
      exclude: argv['exclude-account'] ?? [],
      roleName,
      ...(file === undefined ? {} : { file }),
      ...(externalId === undefined ? {} : { externalId }),
    },
  };
}

function isGiven(value: string | string[] | boolean | undefined): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
}

/** A share of the calls: more than 0, at most 100; a percent sign may follow. */
function percent(text: string): number {
  const number = /^\d{1,3}(\.\d{1,3})?\s*%?$/.test(text) ? Number.parseFloat(text) : 0;
  if (number > 0 && number <= 100) return number;
  throw new UsageError(
    `--api-budget must be a percentage above 0 and up to 100, not "${text}".`,
    'Its default is 5: five of every hundred API calls that the org has left today.',
  );
}

function notLive(flag: string, target: string): UsageError {
  return new UsageError(
    `--${flag} is for the live target "${target}", which was not given.`,
    `Add the target: tojimari scan ${target} --${flag} …`,
  );
}
