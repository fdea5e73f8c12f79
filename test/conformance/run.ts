// The conformance run: vectors against the engine, a table per kind; exit 1 when anything exposed was missed.
import { readFileSync } from 'node:fs';
import { type Case, isRecord, readCases } from './case.ts';
import { compare, type Outcome, type Result } from './compare.ts';
import { ask } from './engine.ts';
import { random } from './random.ts';

const OUTCOMES: Outcome[] = ['agree', 'missed', 'false-alarm', 'undecided', 'disputed'];

/** Vectors with hand-written answers: a first collection, and one that fills its gaps. */
export const SHIPPED = ['aws-policy.jsonl', 'more.jsonl'];

export interface Streams {
  out(text: string): void;
  err(text: string): void;
}

/** Runs `conformance FILE.jsonl… [--json] [--random N] [--seed N]`; returns the exit code. */
export function run(args: string[], home: string, streams: Streams): number {
  const files = args.filter(
    (arg, index) => !arg.startsWith('--') && !/^--(random|seed)$/.test(args[index - 1] ?? ''),
  );
  const option = (name: string) => (args.includes(name) ? Number(args[args.indexOf(name) + 1]) : undefined);
  const json = args.includes('--json');
  const count = option('--random');
  if (count !== undefined) return random(count, option('--seed') ?? 1, json, streams);
  const disputed = disputes(`${home}/disputed.json`);
  const results: Result[] = [];
  const begun = performance.now();
  for (const file of files.length > 0 ? files : SHIPPED.map((name) => `${home}/${name}`)) {
    let cases: Case[];
    try {
      cases = readCases(readFileSync(file, 'utf8'), file);
    } catch (error) {
      streams.err(`${error instanceof Error ? error.message : String(error)}\n`);
      return 2;
    }
    for (const vector of cases) results.push(compare(vector, ask(vector, Date.now()), disputed));
  }
  const milliseconds = Math.round(performance.now() - begun);
  streams.out(
    json
      ? `${JSON.stringify({ ...tally(results), milliseconds, results }, null, 2)}\n`
      : table(results, milliseconds),
  );
  return results.some((result) => result.outcome === 'missed') ? 1 : 0;
}

/** Cases held to be wrong, each with the documentation's own words and address. */
function disputes(file: string): Set<string> {
  const list: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const ids = new Set<string>();
  for (const item of Array.isArray(list) ? list : [])
    if (
      isRecord(item) &&
      typeof item['id'] === 'string' &&
      typeof item['words'] === 'string' &&
      typeof item['source'] === 'string'
    )
      ids.add(item['id']);
  return ids;
}

function tally(results: Result[]) {
  const kinds: Record<string, Record<string, number>> = {};
  for (const kind of [...new Set(results.map((result) => result.kind)), 'all']) {
    const of = kind === 'all' ? results : results.filter((result) => result.kind === kind);
    const row: Record<string, number> = { cases: of.length };
    for (const outcome of OUTCOMES) row[outcome] = of.filter((result) => result.outcome === outcome).length;
    kinds[kind] = row;
  }
  return { cases: results.length, kinds };
}

function table(results: Result[], milliseconds: number): string {
  const { kinds } = tally(results);
  const lines = [
    ['kind', 'cases', ...OUTCOMES],
    ...Object.entries(kinds).map(([kind, row]) => [kind, ...Object.values(row).map(String)]),
  ];
  const rows = lines.map((line) =>
    line.map((cell, index) => (index === 0 ? cell.padEnd(18) : cell.padStart(12))).join(''),
  );
  const wrong = results.filter((result) => result.outcome !== 'agree');
  const words = wrong.map(
    (result) =>
      `${result.outcome.padEnd(12)}${result.id}\n    ${[...result.differences, ...result.verdict.reasons].join('\n    ')}`,
  );
  return `${[...rows, '', ...words].join('\n')}\n${results.length} cases in ${milliseconds} ms\n`;
}
