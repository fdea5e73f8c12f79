// Large runs in several: which part a result is in depends on nothing but its own hash, so that alerts stay where they are.
import { type Part, packedBytes } from './sarif-pieces.ts';
import { LIMITS, type Plan } from './sarif-runs.ts';

const DIGITS = [...'0123456789abcdef'];
const MOST_DIGITS = 4;
/** Room for the frame of the file. */
const MAX_BYTES = LIMITS.gzip - 100_000;

/**
 * Runs that GitHub takes and shows whole. One with more results than are shown, or larger than a file may be, is left empty, which closes
 * what it had, and its results go to sixteen more, by the next digit of their hashes.
 */
export function splitPlans(plans: Plan[], toPart: (plan: Plan) => Part): Part[] {
  return plans.flatMap((plan) => split(plan, toPart, 0));
}

function split(plan: Plan, toPart: (plan: Plan) => Part, depth: number): Part[] {
  const { alerts, category } = plan;
  const part = toPart(plan);
  const large = alerts.length > LIMITS.shown || (alerts.length > 1 && packedBytes(part) > MAX_BYTES);
  if (!large || depth === MOST_DIGITS) return [part];
  const digitsOf = new Map(
    DIGITS.map((digit) => [digit, alerts.filter(({ hash }) => hash[depth] === digit)]),
  );
  const children = DIGITS.flatMap((digit) =>
    split(
      { ...plan, category: `${category}/part-${digit}`, alerts: digitsOf.get(digit) ?? [] },
      toPart,
      depth + 1,
    ),
  );
  return [toPart({ ...plan, alerts: [] }), ...children];
}

/** Parts in files that GitHub takes: a number of runs and of bytes, as gzip makes them. */
export function filesOf(parts: Part[]): Part[][] {
  const files: Part[][] = [[]];
  let filled = 0;
  for (const part of parts) {
    const bytes = packedBytes(part);
    const last = files.at(-1) ?? [];
    if (last.length > 0 && (last.length === LIMITS.runs || filled + bytes > MAX_BYTES)) {
      files.push([part]);
      filled = bytes;
    } else {
      last.push(part);
      filled += bytes;
    }
  }
  return files;
}
