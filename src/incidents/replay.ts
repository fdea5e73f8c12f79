// When a daily run would have caught it: the audit of the fictional estate, as of each day of the window.
import type { Incident } from './incident.ts';
import { dayAfter, spanOf } from './window.ts';

/** Audits the estate as of a day and returns the ids of the rules that failed. */
export type AuditOn = (day: string) => Promise<string[]>;

/** The first day on which the audit finds it. */
export interface Caught {
  /** Days after day 0. */
  day: number;
  date: string;
  /** Days of the window that were then still to come. */
  left: number;
}

type Replay = NonNullable<Incident['replay']>;

/** True when all that the replay has to find is among the rules that failed. */
export function finds({ finds }: Replay, failed: string[]): boolean {
  return finds.every((rule) => failed.includes(rule));
}

/**
 * The first day of the window on which a run finds it; undefined when none does. The estate stands still, so what depends on
 * the day is age alone, and what has once grown old stays so: halving the window finds the day.
 */
export async function firstCaught(replay: Replay, auditOn: AuditOn): Promise<Caught | undefined> {
  const [last] = spanOf(replay.from, replay.until);
  const found = async (day: number): Promise<boolean> =>
    finds(replay, await auditOn(dayAfter(replay.from, day)));
  if (!(await found(last))) return undefined;
  // No run before `low` finds it; the one on `high` does.
  let [low, high] = [0, last];
  if (await found(0)) high = 0;
  else low = 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (await found(middle)) high = middle;
    else low = middle + 1;
  }
  return { day: high, date: dayAfter(replay.from, high), left: last - high };
}
