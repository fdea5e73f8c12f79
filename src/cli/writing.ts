// Writing a finished report to where it was asked for.
import { voicesOf, withoutDoors } from '../report/blocks.ts';
import { FORMATS } from '../report/index.ts';
import { type Report, reaches } from '../report/report.ts';
import type { OutputOptions } from './commands/scan.ts';
import type { Io } from './io.ts';
import { type Destination, writeWhole } from './outputs.ts';
import { renderOptions } from './surroundings.ts';

/** Renders and writes every destination; says on stderr what went to files, and the result when no text was shown. */
export async function writeReport(
  report: Report,
  destinations: Destination[],
  options: OutputOptions,
  io: Io,
): Promise<void> {
  for (const { format, file } of destinations) {
    const { chunks, render } = FORMATS[format];
    const how = renderOptions(format, options, io, file === undefined);
    const pieces = chunks?.(report, how) ?? [render(report, how)];
    if (file === undefined) for (const piece of pieces) io.stdout.write(piece);
    else {
      await writeWhole(file, pieces, io.unfinished);
      if (!options.quiet) io.stderr.write(`wrote ${file} (${format})\n`);
    }
  }
  const shown = destinations.some(({ format, file }) => format === 'text' && file === undefined);
  if (!shown && !options.quiet) io.stderr.write(`${resultLine(report)}\n`);
}

/** What the exit code means, in one line, for runs whose report went elsewhere. Doors are counted once, as in the text. */
export function resultLine(report: Report): string {
  const { gate, complete } = report;
  const counted = [...voicesOf(report).map(({ finding }) => finding), ...withoutDoors(report)];
  const failing = counted.filter(({ severity }) => reaches(severity, gate.failOn)).length;
  const blind = gate.blind.reduce((sum, { count }) => sum + count, 0);
  const parts = [`${failing} at or above ${gate.failOn}`];
  if (blind > 0) parts.push(`${blind} undecided`);
  else if (!complete) parts.push('not everything could be seen');
  return `result: ${parts.join(', ')} -> exit ${gate.exitCode}`;
}
