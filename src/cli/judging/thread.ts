// A thread that judges, as the main thread sees it.
import { Worker } from 'node:worker_threads';
import type { Piece } from '../../snapshot/batches.ts';
import type { SnapshotRecord } from '../../snapshot/resource.ts';
import type { Hand, Task } from './hand-out.ts';
import type { Answer, Brief, Work } from './messages.ts';

/** Megabytes. A bucket is judged within microseconds: there is little to let live, and more room costs time as well. */
const YOUNG = 6;
/** Tasks of a thread: the one that it is judging, and one that waits so that it need not. */
const MOST = 2;

export interface Thread extends Hand {
  /** True when it can take a task. */
  free(): boolean;
  /** It hears of the records of all batches, before it takes one that comes after them. */
  hear(index: number, pieces: Piece[]): void;
  take(task: Task): void;
  end(): Promise<unknown>;
}

/** Starts one. `idle`: it can take a task again. `failed`: it has ended, which nobody expected. */
export function startThread(
  entry: string,
  brief: Brief,
  { idle, failed }: { idle(): void; failed(error: Error): void },
): Thread {
  const worker = new Worker(entry, {
    workerData: brief,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
  });
  const given: Task[] = [];
  let heard: { index: number; records: SnapshotRecord[] }[] = [];
  worker.on('message', (answer: Answer) => {
    given.shift()?.resolve(answer);
    idle();
  });
  worker.on('error', failed);
  worker.on('exit', () => failed(new Error('a thread that judges ended early')));
  return {
    last: -1,
    scope: undefined,
    free: () => given.length < MOST,
    hear(index, pieces) {
      const records = pieces.flatMap((piece) => ('records' in piece ? piece.records : []));
      if (records.length > 0) heard.push({ index, records });
    },
    take(task) {
      const { index, batch } = task;
      const before = heard.filter((one) => one.index < index).flatMap(({ records }) => records);
      heard = heard.filter((one) => one.index > index);
      task.taken = true;
      this.last = index;
      this.scope = batch.scope;
      given.push(task);
      const { offset, length, pieces } = batch;
      worker.postMessage({ before, offset, length, pieces } satisfies Work);
    },
    end: () => worker.terminate(),
  };
}
