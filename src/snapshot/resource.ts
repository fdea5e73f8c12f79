// The data in the middle: what a cloud, or an export of it, said about each resource.
import { parse, type Schema } from '../schema.ts';

/** A sentence in each language the product speaks. English is the source. */
export interface Text {
  en: string;
  ja: string;
}

/**
 * Why a setting is not known.
 * `not-held`: this kind of input can never hold it; it is listed once and is nobody's failure.
 * `missing`: this kind of input could hold it and does not.
 * `disputed`: several inputs hold it, not the same, and nothing says which of them is newer.
 */
export type UnknownReason =
  | 'denied'
  | 'throttled'
  | 'failed'
  | 'cut-short'
  | 'malformed'
  | 'disputed'
  | 'missing'
  | 'not-held';

/** One setting that could not be seen. */
export interface Unknown {
  /** Name of the setting, a top-level key of the resource's settings schema. */
  setting: string;
  reason: UnknownReason;
  /** The permission that would settle it: `s3:GetBucketPolicy`, `View Setup and Configuration`. */
  permission?: string;
  /** The service's own words or what was wrong, one line, never a secret. */
  detail?: string;
  /** The same in Japanese, where the words are tojimari's own. */
  detailJa?: string;
}

/** Where a setting was read: a file of an export. `pointer` is a JSON pointer into a JSON file. */
export interface Origin {
  file: string;
  pointer?: string;
  line?: number;
  column?: number;
}

/**
 * One thing that can be exposed. Each key of `settings` is present (a value), null (the service said that there is
 * none) or left out, and then `unknowns` has its reason. The three never mix.
 */
export interface Resource<S extends object = Record<string, unknown>> {
  record: 'resource';
  /** `aws.s3.bucket` */
  type: string;
  /** The ARN, or the org's own id. Unique within its type. */
  id: string;
  /** What people call it. */
  name: string;
  /** Id of the scope it was found in. */
  scope: string;
  region?: string;
  settings: Partial<S>;
  unknowns: Unknown[];
  /** Setting name -> where it was read; only for exports. */
  origins?: Record<string, Origin>;
  /** ISO 8601: when the settings were what they are here, where an export says it of each resource. */
  asOf?: string;
}

/** Where the settings came from. */
export type InputKind = 'live' | 'export' | 'declaration';

/** Something asked for: an account, an org, a folder. The first record of its resources. */
export interface Scope {
  record: 'scope';
  /** `aws/210987654321`, `salesforce/00D000000000001EAA`; for an export that does not say, `aws/unknown`. */
  id: string;
  provider: string;
  /** `2109-8765-4321 (prod)` */
  label: string;
  input: InputKind;
  /** Kind of input in words: `live`, `IAM authorization details`, `SFDX project`. */
  format: string;
  /** Who asked (live): `role/auditor`. */
  asker?: string;
  /** Files or folder it was read from (export). */
  paths?: string[];
  regions?: string[];
  /** One-sentence remarks: an organization that could not be read, files that were not recognised. */
  notes?: Text[];
}

/** The outcome of listing one resource type in one scope. `unknown` means that there may be more than was seen. */
export interface Listing {
  record: 'listing';
  scope: string;
  type: string;
  region?: string;
  state: 'complete' | 'unknown' | 'not-held';
  /** How many were seen. */
  seen: number;
  reason?: UnknownReason;
  permission?: string;
  detail?: string;
  /** The same in Japanese, where the words are tojimari's own. */
  detailJa?: string;
  /** Nothing of this scope follows. Where nobody says so, something may follow. */
  last?: true;
}

/** One line of a snapshot. Order: a scope, then its context resources, then the others; listings anywhere after their scope. */
export type SnapshotRecord = Scope | Listing | Resource;

/** A setting as analysers meet it. */
export type Known<T> =
  | { state: 'present'; value: T }
  | { state: 'absent' }
  | { state: 'unknown'; why: Unknown };

/** Looks a setting up without ever confusing "there is none" with "could not be read". */
export function setting<S extends object, K extends keyof S & string>(
  resource: Resource<S>,
  name: K,
): Known<NonNullable<S[K]>> {
  const value: S[K] | null | undefined = resource.settings[name];
  if (value === null) return { state: 'absent' };
  if (value !== undefined) return { state: 'present', value };
  const why = resource.unknowns.find((unknown) => unknown.setting === name);
  return { state: 'unknown', why: why ?? { setting: name, reason: 'missing' } };
}

/** Settings that were found to fit, with the name of their schema: context is asked for again with every resource that it decides about. */
const fitting = new WeakMap<object, string>();
/** The same for the one that was read last, which is judged next and never again. */
let latest: { settings: object; schema: string } | undefined;

/** Says that settings were just checked against the schema of this name. */
export function justChecked(settings: object, schema: string): void {
  latest = { settings, schema };
}

/** True when these very settings were found to fit this schema before. */
function wasChecked<S extends object>(
  resource: Resource,
  schema: Schema<S>,
): resource is Resource & Resource<S> {
  const { settings } = resource;
  return (latest?.settings === settings ? latest.schema : fitting.get(settings)) === schema.name;
}

/** The resource with its settings typed; settings that do not fit their schema are our bug by now (files are checked when read). */
export function typed<S extends object>(resource: Resource, schema: Schema<S>): Resource<S> {
  if (wasChecked(resource, schema)) return resource;
  const { settings } = resource;
  const parsed = parse(schema, settings);
  if (!parsed.ok) {
    const [first] = parsed.misfits;
    throw new Error(
      `settings of ${resource.type} ${resource.id} do not fit their schema: ${first?.pointer} ${first?.message}`,
    );
  }
  fitting.set(settings, schema.name);
  return { ...resource, settings: parsed.value };
}
