// tojimari diff: two states of an estate, both judged by the same rules, and what differs.
import { UsageError } from '../../errors.ts';
import { PROVIDERS } from '../../providers/index.ts';
import {
  byUrgency,
  CHANGES_SCHEMA_URL,
  type Change,
  type Changes,
  changesBetween,
  decideChanges,
} from '../../report/changes.ts';
import { renderChangesJson } from '../../report/json.ts';
import { REPORT_SCHEMA_URL, type Report } from '../../report/report.ts';
import { renderChangesText } from '../../report/text-changes.ts';
import { differences } from '../../snapshot/compare.ts';
import { findFiles } from '../../snapshot/files.ts';
import type { Resource, Text } from '../../snapshot/resource.ts';
import type { DiffOptions } from '../commands/diff.ts';
import { LIVE_TARGETS } from '../commands/others.ts';
import { readConfig } from '../config.ts';
import type { Io } from '../io.ts';
import { checkWritable, writeWhole } from '../outputs.ts';
import { readReport } from '../saved.ts';
import { renderOptions } from '../surroundings.ts';
import { openTargets } from '../targets.ts';
import { scanTargets } from './scan.ts';

/** Compares and writes; returns the exit code of the gate. */
export async function diff(options: DiffOptions, io: Io): Promise<number> {
  const [file] = options.outputs.filter((name) => name !== '-');
  if (file !== undefined) await checkWritable(file);
  const before = await stateOf(options.before, options, io);
  const after = await stateOf(options.after, options, io);
  const changes = changesBetween(before.report, after.report);
  if (changes.length > 0 && !before.saved && !after.saved) await tellSettings(changes, options, io);
  changes.sort(byUrgency);
  const gate = decideChanges(changes, options.failOnNew);
  const told: Changes = {
    $schema: CHANGES_SCHEMA_URL,
    version: 1,
    tool: { name: 'tojimari', version: io.version },
    before: sideOf(options.before, before.report),
    after: sideOf(options.after, after.report),
    changes,
    gate: options.exitZero ? { ...gate, exitCode: 0 } : gate,
  };
  const text =
    options.format === 'json'
      ? renderChangesJson(told)
      : renderChangesText(told, after.report, renderOptions('text', options, io, file === undefined));
  if (file === undefined) io.stdout.write(text);
  else {
    await writeWhole(file, text, io.unfinished);
    if (!options.quiet) io.stderr.write(`wrote ${file} (${options.format})\n`);
  }
  return told.gate.exitCode;
}

/** A saved report as it is, or the report of a snapshot or an export judged now. */
async function stateOf(
  target: string,
  options: DiffOptions,
  io: Io,
): Promise<{ report: Report; saved: boolean }> {
  const live = LIVE_TARGETS.find((name) => name === target);
  if (live !== undefined)
    throw new UsageError(
      `diff compares what was saved; ${live} is live.`,
      `Save it first: tojimari collect ${live} --output now.jsonl`,
    );
  if (target === '-') throw new UsageError('diff cannot read stdin.', 'Name two files or folders.');
  if (await isReport(target)) return { report: await readReport(target, io), saved: true };
  const report = await scanTargets(
    {
      ...options,
      formats: [],
      targets: [target],
      live: { regions: [] },
      rules: [],
      skipRules: [],
      services: [],
      resources: [],
      excludeResources: [],
      failOn: 'never',
      allowUnknown: undefined,
      exitZero: false,
    },
    await readConfig(io.cwd),
    io,
  );
  return { report, saved: false };
}

/** A single JSON file that names the schema of reports near its beginning. */
async function isReport(target: string): Promise<boolean> {
  const [file, ...more] = await findFiles([target]);
  if (file === undefined || more.length > 0 || !file.named) return false;
  return (await file.head()).slice(0, 1000).includes(REPORT_SCHEMA_URL);
}

function sideOf(target: string, { startedAt, complete, scopes }: Report): Changes['before'] {
  return {
    target,
    startedAt,
    complete,
    scopes: scopes.map(({ id, label, format }) => ({ id, label, format })),
  };
}

/** Fills in which settings differ: those that the proof speaks of, or, where they are the same, all of the resource. */
async function tellSettings(changes: Change[], options: DiffOptions, io: Io): Promise<void> {
  const wanted = new Set(changes.flatMap((change) => [keyOf(change.resource), ...proving(change).keys()]));
  const was = await resourcesOf(options.before, wanted, io);
  const is = await resourcesOf(options.after, wanted, io);
  for (const change of changes) {
    const about = proving(change);
    const all = [...new Set([keyOf(change.resource), ...about.keys()])].flatMap((key) => {
      const resource = is.get(key) ?? was.get(key);
      if (resource === undefined) return [];
      const { type, id, name } = resource;
      return differences(was.get(key), is.get(key)).map((one) => ({
        key,
        resource: { type, id, name },
        ...one,
      }));
    });
    const proved = all.filter(({ key, setting }) => about.get(key)?.has(setting));
    const subject = change.after?.subject ?? change.before?.subject;
    const named = proved.filter(
      ({ pointer, before, after }) =>
        subject !== undefined &&
        (pointer.split('/').includes(subject) || `${before} ${after}`.includes(JSON.stringify(subject))),
    );
    const told = [named, proved, all].find((list) => list.length > 0) ?? [];
    change.settings = told.map(({ key: _key, ...one }) => {
      const note = one.after === undefined ? removalOf(one.resource.type, one.setting) : undefined;
      return note === undefined ? one : { ...one, note };
    });
    // What only vanished from a file may still be there.
    const [kept] = change.settings.flatMap(({ note }) => note ?? []);
    if (change.kind !== 'closed' || kept === undefined) continue;
    change.kind = 'became-unknown';
    change.why = kept;
  }
}

function keyOf({ type, id }: { type: string; id: string }): string {
  return `${type}\0${id}`;
}

/** The settings that the evidence of a change speaks of, by resource. */
function proving({ resource, before, after }: Change): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { resource: other, setting } of [...(before?.evidence ?? []), ...(after?.evidence ?? [])]) {
    const key = keyOf(other ?? resource);
    found.set(key, (found.get(key) ?? new Set()).add(setting));
  }
  return found;
}

async function resourcesOf(target: string, wanted: Set<string>, io: Io): Promise<Map<string, Resource>> {
  const found = new Map<string, Resource>();
  const streams = await openTargets([target], PROVIDERS, io.stdin, () => {
    throw new Error('diff reads files alone');
  });
  for (const { records } of streams)
    for await (const record of records)
      if (record.record === 'resource' && wanted.has(keyOf(record))) found.set(keyOf(record), record);
  return found;
}

/** What it means that an entry of this setting is gone from a later export. */
function removalOf(type: string, setting: string): Text | undefined {
  for (const { services } of PROVIDERS)
    for (const { types } of services)
      for (const one of types) if (one.type === type) return one.removals?.[setting];
  return undefined;
}
