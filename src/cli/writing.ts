// Writing a finished report to where it was asked for.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { UsageError } from '../errors.ts';
import { voicesOf, withoutDoors } from '../report/blocks.ts';
import { FORMATS } from '../report/index.ts';
import { failsGate, type RenderOptions, type Report, type Text } from '../report/report.ts';
import { repositoryPath } from '../report/sarif-place.ts';
import { knownWords } from '../report/text-known.ts';
import type { OutputOptions } from './commands/scan.ts';
import type { Io } from './io.ts';
import { checkWritable, type Destination, writeWhole } from './outputs.ts';
import { writeSarif } from './sarif-files.ts';
import { isCi, renderOptions } from './surroundings.ts';

/** A secret that can be guessed hides nothing. */
const SHORTEST_KEY = 16;

/** Throws UsageError for what could not be written or read when the report is there: nobody scans for an hour and loses it. */
export async function checkDestinations(destinations: Destination[], options: OutputOptions): Promise<void> {
  for (const { file } of destinations) if (file !== undefined) await checkWritable(file);
  await anchorOf(options);
  await keyOf(options);
}

/** Renders and writes every destination; says on stderr what went to files, and the result when no text was shown. */
export async function writeReport(
  whole: Report,
  destinations: Destination[],
  options: OutputOptions,
  io: Io,
): Promise<void> {
  const anchor = await anchorOf(options);
  const report = options.redact === true ? await redacted(whole, options) : await explained(whole, options);
  const incident = await incidentOf(report, destinations, options, io);
  for (const { format, file } of destinations) {
    const { chunks, render } = FORMATS[format];
    const how: RenderOptions = {
      ...renderOptions(format, options, io, file === undefined),
      ...(anchor !== undefined && { anchor }),
      ...(incident !== undefined && format === 'text' && { incident }),
    };
    if (format === 'sarif') {
      await writeSarif(report, file, how, options.quiet, io);
      continue;
    }
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

/** The public incident that a text is reminded of: for people, who are not those that read the logs of CI. */
async function incidentOf(
  report: Report,
  destinations: Destination[],
  options: OutputOptions,
  io: Io,
): Promise<Text | undefined> {
  if (options.incidents === false || isCi(io.env) || report.findings.length === 0) return undefined;
  if (!destinations.some(({ format }) => format === 'text')) return undefined;
  const { allIncidents, sameClass } = await import('./incidents.ts');
  return sameClass(report, await allIncidents(io));
}

/** The file that findings without a file of their own stand in. */
async function anchorOf({
  sarifAnchor: file,
  redact,
}: OutputOptions): Promise<{ file: string; text: string } | undefined> {
  if (file === undefined) return undefined;
  if (redact === true) throw new UsageError('--sarif-anchor names a file, which --redact would hide.');
  if (repositoryPath(file) === undefined)
    throw new UsageError(
      `--sarif-anchor ${file} is not below this folder.`,
      'Name a file of the repository by its path from the root of it.',
    );
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw cannotRead('--sarif-anchor', file, error);
  });
  return { file, text };
}

/** The secret that pseudonyms are made with: the file's, or one that nobody keeps. */
async function keyOf({ redactKey: file }: OutputOptions): Promise<Buffer> {
  if (file === undefined) return randomBytes(32);
  const key = await readFile(file).catch((error: unknown) => {
    throw cannotRead('--redact-key', file, error);
  });
  if (key.length < SHORTEST_KEY)
    throw new UsageError(
      `The secret in ${file} is shorter than ${SHORTEST_KEY} bytes.`,
      `Make one: openssl rand -hex 32 > ${file}`,
    );
  return key;
}

async function redacted(report: Report, options: OutputOptions): Promise<Report> {
  return (await import('../report/redact.ts')).redactReport(report, await keyOf(options));
}

/** With what would settle the unknowns, where that was asked for. */
async function explained(report: Report, { explainUnknown }: OutputOptions): Promise<Report> {
  if (explainUnknown !== true) return report;
  const { PROVIDERS } = await import('../providers/index.ts');
  return (await import('./settling.ts')).withNext(report, PROVIDERS);
}

function cannotRead(flag: string, file: string, error: unknown): UsageError {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : error;
  return new UsageError(`${flag} ${file} cannot be read (${String(code)}).`);
}

/** What the exit code means, in one line, for runs whose report went elsewhere. Doors are counted once, as in the text. */
export function resultLine(report: Report): string {
  const { gate, complete } = report;
  const counted = [
    ...voicesOf(report).map(({ door: { change }, finding: { severity } }) => ({ severity, change })),
    ...withoutDoors(report),
  ];
  const failing = counted.filter(({ severity, change }) => failsGate(gate, severity, change)).length;
  const blind = gate.blind.reduce((sum, { count }) => sum + count, 0);
  const { failOn, failOnNew } = gate;
  const thresholds = [
    ...(failOn === 'never' && failOnNew !== undefined ? [] : [`at or above ${failOn}`]),
    ...(failOnNew === undefined ? [] : [`new, wider or expired at or above ${failOnNew}`]),
  ];
  const parts = [`${failing} ${thresholds.join(' or ')}`];
  if (report.baseline !== undefined) parts.push(knownWords(report.baseline).en);
  if (blind > 0) parts.push(`${blind} undecided`);
  else if (!complete) parts.push('not everything could be seen');
  return `result: ${parts.join(', ')} -> exit ${gate.exitCode}`;
}
