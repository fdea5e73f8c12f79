// What the main thread and those that judge for it tell each other: plain data.
import type { Part } from '../../audit/parts.ts';
import type { Selection } from '../../audit/select.ts';
import type { Fault } from '../../errors.ts';
import type { Ours, SensitiveNames } from '../../exposure.ts';
import type { Rule } from '../../rules/rule.ts';
import type { Piece } from '../../snapshot/batches.ts';
import type { Bounds } from '../../snapshot/bounds.ts';
import type { SnapshotRecord } from '../../snapshot/resource.ts';

/** What a judge is told once. */
export interface Brief {
  file: string;
  bounds: Bounds;
  rules: Rule[];
  ours: Ours;
  sensitive?: SensitiveNames;
  now: number;
  select: Selection;
}

/** One batch, and the records of those that others got. */
export interface Work {
  before: SnapshotRecord[];
  bytes: Uint8Array<ArrayBuffer>;
  pieces: Piece[];
}

/** What the lines of one piece came to. */
export type Outcome =
  | { part: Part; read: { scope: string; type: string; resources: number }[] }
  /** A line does not fit; what follows was not read. */
  | { faults: Fault[]; hint: string | undefined };

/** One for each piece of lines, in their order; or the stack of a mistake of ours. */
export type Answer = { outcomes: Outcome[] } | { bug: string };
