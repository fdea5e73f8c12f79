// Which thread judges which batch: each keeps to a scope, because what it has found out about one bucket helps with others like it there.
import type { Batch } from '../../snapshot/batches.ts';
import type { Answer } from './messages.ts';

/** A batch that waits for its answer. */
export interface Task {
  batch: Batch;
  /** Its number in the file. */
  index: number;
  /** Given to a thread. */
  taken: boolean;
  answer: Promise<Answer>;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** What a thread has taken so far. Threads go forward only: what they are judged by comes in its order. */
export interface Hand {
  /** The number of its last task; -1 before the first. */
  last: number;
  /** The scope of that task. */
  scope: string | undefined;
}

/** A task that nobody has taken. */
export function newTask(batch: Batch, index: number): Task {
  let settle: Pick<Task, 'resolve' | 'reject'> | undefined;
  const answer = new Promise<Answer>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // Whoever waits for it hears of it; nobody may be waiting yet.
  answer.catch(() => undefined);
  if (settle === undefined) throw new Error('a promise did not begin');
  return { batch, index, taken: false, answer, ...settle };
}

/**
 * The next task of a thread: of the scope that it has; else of one that no other thread has; else the first. While `searching`, more tasks
 * are about to be known, and a scope of its own may be among them. One thread always stays behind the first task that is left.
 */
export function nextTask(tasks: Task[], own: Hand, others: Hand[], searching: boolean): Task | undefined {
  const left = tasks.filter(({ taken }) => !taken);
  const [first] = left;
  if (first === undefined) return undefined;
  const ahead = left.filter(({ index }) => index > own.last);
  const behind = others.some(({ last }) => last < first.index);
  const allowed = behind ? ahead : ahead.filter((task) => task === first);
  const same = allowed.find(({ batch }) => batch.scope === own.scope);
  const free = allowed.find(({ batch }) => !others.some(({ scope }) => scope === batch.scope));
  return same ?? free ?? (searching ? undefined : allowed[0]);
}
