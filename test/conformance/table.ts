// Results as counts and as a table per kind.
import type { Outcome, Result } from './compare.ts';

const OUTCOMES: Outcome[] = ['agree', 'missed', 'false-alarm', 'undecided', 'disputed'];

type Row = Record<Outcome | 'cases' | 'unknown' | 'decided', number>;

/** Counts per kind: of each outcome, of cases that the documentation decides, and of those that the tool does not. */
export function tally(results: Result[]): { cases: number; kinds: Record<string, Row> } {
  const kinds: Record<string, Row> = {};
  for (const kind of [...new Set(results.map((result) => result.kind)), 'all']) {
    const of = kind === 'all' ? results : results.filter((result) => result.kind === kind);
    const count = (outcome: Outcome) => of.filter((result) => result.outcome === outcome).length;
    kinds[kind] = {
      cases: of.length,
      agree: count('agree'),
      missed: count('missed'),
      'false-alarm': count('false-alarm'),
      undecided: count('undecided'),
      disputed: count('disputed'),
      unknown: of.filter((result) => result.unknown).length,
      decided: of.filter((result) => result.decided).length,
    };
  }
  return { cases: results.length, kinds };
}

/** The table, every case that does not agree, and a last line. */
export function table(results: Result[], last: string): string {
  const { kinds } = tally(results);
  const lines = [
    ['kind', 'cases', ...OUTCOMES, 'unknown'],
    ...Object.entries(kinds).map(([kind, row]) => [
      ...[kind, String(row.cases), ...OUTCOMES.map((outcome) => String(row[outcome]))],
      `${((100 * row.unknown) / Math.max(row.decided, 1)).toFixed(1)} %`,
    ]),
  ];
  const rows = lines.map((line) =>
    line.map((cell, index) => (index === 0 ? cell.padEnd(18) : cell.padStart(12))).join(''),
  );
  const words = results
    .filter((result) => result.outcome !== 'agree')
    .map(({ outcome, id, differences, verdict }) =>
      [`${outcome.padEnd(12)}${id}`, ...differences, ...(verdict.reasons ?? [])].join('\n    '),
    );
  const ignored = results
    .filter(({ verdict }) => verdict.unread !== undefined)
    .map(({ id, verdict }) => `not read     ${id}: input.${verdict.unread?.join(', input.')}`);
  return `${[...rows, '', ...words, ...ignored].join('\n')}\n${last}\n`;
}
