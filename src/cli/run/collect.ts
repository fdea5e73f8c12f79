// tojimari collect: live settings into a snapshot, and no judgement.
import { PROVIDERS } from '../../providers/index.ts';
import type { Provider } from '../../providers/provider.ts';
import type { SnapshotRecord } from '../../snapshot/resource.ts';
import { snapshotLines } from '../../snapshot/write.ts';
import type { CollectOptions } from '../commands/others.ts';
import { readExpectations } from '../config.ts';
import { newWatch, type Watch } from '../expect.ts';
import type { Io } from '../io.ts';
import { collectRequest, readLive, servicesOf } from '../live.ts';
import { checkWritable, writeWhole } from '../outputs.ts';
import { newReporter } from '../progress.ts';
import { clockOf } from '../surroundings.ts';

/** Collects and writes. 0: everything was seen; 3: a list was cut or a door setting could not be read. */
export async function collect(options: CollectOptions, io: Io): Promise<0 | 3> {
  const { output } = options;
  if (options.live.plan === true || output === undefined)
    return await (await import('./plan.ts')).plan(options.provider, options, io);
  if (output !== '-') await checkWritable(output);
  const provider = PROVIDERS.find(({ name }) => name === options.provider);
  if (provider === undefined) throw new Error(`no provider named ${options.provider}`);
  const { expect } = await readExpectations(io.cwd);
  const services = options.services.length === 0 ? [] : servicesOf(provider, options.services);
  const watch = newWatch(expect, PROVIDERS, { services, some: false });
  const reporter = await newReporter(io, options.quiet, false);
  const calls = { count: 0, waits: 0 };
  const gaps: Gaps = { resources: 0, lists: 0, unread: 0 };
  const request = collectRequest(
    await readLive(options.live),
    servicesOf(provider, options.services),
    io,
    reporter,
    calls,
  );
  const records =
    options.resume === undefined
      ? provider.collect(request)
      : (await import('./resume.ts')).collectOn(options.resume, provider, request);
  const header = { tool: `tojimari ${io.version}`, startedAt: new Date(clockOf(io)()).toISOString() };
  const expected = expecting(reporter.watch(records), watch);
  const lines = snapshotLines(countGaps(expected, provider, gaps), header, () => calls.count);
  try {
    if (output === '-') for await (const line of lines) io.stdout.write(line);
    else await writeWhole(output, lines, io.unfinished, io.partial);
  } finally {
    reporter.stop();
  }
  const complete = gaps.lists === 0 && gaps.unread === 0;
  if (!options.quiet)
    io.stderr.write(`${summary(gaps, output)}${waited(calls.waits)} -> exit ${complete ? 0 : 3}\n`);
  return complete ? 0 : 3;
}

/** Nothing is written of a run that is not the one that was meant. */
async function* expecting(
  records: AsyncIterable<SnapshotRecord>,
  watch: Watch,
): AsyncIterable<SnapshotRecord> {
  yield* watch.watch(records);
  watch.done();
}

/** What a collection could not see. */
interface Gaps {
  resources: number;
  lists: number;
  /** Door settings. */
  unread: number;
}

async function* countGaps(
  records: AsyncIterable<SnapshotRecord>,
  { services }: Provider,
  gaps: Gaps,
): AsyncIterable<SnapshotRecord> {
  const doors = new Map(
    services.flatMap(({ types }) => types.map(({ type, doors }) => [type, doors] as const)),
  );
  for await (const record of records) {
    if (record.record === 'listing' && record.state === 'unknown') gaps.lists += 1;
    if (record.record === 'resource') {
      gaps.resources += 1;
      for (const { setting, reason } of record.unknowns)
        if (reason !== 'not-held' && doors.get(record.type)?.includes(setting)) gaps.unread += 1;
    }
    yield record;
  }
}

function waited(times: number): string {
  return times === 0 ? '' : `; told to slow down and waited ${times === 1 ? 'once' : `${times} times`}`;
}

function summary({ resources, lists, unread }: Gaps, output: string): string {
  const parts = [`${resources} ${resources === 1 ? 'resource' : 'resources'}`];
  if (lists > 0) parts.push(`${lists} ${lists === 1 ? 'list' : 'lists'} not seen to the end`);
  if (unread > 0)
    parts.push(`${unread} ${unread === 1 ? 'setting' : 'settings'} that could open a door not read`);
  return `${output === '-' ? 'wrote' : `wrote ${output}:`} ${parts.join(', ')}`;
}
