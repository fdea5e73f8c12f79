// What the main thread and those that judge for it tell each other: plain data.
import type { Part } from '../../audit/parts.ts';
import type { Selection } from '../../audit/select.ts';
import type { Fault } from '../../errors.ts';
import type { Ours, SensitiveNames } from '../../exposure.ts';
import type { Rule } from '../../rules/rule.ts';
import type { Piece } from '../../snapshot/batches.ts';
import type { Bounds } from '../../snapshot/bounds.ts';
import type { SnapshotRecord } from '../../snapshot/resource.ts';
import type { Packet } from './packing.ts';

/** What a judge is told once. */
export interface Brief {
  file: string;
  /** As what it was found (`remember` of src/snapshot/disk.ts). */
  state: string;
  bounds: Bounds;
  rules: Rule[];
  ours: Ours;
  sensitive?: SensitiveNames;
  now: number;
  select: Selection;
}

/** One batch of the file, and the records of those before it that others got. */
export interface Work {
  before: SnapshotRecord[];
  offset: number;
  length: number;
  pieces: Piece[];
}

/** What the lines of one piece came to. */
export type Outcome =
  | { part: Omit<Part, keyof Found>; read: { scope: string; type: string; resources: number }[] }
  /** A line does not fit; what follows was not read. */
  | { faults: Fault[]; hint: string | undefined };

/** What stands open, and what was found: most of what a batch comes to. */
export type Found = Pick<Part, 'doors' | 'findings'>;

/** One outcome for each piece of lines, in their order, and all that they found; or the stack of a mistake of ours. */
export type Answer = { outcomes: Outcome[]; found: Packet } | { bug: string };
