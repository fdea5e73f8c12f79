// The vocabulary of facts: who can reach what, how, and on what proof. Every provider speaks it.
import type { Origin, Resource, Text, Unknown } from './snapshot/resource.ts';

/** Who gets in, from widest to narrowest. */
export const AUDIENCES = [
  'anyone',
  'anyone-registered',
  'named-outsider',
  'organization',
  'internal',
] as const;
export type Audience = (typeof AUDIENCES)[number];

/** What they may do. */
export const ACCESSES = ['list', 'read', 'write', 'delete', 'admin', 'invoke', 'assume', 'meta'] as const;
export type Access = (typeof ACCESSES)[number];

export const STATES = ['open', 'open-unless', 'code', 'shut-by', 'unknown', 'closed'] as const;
export type State = (typeof STATES)[number];

/** One deciding statement or setting. `about` names the setting; the place in a file is filled in for findings. */
export interface Evidence {
  /** Resource type and id when it is not the exposed resource itself (account-level Block Public Access). */
  resource?: { type: string; id: string };
  setting: string;
  /** JSON pointer within the setting's value: `/Statement/0/Principal`. */
  pointer?: string;
  /** What it says, in words. Untrusted names inside are raw: reporters escape. */
  text: Text;
  /** The value itself when it is short. */
  value?: string;
  origin?: Origin;
}

/** A concrete request that an outsider could make. */
export interface Witness {
  /** How it travels and who sends it, as data: { principal, action, resource, context }. */
  request: { principal: string; action: string; resource: string; context: Record<string, string> };
  /** A line the owner can run to see for themselves. */
  command?: string;
  /** True when an independent evaluator agreed that the request is allowed. */
  checked: boolean;
}

/** A change that closes the door. */
export interface Cure {
  text: Text;
  command?: string;
  /** True when the engine judged the changed settings again and found the door closed. */
  rejudged: boolean;
  /** Who else loses access by it: accounts, services and organizations by name, our own principals. Left out when nobody is known to. */
  loses?: Text;
}

/** Since when a door stands as it does, and who says so. */
export interface Since {
  /** ISO 8601. */
  date: string;
  /** The commit, the org's log of changes, or when the thing was made. */
  source: 'git' | 'setup-audit-trail' | 'created';
  detail: Text;
  /** What could be looked at ends there: it may be older. */
  orEarlier?: boolean;
  /** It cannot be older, and may be younger. */
  orLater?: boolean;
}

/** One way in. */
export interface Exposure {
  audience: Audience;
  access: Access[];
  /** Which road: `aws-account`, `aws-service`, `web-identity`, `self-registration`, `access-point`, `vpc-endpoint`, `acl`. */
  via?: string;
  /** The part of the resource, when it has parts: a Salesforce object, an issuer, an account. Part of the fingerprint. */
  subject?: string;
  /** What to call that part for people. */
  subjectName?: string;
  state: State;
  basis: 'configuration' | 'tried-live';
  /** open-unless: the guards that could not be read. shut-by: nothing here; unknown: the doors that could not be read. */
  missing?: Unknown[];
  /** open-unless / shut-by: the guard, in words ("Block Public Access of the account"). */
  guard?: Text;
  evidence: Evidence[];
  witness?: Witness;
  cures?: Cure[];
  /** Outsiders by name (account ids, services, domains), for named-outsider. */
  who?: string[];
  /** True when nobody told us who is ours, so that a named outsider may be our own sibling. */
  perhapsOurs?: boolean;
  /** Data here is marked or looks sensitive; raises severity by one. Says why. */
  sensitive?: Text;
  /** Patterns (`*`, `?`) of the keys within the resource that it opens, none of them left out: `assets/*`. Absent: cannot be told. */
  keys?: string[];
  /** Only where the input itself says so. */
  since?: Since;
}

/** What an analyser says about one resource. */
export interface Assessment {
  exposures: Exposure[];
  /** Named facts for rules, by the `facts` part of the resource type's schema; absent key = unknown, see unknownFacts. */
  facts: Record<string, unknown>;
  /** Fact name -> the settings that were missing to compute it. */
  unknownFacts?: Record<string, Unknown[]>;
  /**
   * How to say to people what rules find in settings and facts, by place: `facts.fullAdmin`, a setting (`mfaActive`), or a setting and
   * an entry of it (`accessKeys/0`). Without words, findings say `accessKeys[0].active is true`.
   */
  words?: Record<string, Evidence[]>;
}

/** Who is ours. Read from tojimari.yaml and, where readable, AWS Organizations. */
export interface Ours {
  accounts: string[];
  organizations: string[];
  networks: string[];
  domains: string[];
  /** Known third parties: name -> account ids. */
  vendors: { name: string; accounts: string[] }[];
  /** True when a list was given or an organization was read, so that "not in it" means "not ours". */
  declared: boolean;
}

/** What people call sensitive besides the built-in names, and which of those they do not. From tojimari.yaml. */
export interface SensitiveNames {
  /** Words, or one field as `Contact.Score__c`. */
  names: string[];
  ignore: string[];
}

/** What an analyser may look at besides the resource: the context resources of the run, and the run's own facts. */
export interface Context {
  /** Context resources of a type in the same scope, in the order they came. */
  all(type: string, scope: string): Resource[];
  ours: Ours;
  /** Absent: the built-in names alone. */
  sensitive?: SensitiveNames;
  /** Start of the run, milliseconds since 1970. */
  now: number;
}
