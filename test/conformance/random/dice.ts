// Deterministic dice: the same seed gives the same policies everywhere.

/** A number below the bound, from zero. */
export type Dice = (below: number) => number;

/** Deterministic numbers (mulberry32). */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A list of at least one. */
export type Some<T> = readonly [T, ...T[]];

export function pick<T>(roll: Dice, from: Some<T>): T {
  return from[roll(from.length)] ?? from[0];
}

/** One of a list, or a list of two. */
export function oneOrTwo<T>(roll: Dice, from: Some<T>): T | T[] {
  return roll(3) > 0 ? pick(roll, from) : [pick(roll, from), pick(roll, from)];
}
