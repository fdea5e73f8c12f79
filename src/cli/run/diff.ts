// tojimari diff: two states of an estate, both judged by the same rules, and what differs.
import { UsageError } from '../../errors.ts';
import { comparedWith } from '../../report/baseline.ts';
import {
  byUrgency,
  CHANGES_SCHEMA_URL,
  type Changes,
  changesBetween,
  decideChanges,
} from '../../report/changes.ts';
import { FORMATS } from '../../report/index.ts';
import { renderChangesJson } from '../../report/json.ts';
import { renderChangesMarkdown } from '../../report/markdown-changes.ts';
import type { RenderOptions, Report, Text } from '../../report/report.ts';
import { renderChangesText } from '../../report/text-changes.ts';
import type { DiffOptions } from '../commands/diff.ts';
import { LIVE_TARGETS } from '../commands/others.ts';
import { readSettings, type Settings } from '../config-file.ts';
import type { Io } from '../io.ts';
import { checkWritable, writeWhole } from '../outputs.ts';
import { renderOptions } from '../surroundings.ts';
import { tellSettings } from './changed-settings.ts';
import { type Earlier, readState } from './earlier.ts';

/** Compares and writes; returns the exit code of the gate. */
export async function diff(options: DiffOptions, io: Io): Promise<number> {
  const [file] = options.outputs.filter((name) => name !== '-');
  if (file !== undefined) await checkWritable(file);
  const settings = await readSettings(io, options.config, options.rulesDirs);
  if (!options.quiet) for (const remark of settings.remarks) io.stderr.write(`${remark}\n`);
  const before = await stateOf(options.before, options, settings, io);
  const after = await stateOf(options.after, options, settings, io);
  const changes = changesBetween(before.report, after.report);
  if (before.resources !== undefined && after.resources !== undefined)
    await tellSettings(changes, before.resources, after.resources);
  changes.sort(byUrgency);
  const gate = decideChanges(changes, options.failOnNew);
  const told: Changes = {
    $schema: CHANGES_SCHEMA_URL,
    version: 1,
    tool: { name: 'tojimari', version: io.version },
    before: sideOf(options.before, before.report, before.notes),
    after: sideOf(options.after, after.report, after.notes),
    changes,
    gate: options.exitZero ? { ...gate, exitCode: 0 } : gate,
  };
  const text = written(
    told,
    before,
    after,
    options,
    renderOptions(options.format, options, io, file === undefined),
  );
  if (file === undefined) io.stdout.write(text);
  else {
    await writeWhole(file, text, io.unfinished);
    if (!options.quiet) io.stderr.write(`wrote ${file} (${options.format})\n`);
  }
  return told.gate.exitCode;
}

function written(
  told: Changes,
  before: Earlier,
  after: Earlier,
  { format, failOnNew, exitZero }: DiffOptions,
  how: RenderOptions,
): string {
  if (format === 'json') return renderChangesJson(told);
  if (format === 'text') return renderChangesText(told, after.report, how);
  if (format === 'markdown') return renderChangesMarkdown(told, after.report, how);
  const gate = { failOn: 'never', failOnNew, allowUnknown: undefined, exitZero } as const;
  // With what is gone: this is for viewers, not for an upload, which would open it again.
  const full = { ...how, sarifProfile: 'full' } as const;
  return FORMATS.sarif.render(comparedWith(after.report, before, gate), full);
}

/** What was saved as it is; a snapshot or an export is judged now. */
async function stateOf(
  target: string,
  options: DiffOptions,
  { given, rulesDirs }: Settings,
  io: Io,
): Promise<Earlier> {
  const live = LIVE_TARGETS.find((name) => name === target);
  if (live !== undefined)
    throw new UsageError(
      `diff compares what was saved; ${live} is live.`,
      `Save it first: tojimari collect ${live} --output now.jsonl`,
    );
  if (target === '-') throw new UsageError('diff cannot read stdin.', 'Name two files or folders.');
  const all = { rules: [], skipRules: [], services: [], resources: [], excludeResources: [] };
  return await readState(target, { ...options, ...all, rulesDirs }, given, io);
}

function sideOf(
  target: string,
  { startedAt, complete, scopes }: Report,
  notes: Text[] = [],
): Changes['before'] {
  return {
    target,
    startedAt,
    complete,
    scopes: scopes.map(({ id, label, format }) => ({ id, label, format })),
    ...(notes.length > 0 && { notes }),
  };
}
