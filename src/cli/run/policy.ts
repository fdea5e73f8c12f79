// tojimari policy: documents in, a report out, as if their resources had been scanned.
import { audit } from '../../audit.ts';
import { UsageError } from '../../errors.ts';
import { readPolicies } from '../../providers/aws/import/policy.ts';
import { PROVIDERS } from '../../providers/index.ts';
import { typesOf } from '../../rules/rule.ts';
import { findFiles, type InputFile, textFile } from '../../snapshot/files.ts';
import { locate, locateIn } from '../../snapshot/locate.ts';
import type { Origin, SnapshotRecord } from '../../snapshot/resource.ts';
import type { PolicyOptions } from '../commands/policy.ts';
import { readConfig } from '../config.ts';
import type { Io } from '../io.ts';
import { pairOutputs } from '../outputs.ts';
import { allRules } from '../ruleset.ts';
import { clockOf } from '../surroundings.ts';
import { checkDestinations, writeReport } from '../writing.ts';

const STDIN = 'stdin';

/** Judges and writes; returns the exit code of the gate. */
export async function policy(options: PolicyOptions, io: Io): Promise<number> {
  const destinations = pairOutputs(options.formats, options.outputs);
  await checkDestinations(destinations, options);
  const clock = clockOf(io);
  const startedAt = clock();
  const { ours } = await readConfig(io.cwd);
  const files: InputFile[] = [];
  for (const file of options.files) files.push(await openFile(file, io));
  const { resource, account } = options;
  const said = { ...(resource !== undefined && { resource }), ...(account !== undefined && { account }) };
  const records = await readPolicies(files, said, startedAt);
  const rules = (await allRules(io, [])).filter((rule) => typesOf(rule).includes('aws.policy.document'));
  const report = await audit({
    streams: [{ provider: 'aws', records: oneByOne(records) }],
    providers: PROVIDERS,
    rules,
    ours,
    now: startedAt,
    select: { services: [], resources: [], excludeResources: [] },
    failOn: options.failOn,
    allowUnknown: options.allowUnknown,
    exitZero: options.exitZero,
    version: io.version,
    startedAt,
    endedAt: clock,
    calls: () => 0,
    locate: (origins) => locateAll([...origins], files),
  });
  await writeReport(report, destinations, options, io);
  return report.gate.exitCode;
}

async function openFile(file: string, io: Io): Promise<InputFile> {
  if (file === '-') return textFile(STDIN, await io.stdin());
  const [found, ...more] = await findFiles([file]);
  if (found === undefined || more.length > 0 || !found.named)
    throw new UsageError(`${file} is a folder.`, `Name files: ${file}/*.json`);
  return found;
}

async function* oneByOne(records: SnapshotRecord[]): AsyncIterable<SnapshotRecord> {
  yield* records;
}

/** Standard input cannot be read again, and is still at hand. */
async function locateAll(origins: Origin[], files: InputFile[]): Promise<void> {
  const piped = files.find(({ path }) => path === STDIN);
  const [read, others] = [
    origins.filter(({ file }) => file === STDIN && piped !== undefined),
    origins.filter(({ file }) => file !== STDIN || piped === undefined),
  ];
  if (piped !== undefined) locateIn(await piped.text(), read);
  await locate(others);
}
