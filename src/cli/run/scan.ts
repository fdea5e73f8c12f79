// tojimari scan: targets in, reports out.
import { audit } from '../../audit.ts';
import { InputError, UsageError } from '../../errors.ts';
import { PROVIDERS } from '../../providers/index.ts';
import type { Provider } from '../../providers/provider.ts';
import { visible } from '../../report/escape.ts';
import type { Report } from '../../report/report.ts';
import { settingsNamed } from '../../rules/named.ts';
import type { InputFile } from '../../snapshot/files.ts';
import { locate } from '../../snapshot/locate.ts';
import type { SnapshotRecord } from '../../snapshot/resource.ts';
import type { OpenWritten } from '../../snapshot/told.ts';
import type { ScanOptions } from '../commands/scan.ts';
import { expectationsIn, type Given } from '../config.ts';
import { baselineFrom } from '../config-baseline.ts';
import { readSettings } from '../config-file.ts';
import { newWatch, type Watch } from '../expect.ts';
import type { Io } from '../io.ts';
import { largeSnapshot } from '../judging/large.ts';
import { collectRequest, readLive, servicesNamed, servicesOf } from '../live.ts';
import { pairOutputs } from '../outputs.ts';
import { newReporter, type Reporter } from '../progress.ts';
import { allRules, ruleRemarks, selectRules } from '../ruleset.ts';
import { unmatched, withSettings } from '../settings.ts';
import type { SourceOfRun } from '../source.ts';
import { clockOf, languageOf } from '../surroundings.ts';
import { openTargets } from '../targets.ts';
import { checkDestinations, writeReport } from '../writing.ts';

/** Scans and writes; returns the exit code of the gate. */
export async function scan(typed: ScanOptions, io: Io): Promise<number> {
  const settings = await readSettings(io, typed.config, typed.rulesDirs);
  const baseline: string[] = [];
  for (const one of typed.baseline ?? []) {
    const from = await baselineFrom(io, { ...typed, baseline: one });
    if (from !== undefined) baseline.push(from);
  }
  const options = withSettings({ ...typed, ...(baseline.length > 0 && { baseline }) }, settings);
  if (options.live.plan === true)
    return await (await import('./plan.ts')).plan(options.targets[0] ?? '', options, io);
  const destinations = pairOutputs(options.formats, options.outputs);
  await checkDestinations(destinations, options);
  const { given, remarks } = settings;
  if (!options.quiet) for (const remark of remarks) io.stderr.write(`${remark}\n`);
  const { expect } = expectationsIn(settings.config);
  const { services, resources, excludeResources } = options;
  const watch = newWatch(expect, PROVIDERS, {
    services: PROVIDERS.flatMap((provider) =>
      services.length === 0 ? [] : servicesNamed(provider, services),
    ),
    some: resources.length + excludeResources.length > 0,
  });
  const compared = options.baseline !== undefined || options.failOnNew !== undefined;
  const report = compared
    ? await (await import('./baseline.ts')).scanCompared(options, given, io, watch)
    : await scanTargets(options, given, io, watch);
  const strays = unmatched(report.intents);
  if (options.strict === true && strays.length > 0) throw new InputError(strays);
  await writeReport(report, destinations, options, io);
  return report.gate.exitCode;
}

/** The report of a scan, not yet written. Progress goes to stderr. */
export async function scanTargets(
  options: ScanOptions,
  given: Given,
  io: Io,
  watch?: Watch,
  files?: (target: string) => Promise<InputFile[]>,
): Promise<Report> {
  const clock = clockOf(io);
  const startedAt = clock();
  const live = await readLive(options.live);
  const { ruleFiles, checkRules, ...declared } = given;
  const all = await allRules(io, options.rulesDirs, ruleFiles);
  checkRules?.(all);
  const rules = selectRules(all, options);
  const asked = [...options.rules, ...options.skipRules];
  if (!options.quiet)
    for (const remark of ruleRemarks(rules, asked, languageOf(options.lang, io.env)))
      io.stderr.write(`${visible(remark)}\n`);
  const reporter = await newReporter(io, options.quiet, options.showProof);
  const calls = { count: 0, waits: 0 };
  const needs = settingsNamed(rules);
  try {
    // A commit has a source of its own, which is not the one that lies here.
    const source = await sourceOfRun(options, io, files === undefined);
    const written = files === undefined ? (source?.written ?? sourceBeside(io)) : undefined;
    const collect = (provider: Provider) =>
      provider.collect({
        ...collectRequest(live, servicesOf(provider, options.services), io, reporter, calls),
        needs,
      });
    const { services, resources, excludeResources } = options;
    const select = { services, resources, excludeResources };
    const partial = services.length + resources.length + excludeResources.length > 0;
    const judging = { rules, ...declared, now: startedAt, select, partial };
    // Threads see neither what is expected of the whole nor what was told about single resources.
    const apart = watch?.idle === true && source === undefined && files === undefined && isPlain(given);
    const large = await largeSnapshot(apart ? options.targets : [], io.threads, judging, (done, total) =>
      reporter.reading(options.targets[0] ?? '', done, total),
    );
    const streams =
      large === undefined
        ? await openTargets(options.targets, PROVIDERS, io.stdin, collect, files, written, reporter.reading)
        : [];
    const report = await audit({
      streams:
        large !== undefined
          ? [{ ...large, records: reporter.watch(large.records) }]
          : streams.map(({ provider, records }) => {
              const told = reporter.watch(
                streams.length === 1 ? records : tellFailure(provider, records, reporter),
              );
              return { provider, records: watch?.watch(told) ?? told };
            }),
      providers: PROVIDERS,
      ...judging,
      failOn: options.failOn,
      allowUnknown: options.allowUnknown,
      exitZero: options.exitZero,
      version: io.version,
      startedAt,
      endedAt: clock,
      calls: () => calls.count,
      waits: () => calls.waits,
      ...(source !== undefined && { sourceOf: source.sourceOf }),
      // What is not on the disk has no lines there.
      locate: files === undefined ? locate : async () => {},
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

/** Nothing is declared about single doors or rules. */
function isPlain(given: Given): boolean {
  return (given.intents ?? []).length + (given.overrides ?? []).length === 0;
}

/** What was asked for, and for a plan the folder that it is of. */
async function sourceOfRun(options: ScanOptions, io: Io, here: boolean): Promise<SourceOfRun | undefined> {
  const { plansIn, sourcesOfPlans } = await import('../plans.ts');
  const plans = here ? await plansIn(options.targets) : [];
  const sources = options.sources ?? (await sourcesOfPlans(plans, io.cwd));
  if (sources.length === 0 && options.sourceMap === undefined) return undefined;
  const { readSource } = await import('../source.ts');
  const reading = readSource({ ...options, sources }, io, plans.length > 0);
  const asked = options.sources !== undefined || options.sourceMap !== undefined;
  return asked ? await reading : await reading.catch(unreadable);
}

/** A folder that nobody named may hold more than can be looked through. */
function unreadable(error: unknown): undefined {
  if (error instanceof UsageError || error instanceof InputError) return undefined;
  throw error;
}

/** The source of a plan that nobody named: it was found in a folder, or came through stdin. */
function sourceBeside(io: Io): OpenWritten {
  return async (file, addresses) => {
    const sources = await (await import('../plans.ts')).sourcesOfPlans([file], io.cwd);
    if (sources.length === 0) return undefined;
    const { readSource } = await import('../source.ts');
    const source = await readSource({ sources, targets: [] }, io, true).catch(unreadable);
    return await source?.written(file, addresses);
  };
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
