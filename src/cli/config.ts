// tojimari.yaml as a checked value: who is ours, whom we know, what is sensitive, what a run has to find, what is meant, and how to scan.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ipaddr from 'ipaddr.js';
import type { Declared } from '../audit/intents.ts';
import type { Override } from '../audit/overrides.ts';
import { InputError } from '../errors.ts';
import type { Ours, SensitiveNames } from '../exposure.ts';
import { didYouMean } from '../rules/nearest.ts';
import type { LoadedRule } from '../rules/rule.ts';
import type { Misfit } from '../schema.ts';
import type { InputFile } from '../snapshot/files.ts';
import { type Config, configSchema } from './config.generated.ts';
import { badIntents, declaredIn, overridesIn } from './config-intents.ts';
import { type Located, parseLocated } from './located.ts';
import { BUILT_IN, canBeIgnored } from './sensitive.ts';

export const CONFIG_FILE = 'tojimari.yaml';
/** The deepest that the file needs is 4. */
const DEEPEST = 20;
const KEYS = [
  ...['own', 'vendors', 'accounts', 'organizations', 'networks', 'domains', 'name'],
  ...['sensitive', 'names', 'ignore', 'expect', 'atLeast', 'resources', 'accept', 'deniedRegions'],
  ...[
    'targets',
    'lang',
    'failOn',
    'failOnNew',
    'allowUnknown',
    'rules',
    'folders',
    'only',
    'skip',
    'severity',
  ],
  ...[
    'rule',
    'intents',
    'type',
    'resource',
    'scope',
    'audience',
    'access',
    'under',
    'parts',
    'who',
    'unknown',
  ],
  ...['owner', 'reason', 'until'],
];

/** What an audit takes from the file. */
export interface Given {
  ours: Ours;
  /** Absent: the file does not speak of them. */
  sensitive?: SensitiveNames;
  /** What is meant to be open or unknown. */
  intents?: Declared[];
  /** Severities that are not the rules' own. */
  overrides?: Override[];
  /** Throws InputError for globs of the file that match none of the rules. */
  checkRules?(rules: LoadedRule[]): void;
  /** Rules of one's own, beside those of folders on the command line. */
  ruleFiles?: InputFile[];
}

/** What the command takes from it besides. */
export interface Expectations {
  /** With the places of what is expected; absent: nothing is. */
  expect?: Located<Config>;
  /** Blind spots that are accepted, as --allow-unknown takes them. */
  accepted: string[];
}

/** Reads tojimari.yaml of a folder; without one, nobody is ours. Throws InputError with every fault and its place. */
export async function readConfig(folder: string): Promise<Given> {
  const config = await configIn(folder);
  return givenOf(config.value, declaredIn(config));
}

/** What tojimari.yaml of a folder expects and accepts. */
export async function readExpectations(folder: string): Promise<Expectations> {
  return expectationsIn(await configIn(folder));
}

/** What a file expects and accepts. */
export function expectationsIn(config: Located<Config>): Expectations {
  const { expect, accept } = config.value;
  const denied = accept?.deniedRegions ?? [];
  const regions = typeof denied === 'string' ? ['*'] : denied;
  return {
    ...(expect !== undefined && { expect: config }),
    accepted: regions.map((region) => `region/${region}`),
  };
}

/** The text of a tojimari.yaml as a checked value. */
export function parseConfig(text: string, file: string): Config {
  return locatedConfig(text, file).value;
}

async function configIn(folder: string): Promise<Located<Config>> {
  const text = await readFile(join(folder, CONFIG_FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw new InputError([{ message: `cannot be read (${error.code})`, place: { file: CONFIG_FILE } }]);
  });
  return locatedConfig(text, CONFIG_FILE);
}

/** The same with the place of each part. */
export function locatedConfig(text: string, file: string): Located<Config> {
  return parseLocated(text, file, {
    schema: configSchema,
    empty: {},
    deepest: DEEPEST,
    keys: KEYS,
    check: (config) => [...badNetworks(config), ...badNames(config), ...badIntents(config)],
    hint: 'examples/tojimari.yaml shows what the file can say.',
  });
}

function badNetworks({ own }: Config): Misfit[] {
  return (own?.networks ?? []).flatMap((network, index) =>
    ipaddr.isValidCIDR(network)
      ? []
      : [{ pointer: `/own/networks/${index}`, message: `"${network}" is not a network` }],
  );
}

/** A slip would switch nothing off. */
function badNames({ sensitive }: Config): Misfit[] {
  return (sensitive?.ignore ?? []).flatMap((name, index) =>
    canBeIgnored(name)
      ? []
      : [
          {
            pointer: `/sensitive/ignore/${index}`,
            message: `"${name}" is no built-in name${didYouMean(name, BUILT_IN)}`,
          },
        ],
  );
}

/** What an audit takes from a file, its intents, and the rules that it names. */
export function givenOf(config: Config, intents: Declared[], ruleFiles: InputFile[] = []): Given {
  const { own = {}, vendors = [], sensitive } = config;
  const { accounts = [], organizations = [], networks = [], domains = [] } = own;
  const declared = accounts.length + organizations.length + domains.length > 0;
  return {
    ours: { accounts, organizations, networks, domains, vendors, declared },
    ...(sensitive !== undefined && {
      sensitive: { names: sensitive.names ?? [], ignore: sensitive.ignore ?? [] },
    }),
    ...(intents.length > 0 && { intents }),
    ...(config.severity !== undefined && { overrides: overridesIn(config) }),
    ...(ruleFiles.length > 0 && { ruleFiles }),
  };
}
