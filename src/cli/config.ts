// tojimari.yaml: who is ours and which vendors we know. Read from the folder tojimari is started in.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ipaddr from 'ipaddr.js';
import { type Document, isMap, isNode, visit } from 'yaml';
import { type Fault, InputError, type Place } from '../errors.ts';
import type { Ours } from '../exposure.ts';
import { didYouMean } from '../rules/nearest.ts';
import { type Misfit, parse } from '../schema.ts';
import { readDocument } from '../yaml.ts';
import { type Config, configSchema } from './config.generated.ts';

export const CONFIG_FILE = 'tojimari.yaml';
/** The deepest that the file needs is 4. */
const DEEPEST = 20;
const KEYS = ['own', 'vendors', 'accounts', 'organizations', 'networks', 'domains', 'name'];

/** Reads tojimari.yaml of a folder; without one, nobody is ours. Throws InputError with every fault and its place. */
export async function readConfig(folder: string): Promise<Ours> {
  const path = join(folder, CONFIG_FILE);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new InputError([{ message: `cannot be read (${error.code})`, place: { file: CONFIG_FILE } }]);
  });
  return oursOf(text === undefined ? {} : parseConfig(text, CONFIG_FILE));
}

/** The text of a tojimari.yaml as a checked value. */
export function parseConfig(text: string, file: string): Config {
  // Every scalar stays text: as numbers, account ids would lose their leading zeros.
  const { document, faults: broken, placeAt } = readDocument(text, file, DEEPEST, { schema: 'failsafe' });
  if (document !== undefined) broken.push(...aliasesIn(document, placeAt));
  if (broken.length > 0) throw new InputError(broken);
  const value: unknown = document?.toJS() ?? {};
  const parsed = parse(configSchema, value === '' ? {} : value);
  const faults: Fault[] = parsed.ok
    ? badNetworks(parsed.value).map((misfit) => locate(misfit, document, placeAt))
    : parsed.misfits.map((misfit) => locate(misfit, document, placeAt));
  if (!parsed.ok || faults.length > 0)
    throw new InputError(faults, 'examples/tojimari.yaml shows what the file can say.');
  return parsed.value;
}

/** A few aliases of aliases are a bomb, and a list of accounts needs none. */
function aliasesIn(document: Document, placeAt: (offset: number) => Place): Fault[] {
  const found: Fault[] = [];
  visit(document, {
    Alias(_key, { source, range }) {
      found.push({
        message: `uses the alias *${source}; write the value out`,
        place: placeAt(range?.[0] ?? 0),
      });
    },
  });
  return found;
}

function badNetworks({ own }: Config): Misfit[] {
  return (own?.networks ?? []).flatMap((network, index) =>
    ipaddr.isValidCIDR(network)
      ? []
      : [{ pointer: `/own/networks/${index}`, message: `"${network}" is not a network` }],
  );
}

/** A misfit with the place of its node; an unknown key has its own place, not that of the map it stands in. */
function locate(
  { pointer, message }: Misfit,
  document: Document | undefined,
  at: (offset: number) => Place,
): Fault {
  const path = pointer.split('/').slice(1);
  const node = path.length === 0 ? document?.contents : document?.getIn(path.map(toKey), true);
  const where = pointer === '' ? 'the file' : path.join('.');
  const key = /^has an unknown key "(.*)"$/.exec(message)?.[1];
  if (key !== undefined && isMap(node)) {
    const pair = node.items.find((item) => isNode(item.key) && String(item.key) === key);
    const offset = isNode(pair?.key) ? pair.key.range?.[0] : undefined;
    return { message: `${where} ${message}${didYouMean(key, KEYS)}`, place: at(offset ?? 0) };
  }
  return { message: `${where} ${message}`, place: at(isNode(node) ? (node.range?.[0] ?? 0) : 0) };
}

function toKey(part: string): string | number {
  return /^\d+$/.test(part) ? Number(part) : part;
}

function oursOf({ own = {}, vendors = [] }: Config): Ours {
  const { accounts = [], organizations = [], networks = [], domains = [] } = own;
  const declared = accounts.length + organizations.length + domains.length > 0;
  return { accounts, organizations, networks, domains, vendors, declared };
}
