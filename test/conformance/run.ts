// The conformance run: vectors against the engine or anybody's answers, a table per kind; exit 1 when anything exposed was missed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BadLine, type Case, isRecord, type Readers, readers, type Streams, type Verdict } from './case.ts';
import { compare, type Result } from './compare.ts';
import { table, tally } from './table.ts';

/** The vector files of the suite's own folder. */
export function shipped(home: string): string[] {
  return readdirSync(home)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
}

/**
 * Runs `FILE.jsonl… [--answers ANSWERS.jsonl] [--json]`, or `--random N [--seed N] [--json]`; without files, the shipped
 * vectors. Returns the exit code: 1 = something exposed was missed, or brute force disagrees; 2 = a file cannot be read.
 */
export async function run(args: string[], home: string, streams: Streams): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        answers: { type: 'string' },
        json: { type: 'boolean', default: false },
        random: { type: 'string' },
        seed: { type: 'string', default: '1' },
      },
    });
    if (values.random !== undefined) {
      const { random } = await import('./random.ts');
      return random(whole('random', values.random), whole('seed', values.seed), values.json, streams);
    }
    const files = positionals.length > 0 ? positionals : shipped(home).map((name) => join(home, name));
    return await judgeFiles(files, values.answers, values.json, home, streams);
  } catch (error) {
    const message = plain(error);
    if (message === undefined) throw error;
    streams.err(`${message}\n`);
    return 2;
  }
}

/** The message of a fault that is the caller's: a line, a flag, a file. */
function plain(error: unknown): string | undefined {
  if (error instanceof BadLine) return error.message;
  if (isRecord(error) && error['code'] === 'ERR_MODULE_NOT_FOUND')
    return "a copy of the suite alone has no engine: give a tool's answers with --answers FILE.jsonl";
  if (!isRecord(error) || !/^(E[A-Z]+|ERR_PARSE_ARGS.*)$/.test(String(error['code']))) return undefined;
  return String(error['message']);
}

function whole(name: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new BadLine(`--${name} takes a whole number, not ${value}`);
  return Number(value);
}

async function judgeFiles(
  files: string[],
  answers: string | undefined,
  json: boolean,
  home: string,
  streams: Streams,
): Promise<number> {
  const read = readers(home);
  const cases = files.flatMap((file) => read.cases(readFileSync(file, 'utf8'), file));
  const say = answers === undefined ? await engine() : answered(answers, cases, read);
  const disputed = disputes(join(home, 'disputed.json'));
  const begun = performance.now();
  const results: Result[] = cases.map((vector) => compare(vector, say(vector), disputed));
  const milliseconds = Math.round(performance.now() - begun);
  const { version } = read;
  streams.out(
    json
      ? `${JSON.stringify({ suite: version, ...tally(results), milliseconds, results }, null, 2)}\n`
      : table(results, `${results.length} cases in ${milliseconds} ms, suite ${version}`),
  );
  return results.some((result) => result.outcome === 'missed') ? 1 : 0;
}

/** The engine of this repository; a copy of the folder alone has none and needs answers. */
async function engine(): Promise<(vector: Case) => Verdict> {
  const { ask } = await import('./engine.ts');
  const now = Date.now();
  return (vector) => ask(vector, now);
}

/** A tool's answers by id. One that belongs to no case is a mistake. */
function answered(file: string, cases: Case[], read: Readers): (vector: Case) => Verdict | undefined {
  const ids = new Set(cases.map((vector) => vector.id));
  const byId = new Map<string, Verdict>();
  for (const { id, ...verdict } of read.answers(readFileSync(file, 'utf8'), file)) {
    if (!ids.has(id)) throw new BadLine(`${file}: answers ${id}, which none of the vectors is called`);
    byId.set(id, verdict);
  }
  return (vector) => byId.get(vector.id);
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
