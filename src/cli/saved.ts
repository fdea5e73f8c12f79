// A JSON report that was saved earlier.
import { InputError } from '../errors.ts';
import { parseReport } from '../report/parse.ts';
import type { Report } from '../report/report.ts';
import { findFiles, type InputFile, textFile } from '../snapshot/files.ts';
import type { Io } from './io.ts';
import { whyUnclaimed } from './unclaimed.ts';

/** Reads a report, by its path or as it was opened; `-` is stdin. Throws InputError, with the place, for anything that is not one. */
export async function readReport(from: string | InputFile, io: Io): Promise<Report> {
  const [file] =
    typeof from !== 'string'
      ? [from]
      : from === '-'
        ? [textFile('stdin', await io.stdin())]
        : await findFiles([from]);
  if (file?.named !== true) {
    const place = { file: typeof from === 'string' ? from : from.path };
    throw new InputError([{ message: 'is a folder', place }], 'Name the JSON report in it.');
  }
  let value: unknown;
  try {
    value = JSON.parse(await file.text());
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw await whyUnclaimed(file);
  }
  const parsed = parseReport(value);
  if (parsed.ok) return parsed.value;
  const place = { file: file.path };
  const [first] = parsed.misfits;
  const more = parsed.misfits.length > 1 ? ` (and ${parsed.misfits.length - 1} more)` : '';
  const message = `is not a report of tojimari: ${first?.pointer || 'it'} ${first?.message}${more}`;
  throw new InputError(
    [{ message, place }],
    'Make one with: tojimari scan … --format json --output report.json',
  );
}
