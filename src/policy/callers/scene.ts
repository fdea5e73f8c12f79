// What all requests of one question have in common: owner, literals that name somebody, and who is not a stranger.

import { type KeyTraits, traitsOf } from '../keys/traits.ts';
import { type Range, union } from '../language/interval.ts';
import { beginning, exactly, inAnyCase, type Pattern } from '../language/pattern.ts';
import type { Question } from '../question.ts';
import type { Document } from '../read/document.ts';
import { addAccounts, addOrganizations, addVariables } from '../read/names.ts';
import { network } from '../read/ranges.ts';
import type { State } from '../solve/cell.ts';

export interface Scene {
  question: Question;
  owner: string | undefined;
  partition: string;
  region: string | undefined;
  now: bigint | undefined;
  /** Account ids that the policies or the owner spell out: no stranger has one of them. */
  accounts: string[];
  /** Organization ids, the same. */
  organizations: string[];
  /** Condition key -> values spelled out for it. */
  values: Map<string, string[]>;
  /** Condition keys that the policies mention. */
  keys: Set<string>;
  networks: Range[];
  /** Condition keys that stand as policy variables. */
  variables: Set<string>;
  /** The variables of a cell by their place: the resource (`''`), who calls, and every key of the policies. */
  names: string[];
  places: Map<string, number>;
  /** Traits of the keys by their place. */
  traits: KeyTraits[];
  /** Keys, lower case, that the road to the resource fixes. */
  fixed: Record<string, string> | undefined;
  /** What all strangers have in common, once somebody asked (see `ofStrangers`). */
  strangers: Partial<Record<Common, State>>;
}

/** What strangers have in common. */
export type Common = 'account' | 'organization' | 'paths' | 'arn';

/** Places that every cell has. */
export const RESOURCE = 0;
export const PRINCIPAL = 1;

/** Stands for the owner's organization where only policy variables speak of it; no stranger is in it. */
export const OWN_ORGANIZATION = 'o-ownorganization';

const TWELVE = /^\d{12}$/;

/** Collects the literals of all documents. */
export function scene(question: Question, documents: Document[]): Scene {
  const arn = question.resource.split(':', 6);
  const [, partition = '', , region = '', account = ''] = arn[0] === 'arn' && arn.length === 6 ? arn : [];
  const owner = question.account ?? (TWELVE.test(account) ? account : undefined);
  const accounts = new Set<string>(question.ours?.accounts);
  if (owner !== undefined) accounts.add(owner);
  const organizations = new Set<string>([OWN_ORGANIZATION, ...(question.ours?.organizations ?? [])]);
  const values = new Map<string, string[]>();
  const variables = new Set<string>();
  const keys = new Set<string>();
  for (const { statements, variables: inUse } of documents) {
    for (const statement of statements) {
      for (const names of [statement.principals.aws, statement.principals.odd])
        for (const name of names) {
          addAccounts(name, accounts);
          addOrganizations(name, organizations);
        }
      for (const { key, values: listed, operator } of statement.conditions) {
        keys.add(key);
        if (inUse) for (const value of listed) addVariables(value, variables);
        if (operator === 'Null') continue;
        for (const value of listed) {
          addAccounts(value, accounts);
          addOrganizations(value, organizations);
        }
        const before = values.get(key);
        if (before === undefined) values.set(key, [...listed]);
        else for (const value of listed) before.push(value);
      }
      if (inUse) for (const value of statement.resources ?? []) addVariables(value, variables);
    }
  }
  for (const name of variables) keys.add(name);
  const names = ['', 'aws:principalarn'];
  for (const key of keys) if (key !== 'aws:principalarn') names.push(key);
  const places = new Map<string, number>();
  for (const name of names) places.set(name, places.size);
  const traits = names.map(traitsOf);
  return {
    question,
    owner,
    partition: partition === '' || partition.includes('*') ? 'aws' : partition,
    region: region === '' || region.includes('*') ? undefined : region,
    now: question.now === undefined ? undefined : BigInt(question.now),
    accounts: [...accounts],
    organizations: [...organizations],
    values,
    keys,
    networks: networksOf(question),
    variables,
    names,
    places,
    traits,
    fixed: fixedBy(question),
    strangers: {},
  };
}

/** Does any key of the policies have a trait? */
export function mentions({ traits }: Scene, trait: keyof KeyTraits): boolean {
  for (const one of traits) if (one[trait]) return true;
  return false;
}

function networksOf({ ours }: Question): Range[] {
  const networks: Range[] = [];
  for (const cidr of ours?.networks ?? []) {
    const range = network(cidr);
    if (range) networks.push(range);
  }
  return networks.length === 0 ? networks : union(networks);
}

function fixedBy({ fixed }: Question): Scene['fixed'] {
  if (fixed === undefined) return undefined;
  const found: [string, string][] = Object.entries(fixed).map(([key, value]) => [key.toLowerCase(), value]);
  return Object.fromEntries(found);
}

/** Values spelled out without wildcards for these keys, in any case: a stranger never has them. */
export function spelledOut(scene: Scene, keys: string[]): Pattern[] {
  const found: Pattern[] = [];
  for (const key of keys)
    for (const value of scene.values.get(key) ?? [])
      if (!/[*?]|\$\{/.test(value)) found.push(inAnyCase(value));
  return found;
}

/** `prefix` + id + `suffix` + anything, for each id. */
export function allOf(ids: string[], prefix: string, suffix: string, rest: boolean): Pattern[] {
  return ids.map((id) => (rest ? beginning(prefix + id + suffix) : exactly(prefix + id + suffix)));
}
