// A JSON report that was saved earlier.
import { InputError } from '../errors.ts';
import { parseReport } from '../report/parse.ts';
import type { Report } from '../report/report.ts';
import { findFiles, textFile } from '../snapshot/files.ts';
import type { Io } from './io.ts';
import { whyUnclaimed } from './unclaimed.ts';

/** Reads a report; `-` is stdin. Throws InputError, with the place, for anything that is not one. */
export async function readReport(path: string, io: Io): Promise<Report> {
  const [file] = path === '-' ? [textFile('stdin', await io.stdin())] : await findFiles([path]);
  if (file?.named !== true)
    throw new InputError([{ message: 'is a folder', place: { file: path } }], 'Name the JSON report in it.');
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
