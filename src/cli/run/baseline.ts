// scan --baseline and --fail-on-new: what a run is compared with, and what comes of it.
import { UsageError } from '../../errors.ts';
import { PROVIDERS } from '../../providers/index.ts';
import { comparedWith, countLost } from '../../report/baseline.ts';
import type { Report } from '../../report/report.ts';
import { commitsNamed, type Revision } from '../../snapshot/commit.ts';
import { NoHistory } from '../../snapshot/repository.ts';
import type { SnapshotRecord } from '../../snapshot/resource.ts';
import { LIVE_TARGETS } from '../commands/others.ts';
import type { ScanOptions } from '../commands/scan.ts';
import type { Given } from '../config.ts';
import type { Watch } from '../expect.ts';
import type { Io } from '../io.ts';
import { mergeTarget } from '../pull-request.ts';
import { openTargets } from '../targets.ts';
import { type ResourcesOf, resourcesIn, tellSettings } from './changed-settings.ts';
import { type Earlier, judged, readBaseline } from './earlier.ts';
import { scanTargets } from './scan.ts';
import { newTee } from './tee.ts';

const GIT = 'git:';

/** The report of a scan that is compared with an earlier state, which is read first: a live run must not be for nothing. */
export async function scanCompared(
  options: ScanOptions,
  given: Given,
  world: Io,
  watch?: Watch,
): Promise<Report> {
  const io = { ...world, stdin: once(world.stdin) };
  const earlier = await earlierOf(options, given, io);
  // What the source of a plan told of it is not in the plan.
  const again = earlier.kind === 'plan' ? undefined : resourcesAgain(options.targets, io);
  const tee = again === undefined && earlier.resources !== undefined ? newTee(io) : undefined;
  const pass = (records: AsyncIterable<SnapshotRecord>) => watch?.watch(records) ?? records;
  const both: Watch = {
    watch: (records) => tee?.watch(pass(records)) ?? pass(records),
    done: () => watch?.done(),
    ...(tee === undefined && watch?.idle !== undefined && { idle: watch.idle }),
  };
  try {
    const report = await scanTargets(options, given, io, both);
    return await compareScan(report, earlier, options, again ?? tee?.resources);
  } finally {
    await tee?.done();
  }
}

/** A plan that comes through stdin is its own earlier state. */
function once(stdin: Io['stdin']): Io['stdin'] {
  let read: ReturnType<Io['stdin']> | undefined;
  return () => {
    read ??= stdin();
    return read;
  };
}

/** The earlier state of a scan. Throws UsageError when there is none. */
async function earlierOf(options: ScanOptions, given: Given, io: Io): Promise<Earlier> {
  const { baseline = [], targets } = options;
  const states: Earlier[] = [];
  for (const one of baseline)
    states.push(
      one.startsWith(GIT)
        ? await atRevision(one, options, given, io)
        : await readBaseline(one, options, given, io),
    );
  const [first, ...others] = states;
  if (first !== undefined) {
    const { resources } = states.find((state) => state.resources !== undefined) ?? {};
    return {
      ...first,
      ...(resources && { resources }),
      others: others.map(({ report }) => report),
    };
  }
  const before = await (await import('../plans.ts')).filesBefore(targets, io.stdin);
  if (before !== undefined)
    return await judged('plan', targets, { ...options, quiet: true }, given, io, before);
  const base = pullRequestBase(io.env);
  const files = targets.every((target) => target !== '-' && !isLive(target));
  if (base !== undefined && files && (await inRepository(targets, io)))
    return await judgedAt({ name: base, parting: true }, `${GIT}${base}`, options, given, io);
  throw new UsageError(
    '--fail-on-new needs an earlier state to compare with.',
    'Give --baseline FILE (a snapshot, a report, or what "tojimari baseline write" made) or, for files in a git repository, --baseline git:REF. A Terraform plan is its own.',
  );
}

/** Compares a finished report with the earlier state, says which settings changed, and decides the gate. `now`: the resources of the run. */
export async function compareScan(
  report: Report,
  earlier: Earlier,
  options: Pick<ScanOptions, 'failOn' | 'failOnNew' | 'allowUnknown' | 'exitZero'>,
  now?: ResourcesOf,
): Promise<Report> {
  const compared = comparedWith(report, earlier, options);
  const { baseline } = compared;
  if (baseline === undefined || earlier.resources === undefined || now === undefined) return compared;
  await tellSettings(baseline.changes, earlier.resources, now);
  return countLost(compared, options);
}

