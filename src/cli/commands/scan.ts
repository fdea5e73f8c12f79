// tojimari scan: the command line of the main job.
import type { Argv } from 'yargs';
import { UsageError } from '../../errors.ts';
import {
  baselineFlags,
  explainFlags,
  type FormatName,
  gateFlags,
  intentFlags,
  reportFlags,
  ruleFlags,
  selectFlags,
  sinceFlags,
  sourceFlags,
} from '../flags.ts';
import { type LiveArguments, type LiveOptions, liveFlags, liveOptions } from '../live-flags.ts';
import { asTyped } from '../typed.ts';

/** How reports are written. */
export interface OutputOptions {
  formats: FormatName[];
  outputs: string[];
  severity?: 'critical' | 'high' | 'medium' | 'low';
  lang?: 'en' | 'ja';
  /** What tojimari.yaml says, for what people read. */
  langOfFile?: 'en' | 'ja';
  showProof: boolean;
  all: boolean;
  quiet: boolean;
  color: boolean;
  /** False: no public incident is named. */
  incidents?: false;
  sarifProfile?: 'github' | 'full';
  /** A file of the repository. */
  sarifAnchor?: string;
  redact?: boolean;
  /** File of the secret that pseudonyms are made with. */
  redactKey?: string;
  /** Say how what is unknown could be settled. */
  explainUnknown?: true;
}

/** What decides the exit code. */
export interface GateOptions {
  /** `never` where `failOnNew` stands in its place. */
  failOn: 'critical' | 'high' | 'medium' | 'low' | 'never';
  /** Undefined: what is new counts no more than what is known. */
  failOnNew?: GateOptions['failOn'];
  /** Globs; undefined: no blind spot is allowed. */
  allowUnknown: string[] | undefined;
  exitZero: boolean;
}

/** Which resources. Globs; empty means all. */
export interface SelectOptions {
  services: string[];
  resources: string[];
  excludeResources: string[];
}

export interface ScanOptions extends OutputOptions, GateOptions, SelectOptions {
  targets: string[];
  live: LiveOptions;
  rulesDirs: string[];
  rules: string[];
  skipRules: string[];
  /** Where to look since when doors stand open; only on request. */
  since?: 'git';
  /** Folders with source; empty: nothing is tied to source but by a map. */
  sources?: string[];
  /** File of a map from resources to source. */
  sourceMap?: string;
  /** The earlier states that the run is compared with: files, or `git:REF`. The first decides. */
  baseline?: string[];
  /** A file in the place of tojimari.yaml, or `git:REF`. */
  config?: string;
  /** An intent that matches nothing is a mistake. */
  strict?: true;
  /** No threshold was given: tojimari.yaml may say one. */
  defaultGate?: true;
  /** Without targets: the flags of live ones, to be checked against those of tojimari.yaml. */
  unplaced?: LiveArguments;
}

const flags = {
  ...liveFlags,
  ...selectFlags,
  ...ruleFlags,
  ...gateFlags,
  ...baselineFlags,
  ...intentFlags,
  ...reportFlags,
  ...explainFlags,
  ...sinceFlags,
  ...sourceFlags,
} as const;

/** Adds the command; `accept` gets its options when it was typed. */
export function scanCommand(yargs: Argv, accept: (options: ScanOptions) => void): Argv {
  return yargs.command(
    'scan [target..]',
    'Find what outsiders can reach: in aws, in salesforce, or in files',
    (command) =>
      command
        .positional('target', {
          type: 'string',
          array: true,
          description:
            'aws or salesforce (live), a file or folder (an export or a snapshot; ./aws for a folder aws), or - for stdin; default: targets of tojimari.yaml',
          default: undefined,
        })
        .options(flags)
        .example('$0 scan aws --profile prod', 'Ask AWS, with a profile of yours')
        .example('$0 scan ./exports --fail-on high', 'Judge exported settings in a CI job')
        .example('$0 scan aws --format sarif --output tojimari.sarif', 'For GitHub code scanning')
        .example('$0 scan aws salesforce --format text --format json --output - --output report.json', '')
        .example('$0 scan aws --baseline yesterday.jsonl --fail-on-new high', 'Fail only for what is new')
        .example('$0 scan aws --source ./infra --format sarif', 'Findings at the Terraform that made them')
        .example('aws iam get-account-authorization-details | $0 scan -', 'One answer, from stdin')
        .example('$0 scan aws --rule "aws.s3.*" --exclude-resource "*-public-assets"', ''),
    (argv) => {
      const { rules = [], rule = [], 'skip-rule': skipRules = [] } = argv;
      const conflict = rule.find((glob) => skipRules.includes(glob));
      if (conflict !== undefined)
        throw new UsageError(`--rule ${conflict} and --skip-rule ${conflict} leave nothing.`);
      // Without one, yargs makes a list of nothing.
      const targets = (argv.target ?? []).flatMap((word) => (word === undefined ? [] : asTyped(word)));
      const twice = targets.find((target, index) => targets.indexOf(target) !== index);
      if (twice !== undefined) throw new UsageError(`The target ${twice} was given twice.`);
      accept({
        targets,
        live: targets.length === 0 ? { regions: [] } : liveOptions(argv, targets),
        ...(targets.length === 0 && { unplaced: argv }),
        rulesDirs: rules,
        rules: rule,
        skipRules,
        ...sinceOption(argv.since, targets),
        ...(argv.source !== undefined && { sources: argv.source }),
        ...(argv['source-map'] !== undefined && { sourceMap: argv['source-map'] }),
        ...(argv.baseline !== undefined && { baseline: argv.baseline }),
        ...(argv.config !== undefined && { config: argv.config }),
        ...(argv.strict === true && { strict: true }),
        ...(argv['fail-on'] === undefined && argv['fail-on-new'] === undefined && { defaultGate: true }),
        ...selectOptions(argv),
        ...gateOptions(argv),
        ...outputOptions(argv),
      });
    },
  );
}

