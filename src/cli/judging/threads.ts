// A large snapshot is judged by several threads at once; what comes of it is the same as of one.
import { Worker } from 'node:worker_threads';
import type { Judged } from '../../audit/parts.ts';
import { InputError } from '../../errors.ts';
import { type Batch, readBatches } from '../../snapshot/batches.ts';
import { newOrder, type SchemaOf } from '../../snapshot/read.ts';
import type { SnapshotRecord } from '../../snapshot/resource.ts';
import type { Answer, Brief, Work } from './messages.ts';

/** From this size on, starting threads takes less time than they save. */
export const LARGE = 16 * 1024 ** 2;
/** Each thread takes some fifty megabytes, and more than these few would outrun whoever reads. */
const MOST_THREADS = 4;
/** Batches that wait for each thread, besides the one that it is judging. */
const WAITING = 1;
/** Megabytes. What lives longer than a batch is the context of scopes, of which organizations have some ten. */
const YOUNG = 24;

export interface Threads {
  /** The built entry of a thread. */
  entry: string;
  /** How many can run at once. */
  cores: number;
}

interface Thread {
  worker: Worker;
  /** Records that others got with their batches. */
  before: SnapshotRecord[];
  /** Who waits for answers, which come in the order of the work. */
  waiting: { resolve(answer: Answer): void; reject(error: Error): void }[];
}

/**
 * The records of a snapshot of plain UTF-8 lines, in their order, with the resources that nothing depends on judged already. Throws
 * InputError as `readSnapshot` does. `tell`: how many bytes were read.
 */
export async function* judgeInThreads(
  { entry, cores }: Threads,
  brief: Brief,
  schemaOf: SchemaOf,
  isContext: (type: string) => boolean,
  tell: (done: number) => void,
): AsyncGenerator<SnapshotRecord | Judged> {
  const count = Math.max(1, Math.min(cores, MOST_THREADS));
  const threads = Array.from({ length: count }, () => startThread(entry, brief));
  const order = newOrder(brief.file);
  const queue: { batch: Batch; answer: Promise<Answer> }[] = [];
  async function* first(): AsyncGenerator<SnapshotRecord | Judged> {
    const head = queue.shift();
    if (head === undefined) return;
    const answer = await head.answer;
    if ('bug' in answer) throw new Error(`a thread that judges failed: ${answer.bug}`);
    tell(head.batch.done);
    const { outcomes } = answer;
    for (const piece of head.batch.pieces) {
      if ('records' in piece) {
        yield* piece.records;
        continue;
      }
      const outcome = outcomes.shift();
      if (outcome === undefined) throw new Error('a thread left lines out');
      if ('faults' in outcome) throw new InputError(outcome.faults, outcome.hint);
      for (const { scope, type, resources } of outcome.read) order.count(scope, type, resources);
      yield { record: 'judged', part: outcome.part };
    }
  }
  let fault: unknown;
  try {
    const reader = readBatches(brief.file, { schemaOf, isContext, order });
    for (;;) {
      const next = await reader.next().catch((error: unknown) => {
        // What stands before it comes first.
        fault = error;
        return undefined;
      });
      if (next === undefined || next.done === true) break;
      while (queue.length >= threads.length * (1 + WAITING)) yield* first();
      const answer = handOut(next.value, threads);
      answer.catch(() => undefined);
      queue.push({ batch: next.value, answer });
    }
    while (queue.length > 0) yield* first();
    if (fault !== undefined) throw fault;
    yield* order.missing();
  } finally {
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  }
}

function startThread(entry: string, brief: Brief): Thread {
  const limits = { maxYoungGenerationSizeMb: YOUNG };
  const worker = new Worker(entry, { workerData: brief, resourceLimits: limits });
  const thread: Thread = { worker, before: [], waiting: [] };
  const fail = (error: Error) => {
    for (const { reject } of thread.waiting.splice(0)) reject(error);
  };
  worker.on('message', (answer: Answer) => thread.waiting.shift()?.resolve(answer));
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('a thread that judges ended early')));
  return thread;
}

/** Gives a batch to the thread that has least to do; the others hear of its records. */
async function handOut({ pieces, bytes }: Batch, threads: Thread[]): Promise<Answer> {
  const records = pieces.flatMap((piece) => ('records' in piece ? piece.records : []));
  const [thread] = [...threads].sort((one, other) => one.waiting.length - other.waiting.length);
  if (thread === undefined) throw new Error('there is no thread');
  for (const other of threads) if (other !== thread) other.before.push(...records);
  const work: Work = { before: thread.before, bytes, pieces };
  thread.before = [];
  return await new Promise<Answer>((resolve, reject) => {
    thread.waiting.push({ resolve, reject });
    thread.worker.postMessage(work, [bytes.buffer]);
  });
}
