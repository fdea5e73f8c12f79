// tojimari render: a saved report in another format, without scanning again.
import { decideGate } from '../../report/gate.ts';
import type { RenderCommandOptions } from '../commands/others.ts';
import type { Io } from '../io.ts';
import { pairOutputs } from '../outputs.ts';
import { readReport } from '../saved.ts';
import { checkDestinations, writeReport } from '../writing.ts';

/** Writes the report again; the exit code is that of its gate, decided again when a gate flag was given. */
export async function render(options: RenderCommandOptions, io: Io): Promise<number> {
  const destinations = pairOutputs(options.formats, options.outputs);
  await checkDestinations(destinations, options);
  const saved = await readReport(options.report, io);
  const { failOn, allowUnknown, exitZero } = options;
  const asSaved = failOn === undefined && allowUnknown === undefined && !exitZero;
  const gate = asSaved
    ? saved.gate
    : decideGate({ ...saved, failOn: failOn ?? saved.gate.failOn, allowUnknown, exitZero });
  await writeReport({ ...saved, gate }, destinations, options, io);
  return gate.exitCode;
}
