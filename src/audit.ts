// The program on one page: records in, each resource judged as it passes by, one report out.
import { kindsOf } from './audit/kinds.ts';
import { newLedger, type Run } from './audit/ledger.ts';
import type { Judged } from './audit/parts.ts';
import type { Selection } from './audit/select.ts';
import { judgeStream } from './audit/stream.ts';
import { UsageError } from './errors.ts';
import type { Ours, SensitiveNames } from './exposure.ts';
import type { Provider } from './providers/provider.ts';
import type { Origin, Report } from './report/report.ts';
import type { SnapshotRecord } from './snapshot/resource.ts';

/** Everything an audit needs; whatever touches the world is passed in. */
export interface AuditInput extends Run {
  /** One a target. */
  streams: { provider: string; records: AsyncIterable<SnapshotRecord | Judged> }[];
  providers: Provider[];
  ours: Ours;
  /** Names that are sensitive besides the built-in ones, and those that are not. */
  sensitive?: SensitiveNames;
  select: Selection;
  /** Fills in the lines of origins that findings speak of. */
  locate(origins: Set<Origin>): Promise<void>;
}

/** Judges every record of every stream and returns the whole report. Throws UsageError when no target could start. */
export async function audit(input: AuditInput): Promise<Report> {
  const kinds = kindsOf(input.providers);
  const ledger = newLedger(input, kinds);
  const failures: UsageError[] = [];
  for (const { provider, records } of input.streams) {
    try {
      await judgeStream(records, kinds, ledger, input);
    } catch (error) {
      // One target that cannot start must not hide what the others show; that it is missing is part of the report.
      if (!(error instanceof UsageError)) throw error;
      failures.push(error);
      ledger.cannotStart(provider, error.message);
    }
  }
  const [first] = failures;
  if (first !== undefined && failures.length === input.streams.length) throw first;
  await input.locate(ledger.origins());
  return ledger.report();
}
