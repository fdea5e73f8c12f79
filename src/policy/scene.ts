// What all requests of one question have in common: owner, literals that name somebody, and who is not a stranger.

import type { State } from './cell.ts';
import { network } from './condition.ts';
import type { Document } from './document.ts';
import { type Range, union } from './interval.ts';
import { beginning, exactly, inAnyCase, type Pattern } from './pattern.ts';
import type { Question } from './question.ts';

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
  /** What all strangers have in common, once somebody asked (see `ofStrangers`). */
  strangers: Map<string, State>;
}

/** Places that every cell has. */
export const RESOURCE = 0;
export const PRINCIPAL = 1;

/** Stands for the owner's organization where only policy variables speak of it; no stranger is in it. */
export const OWN_ORGANIZATION = 'o-ownorganization';

const TWELVE = /\d{12}/;
const ACCOUNTS = /(?<!\d)\d{12}(?!\d)/g;
const ORGANIZATIONS = /(?<![a-z0-9-])o-[a-z0-9]{3,32}(?![a-z0-9*?])/g;

/** Collects the literals of all documents. */
export function scene(question: Question, documents: Document[]): Scene {
  const [, partition = 'aws', , region, account] =
    /^arn:([^:]*):([^:]*):([^:]*):([^:]*):/.exec(question.resource) ?? [];
  const owner = question.account ?? (/^\d{12}$/.test(account ?? '') ? account : undefined);
  const accounts = new Set<string>(question.ours?.accounts ?? []);
  if (owner !== undefined) accounts.add(owner);
  const organizations = new Set<string>([OWN_ORGANIZATION, ...(question.ours?.organizations ?? [])]);
  const values = new Map<string, string[]>();
  const keys = new Set<string>();
  const variables = new Set<string>();
  const look = (text: string) => {
    if (text.length >= 12 && TWELVE.test(text)) for (const [id] of text.matchAll(ACCOUNTS)) accounts.add(id);
    if (text.includes('o-')) for (const [id] of text.matchAll(ORGANIZATIONS)) organizations.add(id);
  };
  for (const { statements, variables: inUse } of documents) {
    const uses = (value: string) => {
      if (!inUse || !value.includes('${')) return;
      for (const [, name = ''] of value.matchAll(/\$\{\s*([^,}\s]+)/g))
        if (!/^[*?$]$/.test(name)) variables.add(name.toLowerCase());
    };
    for (const statement of statements) {
      for (const name of statement.principals.aws) look(name);
      for (const name of statement.principals.odd) look(name);
      for (const { key, values: listed, operator } of statement.conditions) {
        keys.add(key);
        for (const value of listed) uses(value);
        if (operator === 'Null') continue;
        for (const value of listed) {
          look(value);
          const lower = value.toLowerCase();
          if (lower !== value) look(lower);
        }
        const before = values.get(key);
        if (before === undefined) values.set(key, [...listed]);
        else for (const value of listed) before.push(value);
      }
      for (const value of statement.resources ?? []) uses(value);
    }
  }
  for (const name of variables) keys.add(name);
  const names = ['', 'aws:principalarn'];
  for (const key of keys) if (key !== 'aws:principalarn') names.push(key);
  const places = new Map<string, number>();
  for (const name of names) places.set(name, places.size);
  const networks: Range[] = [];
  for (const cidr of question.ours?.networks ?? []) {
    const range = network(cidr);
    if (range) networks.push(range);
  }
  return {
    question,
    owner,
    partition: partition === '' || partition.includes('*') ? 'aws' : partition,
    region: region === '' || region?.includes('*') ? undefined : region,
    now: question.now === undefined ? undefined : BigInt(question.now),
    accounts: [...accounts],
    organizations: [...organizations],
    values,
    keys,
    networks: union(networks),
    variables,
    names,
    places,
    strangers: new Map(),
  };
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
  return ids.map((id) => (rest ? beginning(prefix + id + suffix, id) : exactly(prefix + id + suffix)));
}
