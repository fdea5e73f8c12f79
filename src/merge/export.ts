// What joining knows of an export: its records, which can be read again, and how old they are.
import type { ResourceType } from '../providers/provider.ts';
import type { Resource, SnapshotRecord } from '../snapshot/resource.ts';

/** How old a value is. `export`: the export says so; `file`: no more than the date of its file. */
export interface Age {
  /** ISO 8601. */
  at: string;
  by: 'export' | 'file';
}

/** Something that people exported. */
export interface Export {
  provider: string;
  /** The one file that it is, where its records do not say what they were read from. */
  path?: string;
  /** From the beginning, each time. */
  records(): AsyncIterable<SnapshotRecord>;
  /** What it declares is not there yet, so that it is no other export's equal. */
  declaration: boolean;
  /** Age of what was read from a file; without one, of the export. Undefined: nothing says. */
  ageOf(file: string | undefined): Age | undefined;
}

/** What is known of a resource type. */
export type KindOf = (type: string) => ResourceType | undefined;

/** One stream of an audit. */
export interface Joined {
  provider: string;
  records: AsyncIterable<SnapshotRecord>;
}

/** A resource as one export has it. */
export interface Version {
  resource: Resource;
  ageOf: Export['ageOf'];
  /** The file or folder that it was read from. */
  path: string | undefined;
}

/** True for an id that means the same thing in every export: an ARN, but not of what AWS gives to every account. */
export function isGlobal(id: string): boolean {
  return /^arn:[^:]*:[^:]*:[^:]*:(?!aws:)/.test(id);
}

/** `aws/111122223333` of `aws/111122223333/path`; undefined where the export does not say whose it is. */
export function accountOf(scope: string): string | undefined {
  const [provider = '', account = 'unknown'] = scope.split('/');
  return account === 'unknown' ? undefined : `${provider}/${account}`;
}

/** What a resource is known by within its scope: what carries settings of the scope itself is there once, whatever it is called. */
export function keyOf({ type, id, region = '' }: Resource, kindOf: KindOf): string {
  return kindOf(type)?.carrier === true ? `${type} @${region}` : `${type} ${id}`;
}
