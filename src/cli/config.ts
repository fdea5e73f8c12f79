// tojimari.yaml: who is ours, which vendors we know, what we call sensitive, and what a run has to find. Read from the folder tojimari is started in.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ipaddr from 'ipaddr.js';
import { InputError } from '../errors.ts';
import type { Ours, SensitiveNames } from '../exposure.ts';
import { didYouMean } from '../rules/nearest.ts';
import type { Misfit } from '../schema.ts';
import { type Config, configSchema } from './config.generated.ts';
import { type Located, parseLocated } from './located.ts';
import { BUILT_IN, canBeIgnored } from './sensitive.ts';

export const CONFIG_FILE = 'tojimari.yaml';
/** The deepest that the file needs is 4. */
const DEEPEST = 20;
const KEYS = [
  ...['own', 'vendors', 'accounts', 'organizations', 'networks', 'domains', 'name'],
  ...['sensitive', 'names', 'ignore', 'expect', 'atLeast', 'resources', 'accept', 'deniedRegions'],
];

/** What an audit takes from the file. */
export interface Given {
  ours: Ours;
  /** Absent: the file does not speak of them. */
  sensitive?: SensitiveNames;
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
  return givenOf((await locatedConfig(folder)).value);
}

/** What tojimari.yaml of a folder expects and accepts. */
export async function readExpectations(folder: string): Promise<Expectations> {
  const config = await locatedConfig(folder);
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
  return located(text, file).value;
}

async function locatedConfig(folder: string): Promise<Located<Config>> {
  const text = await readFile(join(folder, CONFIG_FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw new InputError([{ message: `cannot be read (${error.code})`, place: { file: CONFIG_FILE } }]);
  });
  return located(text, CONFIG_FILE);
}

function located(text: string, file: string): Located<Config> {
  return parseLocated(text, file, {
    schema: configSchema,
    empty: {},
    deepest: DEEPEST,
    keys: KEYS,
    check: (config) => [...badNetworks(config), ...badNames(config)],
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

function givenOf({ own = {}, vendors = [], sensitive }: Config): Given {
  const { accounts = [], organizations = [], networks = [], domains = [] } = own;
  const declared = accounts.length + organizations.length + domains.length > 0;
  return {
    ours: { accounts, organizations, networks, domains, vendors, declared },
    ...(sensitive !== undefined && {
      sensitive: { names: sensitive.names ?? [], ignore: sensitive.ignore ?? [] },
    }),
  };
}
