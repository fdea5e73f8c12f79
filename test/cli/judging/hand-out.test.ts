// Which thread gets which batch: all are given, once, in an order that every thread can bear.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Hand, newTask, nextTask, type Task } from '../../../src/cli/judging/hand-out.ts';

function tasksOf(scopes: string): Task[] {
  return [...scopes].map((scope, index) => newTask({ offset: index, length: 1, pieces: [], scope }, index));
}

/** Gives tasks away until none is left: `turns` says who is ready next. Answers with the tasks of each thread, in their order. */
function played(scopes: string, threads: number, turns: number[]): { given: number[][]; stuck: boolean } {
  const tasks = tasksOf(scopes);
  const hands: Hand[] = Array.from({ length: threads }, () => ({ last: -1, scope: undefined }));
  const given: number[][] = hands.map(() => []);
  let turn = 0;
  let idle = 0;
  while (tasks.some(({ taken }) => !taken) && idle < threads) {
    const start = turns.length === 0 ? turn : (turns[turn % turns.length] ?? 0) + turn;
    const at = (start + idle) % threads;
    const own = hands[at];
    if (own === undefined) throw new Error('nobody');
    const others = hands.filter((hand) => hand !== own);
    const task = nextTask(tasks, own, others, false);
    if (task === undefined) {
      idle += 1;
      continue;
    }
    idle = 0;
    turn += 1;
    task.taken = true;
    own.last = task.index;
    own.scope = task.batch.scope;
    given[at]?.push(task.index);
  }
  return { given, stuck: tasks.some(({ taken }) => !taken) };
}

test('every batch is given once, each thread goes forward, and nobody gets stuck', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.nat(3), { maxLength: 20 }),
      (scopes, threads, turns) => {
        const { given, stuck } = played(scopes, threads, turns);
        expect(stuck).toBe(false);
        expect(given.flat().sort((a, b) => a - b)).toEqual([...scopes].map((_, index) => index));
        for (const own of given) expect(own).toEqual([...own].sort((a, b) => a - b));
      },
    ),
  );
});

test.each<[string, number, number[][]]>([
  [
    'aaaa',
    2,
    [
      [0, 2],
      [1, 3],
    ],
  ],
  [
    'aabb',
    2,
    [
      [0, 1],
      [2, 3],
    ],
  ],
  [
    'aaabbbccc',
    2,
    [
      [0, 1, 2, 6, 8],
      [3, 4, 5, 7],
    ],
  ],
  [
    'abab',
    2,
    [
      [0, 2],
      [1, 3],
    ],
  ],
])('%s for %d threads by turns', (scopes, threads, expected) => {
  expect(played(scopes, threads, []).given).toEqual(expected);
});

test('while more is about to be known, a thread waits for a scope of its own', () => {
  const busy: Hand = { last: 0, scope: 'a' };
  const free: Hand = { last: -1, scope: undefined };
  const left = (scopes: string) => tasksOf(scopes).map((task) => ({ ...task, taken: task.index === 0 }));
  expect(nextTask(left('aa'), free, [busy], true)).toBeUndefined();
  expect(nextTask(left('aa'), free, [busy], false)?.index).toBe(1);
  expect(nextTask(left('aab'), free, [busy], true)?.index).toBe(2);
});

test('an answer that nobody waits for yet may fail', async () => {
  const task = newTask({ offset: 0, length: 1, pieces: [], scope: 'a' }, 0);
  task.reject(new Error('ended'));
  await expect(task.answer).rejects.toThrow('ended');
});
