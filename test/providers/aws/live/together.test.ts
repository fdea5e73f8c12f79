// Streams side by side: nothing lost, no more at once than allowed, and all of them ended when the reader stops.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { together } from '../../../../src/providers/aws/live/together.ts';

async function collected<T>(records: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const record of records) found.push(record);
  return found;
}

describe('streams side by side', () => {
  test('every record comes once, in the order of its own stream, and at most so many streams are open', async () => {
    const lengths = fc.array(fc.nat(6), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(lengths, fc.integer({ min: 1, max: 5 }), async (sizes, most) => {
        let open = 0;
        let widest = 0;
        const streams = sizes.map(
          (size, stream) =>
            async function* () {
              open += 1;
              widest = Math.max(widest, open);
              for (let index = 0; index < size; index += 1) {
                await Promise.resolve();
                yield { stream, index };
              }
              open -= 1;
            },
        );
        const found = await collected(together(streams, most));
        for (const [stream, size] of sizes.entries())
          expect(found.filter((one) => one.stream === stream).map(({ index }) => index)).toEqual(
            Array.from({ length: size }, (_, index) => index),
          );
        expect(widest).toBeLessThanOrEqual(most);
      }),
      { numRuns: 100 },
    );
  });

  test('a fault of one stream is a fault of all', async () => {
    const broken = async function* () {
      yield 1;
      throw new Error('our bug');
    };
    const fine = async function* () {
      yield 2;
    };
    await expect(collected(together([fine, broken], 2))).rejects.toThrow('our bug');
  });

  test('a reader who stops lets every open stream clean up', async () => {
    const ended: number[] = [];
    const endless = (name: number) =>
      async function* () {
        try {
          for (;;) {
            await Promise.resolve();
            yield name;
          }
        } finally {
          ended.push(name);
        }
      };
    for await (const _ of together([endless(1), endless(2)], 2)) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(ended.sort()).toEqual([1, 2]);
  });
});
