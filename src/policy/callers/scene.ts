// What all requests of one question have in common: owner, literals that name somebody, and who is not a stranger.

import { type KeyTraits, traitsOf } from '../keys/traits.ts';
import { type Range, union } from '../language/interval.ts';
import { beginning, exactly, inAnyCase, type Pattern } from '../language/pattern.ts';
import type { Question } from '../question.ts';
import type { Document } from '../read/document.ts';
import { addAccounts, addOrganizations, addVariables } from '../read/names.ts';
import { network } from '../read/ranges.ts';
import type { Cell, State } from '../solve/cell.ts';

export interface Scene {
  question: Question;
  documents: Document[];
  owner: string | undefined;
  partition: string;
  region: string | undefined;
  now: bigint | undefined;
  /** What the policies spell out, once somebody asked (see `spelled`). */
  spelled: Spelled | undefined;
  /** Condition keys that the policies mention. */
  keys: string[];
  networks: Range[];
  /** Condition keys that stand as policy variables. */
  variables: ReadonlySet<string>;
  /** The variables of a cell by their place: the resource, who calls, and every key of the policies. */
  names: string[];
  places: Map<string, number>;
  /** Traits of the keys by their place. */
  traits: KeyTraits[];
  /** A cell of all requests. */
  all: Cell;
  /** The policies ask for the caller's account and for the caller's ARN. */
  entangled: boolean;
  /** Keys, lower case, that the road to the resource fixes. */
  fixed: Record<string, string> | undefined;
  /** What all strangers have in common, once somebody asked (see `ofAll`). */
  strangers: Partial<Record<Common, State>>;
}

/** What the policies and the owner spell out: no stranger has it. */
export interface Spelled {
  accounts: string[];
  organizations: string[];
  /** Condition key -> values spelled out for it. */
  values: Map<string, string[]>;
}

/** What all callers, or all strangers, have in common. */
export type Common = 'account' | 'organization' | 'paths' | 'arn' | 'transport';

/** Places that every cell has. */
export const RESOURCE = 0;
export const PRINCIPAL = 1;

/** Stands for the resource among the keys, which are lower case. */
export const RESOURCE_NAME = 'Resource';
const ARN = 'aws:principalarn';
/** Keys that hold the account of a signed caller. */
export const ACCOUNTS = ['aws:principalaccount', 'kms:calleraccount'];

/** Stands for the owner's organization where only policy variables speak of it; no stranger is in it. */
export const OWN_ORGANIZATION = 'o-ownorganization';

const TWELVE = /^\d{12}$/;
const NONE: ReadonlySet<string> = new Set();

/** Sets the scene for all documents. */
export function scene(question: Question, documents: Document[]): Scene {
  const { partition, region, account } = headOf(question.resource);
  const owner = question.account ?? (TWELVE.test(account) ? account : undefined);
  const variables = variablesOf(documents);
  const keys: string[] = [];
  const names = [RESOURCE_NAME, ARN];
  const places = new Map<string, number>();
  places.set(RESOURCE_NAME, RESOURCE);
  places.set(ARN, PRINCIPAL);
  let asksForArn = false;
  const add = (key: string) => {
    if (key === ARN && !asksForArn) {
      asksForArn = true;
      keys.push(key);
    } else if (!places.has(key)) {
      places.set(key, names.length);
      names.push(key);
      keys.push(key);
    }
  };
  for (const { statements } of documents)
    for (const { conditions } of statements) for (const { key } of conditions) add(key);
  for (const name of variables) add(name);
  return {
    question,
    documents,
    owner,
    partition: partition === '' || partition.includes('*') ? 'aws' : partition,
    region: region === '' || region.includes('*') ? undefined : region,
    now: question.now === undefined ? undefined : BigInt(question.now),
    spelled: undefined,
    keys,
    networks: networksOf(question),
    variables,
    names,
    places,
    traits: names.map(traitsOf),
    all: names.map(() => undefined),
    entangled: asksForArn && ACCOUNTS.some((key) => places.has(key)),
    fixed: fixedBy(question),
    strangers: {},
  };
}

/** Partition, region and account of an ARN; empty where there are none, and of what is no ARN. */
function headOf(arn: string): { partition: string; region: string; account: string } {
  const service = arn.indexOf(':', 4);
  const region = arn.indexOf(':', service + 1);
  const account = arn.indexOf(':', region + 1);
  const end = arn.indexOf(':', account + 1);
  if (!arn.startsWith('arn:') || service < 0 || region < 0 || account < 0 || end < 0)
    return { partition: '', region: '', account: '' };
  return {
    partition: arn.slice(4, service),
    region: arn.slice(region + 1, account),
    account: arn.slice(account + 1, end),
  };
}

function variablesOf(documents: Document[]): ReadonlySet<string> {
  let found: Set<string> | undefined;
  const look = (value: string) => {
    if (!value.includes('${')) return;
    found ??= new Set();
    addVariables(value, found);
  };
  for (const { statements, variables } of documents) {
    if (!variables) continue;
    for (const { conditions, resources } of statements) {
      for (const { values } of conditions) for (const value of values) look(value);
      for (const value of resources ?? []) look(value);
    }
  }
  return found ?? NONE;
}

/** The literals of all documents. Most policies let in whom they name, and nobody asks for them. */
export function spelled(scene: Scene): Spelled {
  const { question, owner, documents } = scene;
  if (scene.spelled !== undefined) return scene.spelled;
  const accounts = new Set<string>(question.ours?.accounts);
  if (owner !== undefined) accounts.add(owner);
  const organizations = new Set<string>([OWN_ORGANIZATION, ...(question.ours?.organizations ?? [])]);
  const values = new Map<string, string[]>();
  for (const { statements } of documents)
    for (const { principals, conditions } of statements) {
      for (const names of [principals.aws, principals.odd])
        for (const name of names) {
          addAccounts(name, accounts);
          addOrganizations(name, organizations);
        }
      for (const { key, values: listed, operator } of conditions) {
        if (operator === 'Null') continue;
        for (const value of listed) {
          addAccounts(value, accounts);
          addOrganizations(value, organizations);
        }
        const before = values.get(key);
        if (before === undefined) values.set(key, [...listed]);
        else for (const value of listed) before.push(value);
      }
    }
  scene.spelled = { accounts: [...accounts], organizations: [...organizations], values };
  return scene.spelled;
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
  const { values } = spelled(scene);
  for (const key of keys)
    for (const value of values.get(key) ?? []) if (!/[*?]|\$\{/.test(value)) found.push(inAnyCase(value));
  return found;
}

/** `prefix` + id + `suffix` + anything, for each id. */
export function allOf(ids: string[], prefix: string, suffix: string, rest: boolean): Pattern[] {
  return ids.map((id) => (rest ? beginning(prefix + id + suffix) : exactly(prefix + id + suffix)));
}
