// The earlier state that a run is compared with: a snapshot, an export, a report, SARIF, a file of what is known, or a commit.
import { InputError, UsageError } from '../../errors.ts';
import { matchesGlob } from '../../glob.ts';
import { PROVIDERS } from '../../providers/index.ts';
import type { Before } from '../../report/baseline.ts';
import { BASELINE_SCHEMA_URL, reportOfBaseline } from '../../report/baseline-file.ts';
import { REPORT_SCHEMA_URL, type Report, type ReportResource } from '../../report/report.ts';
import { reportOfSarif } from '../../report/sarif-read.ts';
import { findFiles, type InputFile } from '../../snapshot/files.ts';
import { isSnapshot } from '../../snapshot/read.ts';
import { snapshotDate } from '../ages.ts';
import { parseBaseline } from '../baseline-file.ts';
import type { ScanOptions } from '../commands/scan.ts';
import type { Given } from '../config.ts';
import type { Io } from '../io.ts';
import { readReport } from '../saved.ts';
import { clockOf } from '../surroundings.ts';
import { openTargets } from '../targets.ts';
import { type ResourcesOf, resourcesIn } from './changed-settings.ts';
import { scanTargets } from './scan.ts';

/** An earlier state, ready to be compared with. */
export interface Earlier extends Before {
  /** What stood in it, for telling which settings changed; absent where no settings are held. */
  resources?: ResourcesOf;
}

/** Files that were read in another way than from the disk. */
export type FilesOf = (target: string) => Promise<InputFile[]>;

/** How an earlier state is judged: as the later one, so that only the settings differ. */
export type Judging = Pick<ScanOptions, 'rulesDirs' | 'rules' | 'skipRules' | 'quiet' | 'showProof'> &
  Pick<ScanOptions, 'services' | 'resources' | 'excludeResources'>;

/** Reads an earlier state by what the file is. `files`: where its files come from, when not from the disk. */
export async function readState(
  target: string,
  judging: Judging,
  given: Given,
  io: Io,
  files?: FilesOf,
): Promise<Earlier> {
  const found = await (files?.(target) ?? findFiles([target]));
  const logs = found.filter(({ path }) => path.endsWith('.sarif'));
  // A large run is several files and an index of them.
  if (logs.length > 0 && found.every((one) => logs.includes(one) || one.path.endsWith('.index.json'))) {
    const { report, notes } = await readSarif(logs);
    return { kind: 'sarif', target, report: selected(report, judging), notes };
  }
  const [file, ...more] = found;
  if (file === undefined || more.length > 0 || !file.named)
    return await judged('export', [target], judging, given, io, files);
  const head = await file.head();
  if (await isSnapshot(file)) {
    const { report, ...rest } = await judged('snapshot', [target], judging, given, io, files);
    // It is judged now, and was like that when it was taken.
    return { ...rest, report: { ...report, startedAt: snapshotDate(head) ?? report.startedAt } };
  }
  if (head.slice(0, 1000).includes(REPORT_SCHEMA_URL))
    return { kind: 'report', target, report: selected(await readReport(file, io), judging) };
  if (head.includes(BASELINE_SCHEMA_URL)) {
    const known = parseBaseline(await file.text(), file.path);
    const { report, until } = reportOfBaseline(known, new Date(clockOf(io)()).toISOString());
    return { kind: 'baseline', target, report: selected(report, judging), until };
  }
  if (/sarif/i.test(head) && /"runs"|"version"\s*:\s*"2\.1\.0"/.test(head)) {
    const { report, notes } = await readSarif([file]);
    return { kind: 'sarif', target, report: selected(report, judging), notes };
  }
  return await judged('export', [target], judging, given, io, files);
}

async function readSarif(files: InputFile[]): Promise<Exclude<ReturnType<typeof reportOfSarif>, string>> {
  const refuse = (file: string, message: string) => new InputError([{ message, place: { file } }]);
  const runs: unknown[] = [];
  for (const file of files) {
    const text = await file.text();
    let log: unknown;
    try {
      log = JSON.parse(text);
    } catch {
      throw refuse(file.path, 'is not JSON');
    }
    const own: unknown = typeof log === 'object' && log !== null ? Reflect.get(log, 'runs') : undefined;
    if (!Array.isArray(own)) throw refuse(file.path, 'is no SARIF: it has no runs');
    runs.push(...own);
  }
  const read = reportOfSarif({ runs });
  if (typeof read === 'string')
    throw refuse(files[0]?.path ?? '', `is SARIF that cannot be compared: it ${read}`);
  return read;
}

/** Settings that are judged now, by the same rules as the later side. */
export async function judged(
  kind: Before['kind'],
  targets: string[],
  judging: Judging,
  given: Given,
  io: Io,
  files?: FilesOf,
): Promise<Earlier> {
  const report = await scanTargets(
    {
      ...judging,
      targets,
      live: { regions: [] },
      // What is selected later must not be a mistake for not being there before.
      services: [],
      resources: [],
      excludeResources: [],
      formats: [],
      outputs: [],
      all: false,
      color: false,
      failOn: 'never',
      allowUnknown: undefined,
      exitZero: false,
    },
    given,
    io,
    undefined,
    files,
  );
  const resources = resourcesIn(
    async () =>
      await openTargets(
        targets,
        PROVIDERS,
        io.stdin,
        () => {
          throw new Error('an earlier state is never live');
        },
        files,
      ),
  );
  return { kind, target: targets.join(' '), report: selected(report, judging), resources };
}

/** The part of an earlier report that a run with these flags looks at. */
function selected(report: Report, judging: Judging): Report {
  const { services, resources, excludeResources, rules, skipRules } = judging;
  const all = services.length + resources.length + excludeResources.length + rules.length + skipRules.length;
  if (all === 0) return report;
  const serviceOf = new Map(
    PROVIDERS.flatMap((provider) =>
      provider.services.flatMap(({ name, types }) => types.map(({ type }) => [type, name] as const)),
    ),
  );
  const fits = (globs: string[], ...words: string[]) =>
    globs.some((glob) => words.some((word) => matchesGlob(glob, word)));
  const isIn = ({ resource, rule }: { resource: ReportResource; rule?: string }) => {
    if (services.length > 0 && !fits(services, serviceOf.get(resource.type) ?? '')) return false;
    if (resources.length > 0 && !fits(resources, resource.id, resource.name)) return false;
    if (fits(excludeResources, resource.id, resource.name)) return false;
    if (rule === undefined) return true;
    return (rules.length === 0 || fits(rules, rule)) && !fits(skipRules, rule);
  };
  return {
    ...report,
    doors: report.doors.filter(isIn),
    findings: report.findings.filter(isIn),
    undecided: report.undecided.filter(isIn),
  };
}

const KINDS =
  'A baseline is a snapshot, an export, a JSON report, SARIF of tojimari, or what "tojimari baseline write" made.';

/** A file that is named and not there is a mistake, and no empty baseline: nothing would be known, or everything. */
export async function readBaseline(
  target: string,
  judging: Judging,
  given: Given,
  io: Io,
  files?: FilesOf,
): Promise<Earlier> {
  try {
    return await readState(target, judging, given, io, files);
  } catch (error) {
    if (error instanceof InputError && error.message.includes('of a kind that tojimari knows'))
      throw new InputError(error.faults, KINDS);
    if (!(error instanceof UsageError) || !error.message.startsWith('There is no file or folder'))
      throw error;
    throw new UsageError(
      `There is no baseline ${target}.`,
      `Make the first one: tojimari baseline write TARGET --output ${target}`,
    );
  }
}
