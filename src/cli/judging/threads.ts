// A large snapshot is judged by several threads at once; what comes of it is the same as of one.
import type { Judged } from '../../audit/parts.ts';
import { InputError } from '../../errors.ts';
import { type Batch, readBatches } from '../../snapshot/batches.ts';
import { newOrder, type Order, type SchemaOf } from '../../snapshot/read.ts';
import type { SnapshotRecord } from '../../snapshot/resource.ts';
import { newTask, nextTask, type Task } from './hand-out.ts';
import type { Answer, Brief } from './messages.ts';
import { newUnpacker, type Packet } from './packing.ts';
import { startThread, type Thread } from './thread.ts';

/** From this size on, starting threads takes less time than they save. */
export const LARGE = 16 * 1024 ** 2;
/** Each thread takes some fifty megabytes, and more than these few would outrun whoever reads. */
const MOST_THREADS = 4;
/**
 * So many batches are known ahead of the one whose answer comes next. Threads find scopes of their own among them; answers that wait
 * for earlier ones hold findings alone.
 */
const AHEAD = 64;

export interface Threads {
  /** The built entry of a thread. */
  entry: string;
  /** How many can run at once. */
  cores: number;
}

/**
 * The records of a snapshot of plain UTF-8 lines, in their order, with the resources that nothing depends on judged already. Throws
 * InputError as `readSnapshot` does. `tell`: how many bytes were judged.
 */
export async function* judgeInThreads(
  { entry, cores }: Threads,
  brief: Brief,
  schemaOf: SchemaOf,
  isContext: (type: string) => boolean,
  tell: (done: number) => void,
): AsyncGenerator<SnapshotRecord | Judged> {
  const count = Math.max(1, Math.min(cores, MOST_THREADS));
  const order = newOrder(brief.file);
  const reader = readBatches(brief.file, { state: brief.state, schemaOf, isContext, order });
  const tasks: Task[] = [];
  const found: Packet[] = [];
  let more = true;
  let fault: unknown;
  let broken: Error | undefined;
  const failed = (error: Error) => {
    broken = error;
    for (const { reject } of tasks) reject(error);
  };
  const idle = () => handOut(threads, tasks, more && tasks.length < AHEAD);
  const threads = Array.from({ length: count }, () => startThread(entry, brief, { idle, failed }));
  try {
    for (let index = 0; ; ) {
      while (more && tasks.length < AHEAD) {
        const next = await reader.next().catch((error: unknown) => {
          // What stands before it comes first.
          fault = error;
        });
        more = next !== undefined && next.done !== true;
        if (next !== undefined && next.done !== true) {
          tasks.push(newTask(next.value, index));
          for (const thread of threads) thread.hear(index, next.value.pieces);
          index += 1;
        }
        idle();
      }
      const [task] = tasks;
      if (task === undefined) break;
      if (broken !== undefined) task.reject(broken);
      yield* told(task.batch, await task.answer, order, found);
      tell(task.batch.offset + task.batch.length);
      tasks.shift();
    }
    if (fault !== undefined) throw fault;
    yield* order.missing();
  } finally {
    await Promise.all([reader.return(undefined), ...threads.map((thread) => thread.end())]);
  }
  const unpack = newUnpacker();
  for (let packet = found.shift(); packet !== undefined; packet = found.shift()) {
    const part = { ...unpack(packet), undecided: [], opinions: [], rules: [], scopes: [] };
    yield { record: 'judged', part };
  }
}

/** Gives tasks to the threads that have room for them. */
function handOut(threads: Thread[], tasks: Task[], searching: boolean): void {
  for (let given = true; given; ) {
    given = false;
    for (const thread of threads) {
      const others = threads.filter((other) => other !== thread);
      const task = thread.free() ? nextTask(tasks, thread, others, searching) : undefined;
      if (task === undefined) continue;
      thread.take(task);
      given = true;
    }
  }
}

/** What a batch came to, in the order of its lines. */
function* told(
  batch: Batch,
  answer: Answer,
  order: Order,
  found: Packet[],
): Generator<SnapshotRecord | Judged> {
  if ('bug' in answer) throw new Error(`a thread that judges failed: ${answer.bug}`);
  const { outcomes } = answer;
  found.push(answer.found);
  for (const piece of batch.pieces) {
    if ('records' in piece) {
      yield* piece.records;
      continue;
    }
    const outcome = outcomes.shift();
    if (outcome === undefined) throw new Error('a thread left lines out');
    if ('faults' in outcome) throw new InputError(outcome.faults, outcome.hint);
    for (const { scope, type, resources } of outcome.read) order.count(scope, type, resources);
    yield { record: 'judged', part: { ...outcome.part, doors: [], findings: [] } };
  }
}
