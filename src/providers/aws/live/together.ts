// Several streams as one: records come in the order in which they are ready.

/** Reads at most `most` streams at once and starts the next when one ends. Each stream waits for its reader, so nothing piles up. */
export async function* together<T>(streams: (() => AsyncIterable<T>)[], most: number): AsyncIterable<T> {
  const waiting = streams.values();
  const active = new Map<AsyncIterator<T>, Promise<{ from: AsyncIterator<T>; step: IteratorResult<T> }>>();
  const advance = (from: AsyncIterator<T>) =>
    active.set(
      from,
      from.next().then((step) => ({ from, step })),
    );
  const start = () => {
    const next = waiting.next();
    if (next.done !== true) advance(next.value()[Symbol.asyncIterator]());
  };
  for (let started = 0; started < most; started += 1) start();
  try {
    while (active.size > 0) {
      const { from, step } = await Promise.race(active.values());
      if (step.done === true) {
        active.delete(from);
        start();
      } else {
        advance(from);
        yield step.value;
      }
    }
  } finally {
    // Whoever stops reading lets every stream clean up.
    for (const from of active.keys()) void from.return?.();
  }
}
