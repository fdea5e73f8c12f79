// Progress on stderr: a spinner on a terminal, one line a scope elsewhere, nothing when quiet.
import type { Progress } from '../providers/provider.ts';
import { maskAccounts, visible } from '../report/escape.ts';
import type { Scope } from '../snapshot/resource.ts';
import type { Io } from './io.ts';
import { isCi } from './surroundings.ts';

export interface Reporter {
  /** A line that stays: who is asking, what was written where. */
  line(text: string): void;
  progress(progress: Progress): void;
  /** How far the reading of a large file has come, in bytes. */
  reading(file: string, done: number, total: number): void;
  /** Tells of the scopes that go by. */
  watch<T extends { record: string }>(records: AsyncIterable<T>): AsyncIterable<T>;
  /** Takes the spinner away, before anything else is written. */
  stop(): void;
}

/** A listener for one run. In CI account ids are masked unless proofs are shown. ora is loaded only where there is a terminal. */
export async function newReporter(io: Io, quiet: boolean, showProof: boolean): Promise<Reporter> {
  if (quiet) return { line() {}, progress() {}, reading() {}, watch: (records) => records, stop() {} };
  const masked = isCi(io.env) && !showProof;
  const plain = (text: string) => (masked ? maskAccounts(visible(text)) : visible(text));
  const print = (text: string) => void io.stderr.write(`${plain(text)}\n`);
  // A terminal without a size (a bare pseudo-terminal) would have ora clear endless lines.
  if (io.stderr.isTTY !== true || !io.stderr.columns || isCi(io.env)) {
    const watch = <T extends { record: string }>(records: AsyncIterable<T>) => watchScopes(records, print);
    return { line: print, progress() {}, reading: quarters(print), watch, stop() {} };
  }
  const { default: ora } = await import('ora');
  const spinner = ora({ stream: io.stderr, discardStdin: false, hideCursor: false });
  const show = (text: string) => {
    spinner.text = plain(text);
    if (!spinner.isSpinning) spinner.start();
  };
  return {
    line(text) {
      spinner.stop();
      print(text);
    },
    progress: (progress) => show(progressText(progress)),
    reading: (file, done, total) => show(readingText(file, done, total)),
    watch: (records) => watchScopes(records, show),
    stop: () => void spinner.stop(),
  };
}

/** `aws s3 eu-central-1: 12 of 340` */
export function progressText({ provider, service, region, done, total }: Progress): string {
  const where = [provider, service, region].filter((part) => part !== undefined).join(' ');
  return `${where}: ${done}${total === undefined ? '' : ` of ${total}`}`;
}

/** `reading estate.jsonl: 42 % of 1.5 GB` */
function readingText(file: string, done: number, total: number): string {
  const share = Math.min(100, Math.floor((100 * done) / Math.max(1, total)));
  const size = total < 1e9 ? `${Math.round(total / 1e6)} MB` : `${(total / 1e9).toFixed(1)} GB`;
  return `reading ${file}: ${share} % of ${size}`;
}

/** Where every line stays, one for each quarter of a file. */
function quarters(print: (text: string) => void): Reporter['reading'] {
  const told = new Map<string, number>();
  return (file, done, total) => {
    const quarter = Math.floor((4 * done) / Math.max(1, total));
    if (quarter <= (told.get(file) ?? 0) || quarter > 3) return;
    told.set(file, quarter);
    print(readingText(file, done, total));
  };
}

async function* watchScopes<T extends { record: string }>(
  records: AsyncIterable<T>,
  tell: (text: string) => void,
): AsyncIterable<T> {
  // A scope may come again, with remarks that were not known at first.
  let last = '';
  for await (const record of records) {
    const line = isScope(record) ? `looking at ${record.label} (${record.format})` : last;
    if (line !== last) tell(line);
    last = line;
    yield record;
  }
}

function isScope(record: { record: string }): record is Scope {
  return record.record === 'scope';
}