/** The resources of targets that are files and can be read again; undefined when one of them cannot. */
export function resourcesAgain(targets: string[], io: Io): ResourcesOf | undefined {
  if (targets.some((target) => target === '-' || isLive(target))) return undefined;
  return resourcesIn(async () =>
    openTargets(targets, PROVIDERS, io.stdin, () => {
      throw new Error('only files are read again');
    }),
  );
}

/** `git:REF`: the same paths as they were; `git:REF:FILE`: a baseline as it was. */
async function atRevision(spec: string, options: ScanOptions, given: Given, io: Io): Promise<Earlier> {
  const [, name = '', file] = /^git:([^:]*)(?::(.+))?$/s.exec(spec) ?? [];
  if (name === '')
    throw new UsageError(`${spec} names no commit.`, 'For example: --baseline git:origin/main');
  if (file === undefined) return await judgedAt({ name }, spec, options, given, io);
  const commits = commitsNamed({ name }, io.cwd, io.env['PATH'] ?? '');
  try {
    const files = await commits.filesNamed(file);
    if (files === undefined)
      throw new UsageError(
        `There is no baseline ${file} in ${name}.`,
        'Check the path and the name of the branch.',
      );
    const earlier = await readBaseline(file, options, given, io, async () => files);
    const { resources: _closed, ...rest } = earlier;
    return { ...rest, target: spec, commit: await commits.hash('.') };
  } catch (error) {
    throw asMistake(error, name);
  } finally {
    await commits.close();
  }
}

async function judgedAt(
  revision: Revision,
  target: string,
  options: ScanOptions,
  given: Given,
  io: Io,
): Promise<Earlier> {
  const { targets } = options;
  const live = targets.find((one) => one === '-' || isLive(one));
  if (live !== undefined)
    throw new UsageError(
      `A commit holds files, and ${live === '-' ? 'stdin' : live} is none.`,
      'Compare a live target with a snapshot or a report: --baseline FILE',
    );
  const path = io.env['PATH'] ?? '';
  const commits = commitsNamed(revision, io.cwd, path);
  try {
    const there: string[] = [];
    for (const one of targets) if ((await commits.files(one)) !== undefined) there.push(one);
    const commit = await commits.hash(targets[0] ?? '');
    if (there.length === 0)
      return { kind: 'git', target, commit, report: await nothingYet(options, given, io) };
    const files = async (one: string) => (await commits.files(one)) ?? [];
    const earlier = await judged('git', there, options, given, io, files);
    const resources: ResourcesOf = async (wanted) => {
      // Asked for when the run is over, and the first git has gone.
      const again = commitsNamed({ name: commit }, io.cwd, path);
      try {
        return await resourcesIn(() =>
          openTargets(
            there,
            PROVIDERS,
            io.stdin,
            () => {
              throw new Error('a commit is never live');
            },
            async (one) => (await again.files(one)) ?? [],
          ),
        )(wanted);
      } finally {
        await again.close();
      }
    };
    return { ...earlier, target, commit, resources };
  } catch (error) {
    throw asMistake(error, revision.name);
  } finally {
    await commits.close();
  }
}

/** None of the paths was there: everything that stands open in them was opened since. */
async function nothingYet(options: ScanOptions, given: Given, io: Io): Promise<Report> {
  const { report } = await judged('git', options.targets, { ...options, quiet: true }, given, io);
  return { ...report, doors: [], findings: [], undecided: [], complete: true };
}

/** The commit or branch that a pull or merge request starts from; GitLab CI names the commit. */
function pullRequestBase(env: Io['env']): string | undefined {
  return env['CI_MERGE_REQUEST_DIFF_BASE_SHA'] || mergeTarget(env);
}

function isLive(target: string): boolean {
  return LIVE_TARGETS.some((name) => name === target);
}

async function inRepository(targets: string[], io: Io): Promise<boolean> {
  const commits = commitsNamed({ name: 'HEAD' }, io.cwd, io.env['PATH'] ?? '');
  try {
    for (const target of targets) await commits.hash(target);
    return true;
  } catch (error) {
    if (error instanceof NoHistory) return false;
    throw error;
  } finally {
    await commits.close();
  }
}

function asMistake(error: unknown, name: string): unknown {
  if (!(error instanceof NoHistory)) return error;
  const branch = /^origin\/(.+)$/.exec(name)?.[1];
  return new UsageError(
    `git:${name} cannot be compared with: ${error.message}.`,
    branch === undefined
      ? 'Fetch it first; a shallow clone holds only its last commits.'
      : `Fetch it first: git fetch origin ${branch}:refs/remotes/origin/${branch}, or fetch-depth: 0 in actions/checkout.`,
  );
}
