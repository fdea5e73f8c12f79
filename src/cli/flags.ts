// The flags that several commands share, as data for yargs.
import { UsageError } from '../errors.ts';

/** Formats of a report, by the names people type. */
export const FORMAT_NAMES = ['text', 'sarif', 'json'] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

export const FAIL_ON = ['critical', 'high', 'medium', 'low', 'never'] as const;
const SHOWN = ['critical', 'high', 'medium', 'low'] as const;

/** A flag that may be given more than once, each time with one value. */
function many(description: string, group: string, name = 'GLOB') {
  return {
    type: 'string',
    array: true,
    requiresArg: true,
    description: `${description} (${name}; repeatable)`,
    group,
  } as const;
}

/** A flag with one value. */
function one(description: string, group: string) {
  return { type: 'string', requiresArg: true, description, group } as const;
}

function toggle(description: string, group: string) {
  return { type: 'boolean', description, group } as const;
}

export const languageFlags = {
  lang: { ...one('Language of the text (default: your locale)', 'Output:'), choices: ['en', 'ja'] as const },
} as const;

export const outputFlags = {
  format: {
    ...many('Format of the report', 'Output:', 'NAME'),
    choices: FORMAT_NAMES,
  },
  output: many('File for the report; the 1st --output takes the 1st --format, and so on', 'Output:', 'FILE'),
  severity: { ...one('Hide findings below this, except those that fail', 'Output:'), choices: SHOWN },
  ...languageFlags,
  'show-proof': toggle('Print proofs and whole account ids in CI as well', 'Output:'),
  all: toggle('Unfold every block of the text', 'Output:'),
  quiet: toggle('No progress and no remarks on stderr', 'Output:'),
  'no-color': toggle('No colours, as with NO_COLOR', 'Output:'),
} as const;

export const gateFlags = {
  'fail-on': {
    ...one('Exit 1 when a finding is at least this severe', 'Verdict:'),
    choices: FAIL_ON,
    default: 'high' as const,
  },
  'allow-unknown': {
    type: 'string',
    array: true,
    description: 'Do not exit 3 for what could not be decided: all of it, or =GLOB for types and names',
    group: 'Verdict:',
  },
  'exit-zero': toggle('Exit 0 instead of 1 and 3', 'Verdict:'),
} as const;

export const newFlags = {
  'fail-on-new': {
    ...one('Exit 1 when something at least this severe opened or widened', 'Verdict:'),
    choices: FAIL_ON,
    default: 'high' as const,
  },
  'exit-zero': gateFlags['exit-zero'],
} as const;

export const liveFlags = {
  profile: one('AWS: profile of your AWS configuration', 'Live targets:'),
  region: many('AWS: region for regional services; default all that are enabled', 'Live targets:', 'NAME'),
  'endpoint-url': one('AWS: ask this endpoint instead', 'Live targets:'),
  'expect-account': one('AWS: refuse to start in any other account', 'Live targets:'),
  org: one('Salesforce: alias or user name known to the sf command line', 'Live targets:'),
  'api-budget': one(
    'Salesforce: use at most this share of the API calls left today; default 5 (PERCENT)',
    'Live targets:',
  ),
  plan: toggle('Salesforce: print the calls that would be made, and stop', 'Live targets:'),
} as const;

export const selectFlags = {
  service: many('Only these services', 'Selection:'),
  resource: many('Only resources with this id or name', 'Selection:'),
  'exclude-resource': many('Not the resources with this id or name', 'Selection:'),
} as const;

export const policyFlags = {
  resource: one('The resource that it is for; default: as the policy says (ARN)', 'Policy:'),
  account: one('The account that owns the resource; default: as the policy says (ID)', 'Policy:'),
} as const;

export const sinceFlags = {
  since: {
    ...one('Say since when, by the git history of the files', 'Output:'),
    choices: ['git'] as const,
  },
} as const;

export const ruleFlags = {
  rules: many("Add your own rules from this folder's YAML files", 'Selection:', 'DIR'),
  rule: many('Only these rules', 'Selection:'),
  'skip-rule': many('Not these rules', 'Selection:'),
} as const;

/** Every flag there is, for finding the one that was meant. */
export const ALL_FLAGS: string[] = [
  ...new Set(
    [liveFlags, selectFlags, policyFlags, ruleFlags, gateFlags, newFlags, outputFlags, sinceFlags].flatMap(
      (flags) => Object.keys(flags),
    ),
  ),
  'from',
  'help',
  'version',
];

/** Flags that take one value and may be given once. */
export const SINGLE_FLAGS = Object.entries({
  ...liveFlags,
  ...gateFlags,
  ...newFlags,
  ...outputFlags,
  ...sinceFlags,
  from: {},
})
  .filter(([, flag]) => !('array' in flag))
  .map(([name]) => name);

/** Names of regions, those to come included: part of the world, perhaps a partition, direction, number. A slip would look at nothing. */
const REGION = /^[a-z]{2,4}(-[a-z]{2,4})?-(central|north|south|(north|south)?(east|west))-\d{1,2}$/;

/** Flags of live collection as one value. */
export interface LiveOptions {
  profile?: string;
  regions: string[];
  endpointUrl?: string;
  expectAccount?: string;
  org?: string;
  /** Percent. */
  apiBudget?: number;
  /** Only say what would be asked. */
  plan?: true;
}

interface LiveArguments {
  profile?: string | undefined;
  region?: string[] | undefined;
  'endpoint-url'?: string | undefined;
  'expect-account'?: string | undefined;
  org?: string | undefined;
  'api-budget'?: string | undefined;
  plan?: boolean | undefined;
}

/** Checks the flags of live targets against the targets and gathers them. */
export function liveOptions(argv: LiveArguments, targets: string[]): LiveOptions {
  const aws = targets.includes('aws');
  const given = {
    profile: argv.profile,
    'endpoint-url': argv['endpoint-url'],
    'expect-account': argv['expect-account'],
  };
  for (const [flag, value] of [...Object.entries(given), ['region', argv.region?.[0]] as const])
    if (value !== undefined && !aws) throw notLive(flag, 'aws');
  const ofSalesforce = { org: argv.org, 'api-budget': argv['api-budget'], plan: argv.plan || undefined };
  for (const [flag, value] of Object.entries(ofSalesforce))
    if (value !== undefined && !targets.includes('salesforce')) throw notLive(flag, 'salesforce');
  if (argv.plan === true && targets.length > 1)
    throw new UsageError(
      '--plan is for the live target "salesforce" alone.',
      'Plan it by itself: tojimari scan salesforce --plan',
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
    ...(argv.org === undefined ? {} : { org: argv.org }),
    ...(argv['api-budget'] === undefined ? {} : { apiBudget: percent(argv['api-budget']) }),
    ...(argv.plan === true ? { plan: true } : {}),
  };
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
