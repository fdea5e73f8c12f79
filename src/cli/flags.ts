// The flags that several commands share, as data for yargs.
import { many, one, toggle } from './flag.ts';
import { liveFlags } from './live-flags.ts';

/** Formats of a report, by the names people type. */
export const FORMAT_NAMES = [
  'text',
  'sarif',
  'json',
  'junit',
  'markdown',
  'github',
  'csv',
  'gitlab-codequality',
  'ocsf',
] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

export const FAIL_ON = ['critical', 'high', 'medium', 'low', 'never'] as const;
const SHOWN = ['critical', 'high', 'medium', 'low'] as const;

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

/** Flags of whatever writes a whole report. */
export const reportFlags = {
  ...outputFlags,
  'no-incidents': toggle('Name no public incident at the end of the text', 'Output:'),
  'sarif-profile': {
    ...one('Whom SARIF is for: GitHub code scanning (default), or other viewers', 'Output:'),
    choices: ['github', 'full'] as const,
  },
  'sarif-anchor': one(
    'SARIF: file of the repository at which findings without a file of their own stand (FILE)',
    'Output:',
  ),
  redact: toggle('Put pseudonyms in the place of names, ids, accounts and addresses, for sharing', 'Output:'),
  'redact-key': one('The same pseudonyms in every run with this secret file (FILE)', 'Output:'),
} as const;

/** What could not be told, explained. */
export const explainFlags = {
  'explain-unknown': toggle('Say by which commands what is unknown could be settled', 'Output:'),
} as const;

export const gateFlags = {
  'fail-on': {
    ...one('Exit 1 when a finding is at least this severe', 'Verdict:'),
    choices: FAIL_ON,
    defaultDescription: '"high"',
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

export const baselineFlags = {
  baseline: many(
    'Compare with an earlier state: a snapshot, a report, SARIF, what "baseline write" made, or git:REF; the first decides what is new, more only lend dates and settings',
    'Verdict:',
    'FILE',
  ),
  'fail-on-new': {
    ...one(
      'Exit 1 only when something at least this severe opened or widened since the baseline; with --fail-on, both count',
      'Verdict:',
    ),
    choices: FAIL_ON,
  },
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

export const sourceFlags = {
  source: many(
    'Say where Terraform or CloudFormation in this folder declares what stands open; of a plan its own folder does',
    'Output:',
    'DIR',
  ),
  'source-map': one(
    'Say so by this YAML file as well: resource id to file:line or address (FILE)',
    'Output:',
  ),
} as const;

export const configFlags = {
  config: one(
    'Read this file instead of tojimari.yaml, or git:REF for the one of a commit: a pull request cannot approve itself',
    'Selection:',
  ),
} as const;

/** Flags of declared intents. */
export const intentFlags = {
  ...configFlags,
  strict: toggle('Exit 2 when an intent of tojimari.yaml matches nothing', 'Verdict:'),
} as const;

export const ruleFlags = {
  rules: many(
    "Add your own rules from this folder's YAML files, or those of an npm package (npm:NAME)",
    'Selection:',
    'DIR',
  ),
  rule: many('Only these rules', 'Selection:'),
  'skip-rule': many('Not these rules', 'Selection:'),
} as const;

/** Every flag there is, for finding the one that was meant. */
export const ALL_FLAGS: string[] = [
  ...new Set(
    [
      liveFlags,
      selectFlags,
      policyFlags,
      ruleFlags,
      gateFlags,
      baselineFlags,
      intentFlags,
      newFlags,
      reportFlags,
      explainFlags,
      sinceFlags,
      sourceFlags,
    ].flatMap((flags) => Object.keys(flags)),
  ),
  'on',
  'dir',
  'from',
  'beyond',
  'resume',
  'owner',
  'reason',
  'until',
  'provider',
  'ci',
  'help',
  'version',
];

/** Flags that take one value and may be given once. */
export const SINGLE_FLAGS = Object.entries({
  ...liveFlags,
  ...gateFlags,
  ...baselineFlags,
  ...intentFlags,
  ...newFlags,
  ...reportFlags,
  ...sinceFlags,
  ...sourceFlags,
  from: {},
  on: {},
  dir: {},
  beyond: {},
  resume: {},
  owner: {},
  reason: {},
  until: {},
  provider: {},
  ci: {},
})
  .filter(([, flag]) => !('array' in flag))
  .map(([name]) => name);
