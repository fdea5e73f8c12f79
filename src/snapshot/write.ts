// Writing a snapshot: one record a line, so that it can be streamed, cut and compared.
import type { SnapshotRecord } from './resource.ts';

/** What the first line of a snapshot says about the run that made it. */
export interface SnapshotHeader {
  tool: string;
  /** ISO 8601. */
  startedAt: string;
}

/** The lines of a snapshot, each with its newline: header, records as they come, and an end that proves it is whole. */
export async function* snapshotLines(
  records: AsyncIterable<SnapshotRecord>,
  header: SnapshotHeader,
  calls: () => number,
): AsyncIterable<string> {
  const first = line({ record: 'tojimari-snapshot', version: 1, ...header });
  let count = 0;
  for await (const record of records) {
    // Not before there is something to say: a collection that cannot start writes nothing.
    if (count === 0) yield first;
    count += 1;
    yield line(record);
  }
  if (count === 0) yield first;
  yield line({ record: 'end', records: count, calls: calls() });
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
