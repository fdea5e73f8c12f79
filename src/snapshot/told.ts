// What can be told of a value before anything is made: what plans say of it, and what the source says that they were made from.
import { BOUNDS } from './bounds.ts';
import type { Origin } from './resource.ts';

/** A value, as far as it can be told. */
export type Told =
  /** `at`: of a text that stands in the source as it is, the line that it begins on. */
  | { is: 'value'; value: string | number | boolean | null; at?: Origin }
  | { is: 'list'; items: Told[] }
  /** `at`: where it is written. */
  | { is: 'map'; entries: [string, Told][]; at?: Origin }
  /** A text with gaps: null stands for a part that cannot be told. `stands`: for each gap what can stand for it, see below. */
  | { is: 'text'; parts: (string | null)[]; why: string; stands?: (string | undefined)[]; at?: Origin }
  /** A text that is the JSON of something. */
  | { is: 'json'; of: Told }
  /**
   * Nothing of it can be told. `why` names what it waits for: `aws_iam_role.app.arn is known after apply`. `stands`: where only whose it is
   * counts, and that no other thing has the same, this is as good.
   */
  | { is: 'later'; why: string; stands?: string };

/** What a reference comes to inside a module: `('module.web["eu"].', 'aws_s3_bucket.logs[0].arn')`; undefined: nobody knows. */
export type Known = (module: string, reference: string) => Told | undefined;

/** The source that a declaration was made from. */
export interface Written {
  /**
   * The attribute of this name, or all nested blocks of this name as a list of maps, in the block of an address such as
   * `module.web["eu"].aws_s3_bucket_policy.this[0]`. Undefined where the source has none.
   */
  told(address: string, name: string, known: Known): { told: Told; place: Origin } | undefined;
}

/** Finds the source of a declaration in a file, where there is some. `addresses`: what the declaration declares. */
export type OpenWritten = (file: string, addresses: string[]) => Promise<Written | undefined>;

/** JSON as parsed -> the same as told. */
export function toldOf(value: unknown, depth = 0): Told {
  if (depth > BOUNDS.depth) return { is: 'later', why: 'a value is nested too deeply' };
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return { is: 'value', value };
  if (Array.isArray(value)) return { is: 'list', items: value.map((item) => toldOf(item, depth + 1)) };
  if (typeof value === 'object')
    return {
      is: 'map',
      entries: Object.entries(value).map(([key, inner]) => [key, toldOf(inner, depth + 1)]),
    };
  return { is: 'value', value: null };
}
