// Something that is asked for at most once, when it is first needed.

/** Calls `make` the first time only; whoever asks meanwhile waits for the same answer. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
