// Progress on stderr: a spinner on a terminal, one line a scope elsewhere, nothing when quiet.
import type { Progress } from '../providers/provider.ts';
import { maskAccounts, visible } from '../report/escape.ts';
import type { SnapshotRecord } from '../snapshot/resource.ts';
import type { Io } from './io.ts';
import { isCi } from './surroundings.ts';

export interface Reporter {
  /** A line that stays: who is asking, what was written where. */
  line(text: string): void;
  progress(progress: Progress): void;
  /** Tells of the scopes that go by. */
  watch(records: AsyncIterable<SnapshotRecord>): AsyncIterable<SnapshotRecord>;
  /** Takes the spinner away, before anything else is written. */
  stop(): void;
}

/** A listener for one run. In CI account ids are masked unless proofs are shown. ora is loaded only where there is a terminal. */
export async function newReporter(io: Io, quiet: boolean, showProof: boolean): Promise<Reporter> {
  if (quiet) return { line() {}, progress() {}, watch: (records) => records, stop() {} };
  const masked = isCi(io.env) && !showProof;
  const plain = (text: string) => (masked ? maskAccounts(visible(text)) : visible(text));
  const print = (text: string) => void io.stderr.write(`${plain(text)}\n`);
  // A terminal without a size (a bare pseudo-terminal) would have ora clear endless lines.
  if (io.stderr.isTTY !== true || !io.stderr.columns || isCi(io.env)) {
    return { line: print, progress() {}, watch: (records) => watchScopes(records, print), stop() {} };
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
    watch: (records) => watchScopes(records, show),
    stop: () => void spinner.stop(),
  };
}

/** `aws s3 eu-central-1: 12 of 340` */
export function progressText({ provider, service, region, done, total }: Progress): string {
  const where = [provider, service, region].filter((part) => part !== undefined).join(' ');
  return `${where}: ${done}${total === undefined ? '' : ` of ${total}`}`;
}

async function* watchScopes(
  records: AsyncIterable<SnapshotRecord>,
  tell: (text: string) => void,
): AsyncIterable<SnapshotRecord> {
  for await (const record of records) {
    if (record.record === 'scope') tell(`looking at ${record.label} (${record.format})`);
    yield record;
  }
}