/** The history of files says nothing about what was asked live. */
function sinceOption(since: 'git' | undefined, targets: string[]): Pick<ScanOptions, 'since'> {
  if (since === undefined) return {};
  if (targets.length > 0 && targets.every((target) => target === 'aws' || target === 'salesforce'))
    throw new UsageError(
      '--since git is for files in a git repository, and none was given.',
      'Name the folder of an export: tojimari scan ./force-app --since git',
    );
  return { since };
}

interface SelectArguments {
  service?: string[] | undefined;
  resource?: string[] | undefined;
  'exclude-resource'?: string[] | undefined;
}

export function selectOptions(argv: SelectArguments): SelectOptions {
  const { service = [], resource = [], 'exclude-resource': excludeResources = [] } = argv;
  return { services: service, resources: resource, excludeResources };
}

interface GateArguments {
  'fail-on'?: GateOptions['failOn'] | undefined;
  'fail-on-new'?: GateOptions['failOn'] | undefined;
  'allow-unknown'?: string[] | undefined;
  'exit-zero'?: boolean | undefined;
}

export function gateOptions(argv: GateArguments): GateOptions {
  const { 'fail-on': failOn, 'fail-on-new': failOnNew } = argv;
  return {
    failOn: failOn ?? (failOnNew === undefined ? 'high' : 'never'),
    ...(failOnNew !== undefined && { failOnNew }),
    allowUnknown: argv['allow-unknown'],
    exitZero: argv['exit-zero'] === true,
  };
}

interface OutputArguments {
  format?: FormatName[] | undefined;
  output?: string[] | undefined;
  severity?: OutputOptions['severity'] | undefined;
  lang?: OutputOptions['lang'] | undefined;
  'show-proof'?: boolean | undefined;
  all?: boolean | undefined;
  quiet?: boolean | undefined;
  'no-color'?: boolean | undefined;
  'no-incidents'?: boolean | undefined;
  'sarif-profile'?: OutputOptions['sarifProfile'];
  'sarif-anchor'?: string | undefined;
  redact?: boolean | undefined;
  'redact-key'?: string | undefined;
  'explain-unknown'?: boolean | undefined;
}

export function outputOptions(argv: OutputArguments): OutputOptions {
  return {
    formats: argv.format ?? [],
    outputs: argv.output ?? [],
    ...(argv.severity === undefined ? {} : { severity: argv.severity }),
    ...(argv.lang === undefined ? {} : { lang: argv.lang }),
    showProof: argv['show-proof'] === true,
    all: argv.all === true,
    quiet: argv.quiet === true,
    color: argv['no-color'] !== true,
    ...(argv['no-incidents'] === true && { incidents: false as const }),
    ...(argv['sarif-profile'] !== undefined && { sarifProfile: argv['sarif-profile'] }),
    ...(argv['sarif-anchor'] !== undefined && { sarifAnchor: argv['sarif-anchor'] }),
    ...((argv.redact === true || argv['redact-key'] !== undefined) && { redact: true }),
    ...(argv['redact-key'] !== undefined && { redactKey: argv['redact-key'] }),
    ...(argv['explain-unknown'] === true && { explainUnknown: true as const }),
  };
}
