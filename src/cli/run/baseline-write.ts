// tojimari baseline write: what stands open now, as a file that people review and later runs are compared with.
import { readFile } from 'node:fs/promises';
import { type BaselineFile, baselineOf } from '../../report/baseline-file.ts';
import { type Report, SEVERITIES } from '../../report/report.ts';
import { baselineText, parseBaseline } from '../baseline-file.ts';
import type { BaselineOptions } from '../commands/baseline.ts';
import { readSettings } from '../config-file.ts';
import type { Io } from '../io.ts';
import { checkWritable, writeWhole } from '../outputs.ts';
import { readReport } from '../saved.ts';
import { withSettings } from '../settings.ts';
import { languageOf } from '../surroundings.ts';
import { scanTargets } from './scan.ts';

/** Writes the file. An entry that stood in it already keeps its dates: writing again prolongs nothing. */
export async function writeBaseline(options: BaselineOptions, io: Io): Promise<0> {
  const { output, from, quiet } = options;
  const toStdout = output === '-';
  if (!toStdout) await checkWritable(output);
  const earlier = toStdout ? undefined : await fileAt(output);
  const report = from !== undefined ? await readReport(from, io) : await scanned(options, io);
  const file = baselineOf(report, languageOf(options.lang, io.env), earlier);
  const text = baselineText(file, output.toLowerCase().endsWith('.json'));
  if (toStdout) io.stdout.write(text);
  else await writeWhole(output, text, io.unfinished);
  if (!quiet) io.stderr.write(`${summary(file, toStdout ? 'stdout' : output, earlier !== undefined)}\n`);
  return 0;
}

/** Judged as scan does it, with what tojimari.yaml says of rules and of what is meant. */
async function scanned(options: BaselineOptions, io: Io): Promise<Report> {
  const { lang, ...rest } = options;
  const settings = await readSettings(io, options.config, options.rulesDirs);
  if (!options.quiet) for (const remark of settings.remarks) io.stderr.write(`${remark}\n`);
  const asked = withSettings(
    {
      ...rest,
      ...(lang !== undefined && { lang }),
      formats: [],
      outputs: [],
      showProof: false,
      all: false,
      color: false,
      failOn: 'never',
      allowUnknown: undefined,
      exitZero: false,
    },
    settings,
  );
  return await scanTargets(asked, settings.given, io);
}

/** The file that is about to be replaced; undefined where there is none. Throws InputError when it is something else. */
async function fileAt(path: string): Promise<BaselineFile | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined || text.trim() === '' ? undefined : parseBaseline(text, path);
}

function summary({ known, couldNotTell, lists }: BaselineFile, file: string, again: boolean): string {
  const counts = SEVERITIES.flatMap((severity) => {
    const n = known.filter((one) => one.severity === severity).length;
    return n === 0 ? [] : [`${n} ${severity}`];
  });
  const days = known.map(({ until }) => until).sort();
  const [first, last] = [days[0], days.at(-1)];
  const until = first === undefined ? '' : `, until ${first === last ? first : `${first} to ${last}`}`;
  const untold = couldNotTell.length + lists.length;
  const also = untold > 0 ? `; ${untold} could not be told` : '';
  const kept = again ? ' (dates of what was in it are kept)' : '';
  return `wrote ${file}: known ${known.length}${counts.length > 0 ? ` (${counts.join(', ')})` : ''}${until}${also}${kept}`;
}
