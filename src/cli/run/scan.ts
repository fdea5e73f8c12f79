// tojimari scan: targets in, reports out.
import { audit } from '../../audit.ts';
import { UsageError } from '../../errors.ts';
import { PROVIDERS } from '../../providers/index.ts';
import type { Report } from '../../report/report.ts';
import { settingsNamed } from '../../rules/named.ts';
import { locate } from '../../snapshot/locate.ts';
import type { SnapshotRecord } from '../../snapshot/resource.ts';
import type { ScanOptions } from '../commands/scan.ts';
import { type Given, readConfig, readExpectations } from '../config.ts';
import { newWatch, type Watch } from '../expect.ts';
import type { Io } from '../io.ts';
import { collectRequest, readLive, servicesNamed, servicesOf } from '../live.ts';
import { checkWritable, pairOutputs } from '../outputs.ts';
import { newReporter, type Reporter } from '../progress.ts';
import { allRules, selectRules } from '../ruleset.ts';
import type { SourceOfRun } from '../source.ts';
import { clockOf } from '../surroundings.ts';
import { openTargets } from '../targets.ts';
import { writeReport } from '../writing.ts';

/** Scans and writes; returns the exit code of the gate. */
export async function scan(options: ScanOptions, io: Io): Promise<number> {
  if (options.live.plan === true)
    return await (await import('./plan.ts')).plan(options.targets[0] ?? '', options, io);
  const destinations = pairOutputs(options.formats, options.outputs);
  for (const { file } of destinations) if (file !== undefined) await checkWritable(file);
  const { expect, accepted } = await readExpectations(io.cwd);
  const { services, resources, excludeResources } = options;
  const watch = newWatch(expect, PROVIDERS, {
    services: PROVIDERS.flatMap((provider) =>
      services.length === 0 ? [] : servicesNamed(provider, services),
    ),
    some: resources.length + excludeResources.length > 0,
  });
  const allowUnknown =
    accepted.length === 0 ? options.allowUnknown : [...(options.allowUnknown ?? []), ...accepted];
  const report = await scanTargets({ ...options, allowUnknown }, await readConfig(io.cwd), io, watch);
  await writeReport(report, destinations, options, io);
  return report.gate.exitCode;
}

/** The report of a scan, not yet written. Progress goes to stderr. */
export async function scanTargets(
  options: ScanOptions,
  given: Given,
  io: Io,
  watch?: Watch,
): Promise<Report> {
  const clock = clockOf(io);
  const startedAt = clock();
  const live = await readLive(options.live);
  const rules = selectRules(await allRules(io, options.rulesDirs), options);
  const reporter = await newReporter(io, options.quiet, options.showProof);
  const calls = { count: 0, waits: 0 };
  const needs = settingsNamed(rules);
  try {
    const source = await sourceOfRun(options, io);
    const streams = await openTargets(options.targets, PROVIDERS, io.stdin, (provider) =>
      provider.collect({
        ...collectRequest(live, servicesOf(provider, options.services), io, reporter, calls),
        needs,
      }),
    );
    const report = await audit({
      streams: streams.map(({ provider, records }) => {
        const told = reporter.watch(
          streams.length === 1 ? records : tellFailure(provider, records, reporter),
        );
        return { provider, records: watch?.watch(told) ?? told };
      }),
      providers: PROVIDERS,
      rules,
      ...given,
      now: startedAt,
      select: {
        services: options.services,
        resources: options.resources,
        excludeResources: options.excludeResources,
      },
      failOn: options.failOn,
      allowUnknown: options.allowUnknown,
      exitZero: options.exitZero,
      version: io.version,
      startedAt,
      endedAt: clock,
      calls: () => calls.count,
      waits: () => calls.waits,
      ...(source !== undefined && { sourceOf: source.sourceOf }),
      locate,
    });
    watch?.done();
    if (options.since === 'git') await (await import('../since.ts')).dateDoors(report, io);
    report.scopes[0]?.notes.push(...(source?.notes ?? []));
    // An empty answer is no all-clear.
    if (report.scopes.length === 0)
      throw new UsageError(`There is nothing to judge in ${options.targets.join(', ')}.`);
    if (selectsNothing(options, report))
      throw new UsageError(
        `The selection matches nothing in ${options.targets.join(', ')}.`,
        'Check --service, --resource and --exclude-resource.',
      );
    return report;
  } finally {
    reporter.stop();
  }
}

/** Loaded only when it was asked for. */
async function sourceOfRun(options: ScanOptions, io: Io): Promise<SourceOfRun | undefined> {
  if (options.sources === undefined && options.sourceMap === undefined) return undefined;
  return await (await import('../source.ts')).readSource(options, io);
}

/** A target of several that cannot start is told at once, with its hint; the report only says that it is missing. */
async function* tellFailure(
  provider: string,
  records: AsyncIterable<SnapshotRecord>,
  reporter: Reporter,
): AsyncIterable<SnapshotRecord> {
  try {
    yield* records;
  } catch (error) {
    if (error instanceof UsageError)
      reporter.line(`${provider} could not start: ${[error.message, error.hint ?? ''].join(' ').trim()}`);
    throw error;
  }
}

/** True when whatever was seen was left out, which is no all-clear. */
function selectsNothing({ services, resources, excludeResources }: ScanOptions, { scopes }: Report): boolean {
  if (services.length + resources.length + excludeResources.length === 0) return false;
  return scopes.every(({ tallies }) => tallies.every(({ seen, complete }) => seen === 0 && complete));
}
