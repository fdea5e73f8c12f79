// Whether a target is a snapshot so large that several threads are worth while, and its records then.
import { open, stat } from 'node:fs/promises';
import { kindsOf } from '../../audit/kinds.ts';
import type { Judged } from '../../audit/parts.ts';
import type { AuditInput } from '../../audit.ts';
import { PROVIDERS } from '../../providers/index.ts';
import { BOUNDS } from '../../snapshot/bounds.ts';
import { remember } from '../../snapshot/disk.ts';
import { isPacked } from '../../snapshot/packed.ts';
import type { SnapshotRecord } from '../../snapshot/resource.ts';
import { schemaNameOf } from '../targets.ts';
import { judgeInThreads, LARGE, type Threads } from './threads.ts';

/** What of an audit the threads have to know. */
export type Judging = Pick<AuditInput, 'rules' | 'ours' | 'sensitive' | 'now' | 'select'>;

/**
 * The stream of the one target of a run, where it is a large snapshot on the disk: plain UTF-8 lines, neither packed nor in a folder.
 * Undefined for everything else. `tell`: how many bytes of how many were read.
 */
export async function largeSnapshot(
  targets: string[],
  threads: Threads | undefined,
  judging: Judging,
  tell: (done: number, total: number) => void,
): Promise<{ provider: string; records: AsyncIterable<SnapshotRecord | Judged> } | undefined> {
  const [file, ...others] = targets;
  if (threads === undefined || file === undefined || others.length > 0 || isPacked(file)) return undefined;
  const info = await stat(file).catch(() => undefined);
  if (info?.isFile() !== true || info.size < LARGE || !(await beginsPlainly(file))) return undefined;
  const { rules, ours, sensitive, now, select } = judging;
  const brief = {
    file,
    state: remember(file, info),
    bounds: BOUNDS,
    rules,
    ours,
    now,
    select,
    ...(sensitive !== undefined && { sensitive }),
  };
  const kinds = kindsOf(PROVIDERS);
  const records = judgeInThreads(
    threads,
    brief,
    (type) => schemaNameOf(type, PROVIDERS),
    // A type that nobody knows is a mistake of the line that it stands in, which is told where lines are read.
    (type) => kinds.get(type)?.type.context ?? !kinds.has(type),
    (done) => tell(done, info.size),
  );
  return { provider: 'snapshot', records };
}

/** As tojimari writes it, without a mark and not in UTF-16. */
async function beginsPlainly(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(200), 0, 200, 0);
    return /^\s*\{\s*"record"\s*:\s*"tojimari-snapshot"/.test(buffer.toString('latin1', 0, bytesRead));
  } finally {
    await file.close();
  }
}
