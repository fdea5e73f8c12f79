// `--random N`: random policies of many kinds over a small universe, the solver against brute force through the evaluator.
import type { Streams } from './case.ts';
import { type Checked, check, type Disagreement, shrink } from './random/check.ts';
import { draw } from './random/policy.ts';

interface Row {
  policies: number;
  asked: number;
  exposed: number;
  undecided: number;
  open: number;
  disagreements: number;
}

export interface Run {
  rows: Record<string, Row>;
  /** At most twenty, made small. */
  disagreements: Disagreement[];
}

const MOST = 20;

/** Checks the cases of the seeds from `seed` on. */
export function runRandom(count: number, seed: number): Run {
  const rows: Record<string, Row> = {};
  const disagreements: Disagreement[] = [];
  for (let index = 0; index < count && disagreements.length < MOST; index++) {
    const drawn = draw(seed + index);
    const checked = check(drawn);
    const { kind } = drawn.universe;
    for (const name of [kind, 'all']) rows[name] = add(rows[name], checked);
    if (checked.disagreements.length > 0) {
      const [small] = check(shrink(drawn)).disagreements;
      if (small) disagreements.push(small);
    }
  }
  const { all, ...kinds } = rows;
  return { rows: all ? { ...kinds, all } : kinds, disagreements };
}

function add(row: Row | undefined, checked: Checked): Row {
  const before = row ?? { policies: 0, asked: 0, exposed: 0, undecided: 0, open: 0, disagreements: 0 };
  return {
    policies: before.policies + 1,
    asked: before.asked + checked.asked,
    exposed: before.exposed + checked.exposed,
    undecided: before.undecided + checked.undecided,
    open: before.open + checked.open,
    disagreements: before.disagreements + checked.disagreements.length,
  };
}

/** Prints the table and every disagreement with its seed; exit code 1 when there are any. */
export function random(count: number, seed: number, json: boolean, streams: Streams): number {
  const begun = performance.now();
  const { rows, disagreements } = runRandom(count, seed);
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  if (json)
    streams.out(
      `${JSON.stringify({ policies: count, seed, seconds, kinds: rows, disagreements }, null, 2)}\n`,
    );
  else {
    for (const one of disagreements) streams.out(words(one));
    const lines = [
      ['kind', 'policies', 'questions', 'exposed', 'undecided', 'share', 'left open', 'disagree'],
      ...Object.entries(rows).map(([kind, row]) => [
        ...[kind, row.policies, row.asked, row.exposed, row.undecided],
        ...[`${((100 * row.undecided) / Math.max(row.asked, 1)).toFixed(2)} %`, row.open, row.disagreements],
      ]),
    ];
    for (const line of lines)
      streams.out(
        `${line.map((cell, index) => (index === 0 ? String(cell).padEnd(14) : String(cell).padStart(11))).join('')}\n`,
      );
    streams.out(
      `${count} policies from seed ${seed} in ${seconds} s, ${disagreements.length} disagreements\n`,
    );
  }
  return disagreements.length > 0 ? 1 : 0;
}

function words({ kind, seed, caller, action, said, found, policy, alsoDeny }: Disagreement): string {
  const guards = alsoDeny.length > 0 ? `\n  and ${JSON.stringify(alsoDeny)}` : '';
  return `${kind} ${caller} ${action}: judge says ${said}; brute force ${found}\n  ${JSON.stringify(policy)}${guards}\n  again with: --random 1 --seed ${seed}\n`;
}
