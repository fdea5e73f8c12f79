// The command line as a whole: which command was meant, and who carries it out.
import makeYargs, { type Argv } from 'yargs';
import { UsageError } from '../errors.ts';
import { setBounds } from '../snapshot/bounds.ts';
import { type BaselineOptions, baselineCommand } from './commands/baseline.ts';
import { type CoverageOptions, coverageCommand } from './commands/coverage.ts';
import { type DiffOptions, diffCommand } from './commands/diff.ts';
import { type IncidentsOptions, incidentsCommand } from './commands/incidents.ts';
import { type InitOptions, initCommand } from './commands/init.ts';
import { type IntentOptions, intentCommand } from './commands/intent.ts';
import {
  type CollectOptions,
  collectCommand,
  type DemoOptions,
  demoCommand,
  type ExplainOptions,
  type ExportScriptOptions,
  explainCommand,
  exportScriptCommand,
  type FormatsOptions,
  formatsCommand,
  type PermissionsOptions,
  permissionsCommand,
  type RenderCommandOptions,
  renderCommand,
} from './commands/others.ts';
import { type PolicyOptions, policyCommand } from './commands/policy.ts';
import { type RulesOptions, rulesCommand } from './commands/rules.ts';
import { type ScanOptions, scanCommand } from './commands/scan.ts';
import { asksForHelp, type Dictionary, languageTyped, speaking } from './help-language.ts';
import type { Io } from './io.ts';
import { explain } from './mistakes.ts';
import { languageOf } from './surroundings.ts';
import { commandMistake, normalise, refuseRepeated } from './typed.ts';

/** What was asked for, as data. */
export type Task =
  | { command: 'print'; text: string }
  | { command: 'scan'; options: ScanOptions }
  | { command: 'policy'; options: PolicyOptions }
  | { command: 'collect'; options: CollectOptions }
  | { command: 'render'; options: RenderCommandOptions }
  | { command: 'diff'; options: DiffOptions }
  | { command: 'baseline'; options: BaselineOptions }
  | { command: 'rules'; options: RulesOptions }
  | { command: 'incidents'; options: IncidentsOptions }
  | { command: 'init'; options: InitOptions }
  | { command: 'intent'; options: IntentOptions }
  | { command: 'explain'; options: ExplainOptions }
  | { command: 'permissions'; options: PermissionsOptions }
  | { command: 'coverage'; options: CoverageOptions }
  | { command: 'formats'; options: FormatsOptions }
  | { command: 'export-script'; options: ExportScriptOptions }
  | { command: 'demo'; options: DemoOptions };

/** The whole program but for the process: carries out a command line and returns its exit code. Never throws. */
export async function main(argv: string[], io: Io): Promise<number> {
  try {
    setBounds(io.env['TOJIMARI_BOUNDS']);
    return await carryOut(await readTask(argv, io), io);
  } catch (error) {
    return explain(error, io);
  }
}

/** Commands are loaded when they are asked for, so that `--help` is instant. */
async function carryOut(task: Task, io: Io): Promise<number> {
  switch (task.command) {
    case 'print':
      io.stdout.write(`${task.text}\n`);
      return 0;
    case 'scan':
      return (await import('./run/scan.ts')).scan(task.options, io);
    case 'policy':
      return (await import('./run/policy.ts')).policy(task.options, io);
    case 'collect':
      return (await import('./run/collect.ts')).collect(task.options, io);
    case 'render':
      return (await import('./run/render.ts')).render(task.options, io);
    case 'diff':
      return (await import('./run/diff.ts')).diff(task.options, io);
    case 'baseline':
      return (await import('./run/baseline-write.ts')).writeBaseline(task.options, io);
    case 'rules':
      return (await import('./run/rules.ts')).rules(task.options, io);
    case 'incidents':
      return (await import('./run/incidents.ts')).incidents(task.options, io);
    case 'init':
      return (await import('./run/init.ts')).init(task.options, io);
    case 'intent':
      return (await import('./run/intent.ts')).addIntent(task.options, io);
    case 'explain':
      return (await import('./run/explain.ts')).explainLimits(task.options, io);
    case 'permissions':
      return (await import('./run/permissions.ts')).permissions(task.options, io);
    case 'formats':
      return (await import('./run/formats.ts')).formats(task.options, io);
    case 'export-script':
      return (await import('./run/export-script.ts')).exportScript(task.options, io);
    case 'coverage':
      return (await import('./run/coverage.ts')).printCoverage(task.options, io);
    case 'demo':
      return (await import('./run/demo.ts')).demo(task.options, io);
  }
}

/** Leaves yargs once the command is known: it would lay out the whole help of that command, which nobody asked for. */
class Understood extends Error {}

/** Reads a command line. Throws UsageError for one that makes no sense. */
export async function readTask(
  argv: string[],
  { version, stdout, env = {} }: Pick<Io, 'version' | 'stdout'> & { env?: Io['env'] },
): Promise<Task> {
  let task: Task | undefined;
  let printed = '';
  const japanese = asksForHelp(argv) && languageOf(languageTyped(argv), env) === 'ja';
  const words = japanese ? (await import('./help-words.ts')).JAPANESE : undefined;
  const yargs = build(
    (accepted) => {
      task = accepted;
      throw new Understood();
    },
    { version, columns: stdout.columns ?? 80, first: argv[0], words },
  );
  try {
    await yargs.parseAsync(normalise(argv), {}, (error, _argv, output) => {
      if (error) throw error;
      printed = output;
    });
  } catch (error) {
    if (!(error instanceof Understood)) throw error;
  }
  if (task !== undefined) return task;
  if (printed !== '') return { command: 'print', text: printed };
  throw new UsageError(
    'No command was given.',
    'Start with "tojimari demo"; "tojimari --help" lists the commands.',
  );
}

interface Surroundings {
  version: string;
  columns: number;
  /** The first word typed. */
  first: string | undefined;
  /** What help says instead of the English; absent: English. */
  words: Dictionary | undefined;
}

function build(accept: (task: Task) => void, { version, columns, first, words }: Surroundings): Argv {
  let yargs = makeYargs().scriptName('tojimari').locale('en');
  if (words !== undefined)
    yargs = speaking(yargs.locale('ja').updateStrings(words.yargs), (text) => words.texts[text] ?? text);
  yargs = yargs
    .usage('$0 <command>\n\nFinds what outsiders can reach in your cloud and SaaS, and proves it.')
    .parserConfiguration({
      'greedy-arrays': false,
      'boolean-negation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    });
  yargs = scanCommand(yargs, (options) => accept({ command: 'scan', options }));
  yargs = policyCommand(yargs, (options) => accept({ command: 'policy', options }));
  yargs = demoCommand(yargs, (options) => accept({ command: 'demo', options }));
  yargs = collectCommand(yargs, (options) => accept({ command: 'collect', options }));
  yargs = renderCommand(yargs, (options) => accept({ command: 'render', options }));
  yargs = diffCommand(yargs, (options) => accept({ command: 'diff', options }));
  yargs = baselineCommand(yargs, (options) => accept({ command: 'baseline', options }));
  yargs = permissionsCommand(yargs, (options) => accept({ command: 'permissions', options }));
  yargs = formatsCommand(yargs, (options) => accept({ command: 'formats', options }));
  yargs = exportScriptCommand(yargs, (options) => accept({ command: 'export-script', options }));
  yargs = coverageCommand(yargs, (options) => accept({ command: 'coverage', options }));
  yargs = rulesCommand(yargs, (options) => accept({ command: 'rules', options }));
  yargs = intentCommand(yargs, (options) => accept({ command: 'intent', options }));
  yargs = initCommand(yargs, (options) => accept({ command: 'init', options }));
  yargs = incidentsCommand(yargs, (options) => accept({ command: 'incidents', options }));
  yargs = explainCommand(yargs, (options) => accept({ command: 'explain', options }));
  return (
    yargs
      .completion('completion', 'Print a script that completes commands in your shell')
      .example('$0 demo', 'See what a report looks like; needs nothing')
      .example('$0 scan aws --profile prod', 'Audit an AWS account')
      .example('$0 scan ./exports --fail-on high', 'Audit exported settings in CI')
      .epilogue(
        'Exit codes: 0 nothing found, 1 findings, 2 could not start, 3 could not tell, 4 a bug in tojimari.\n"tojimari <command> --help" has the flags of a command.',
      )
      .version(version)
      .help()
      .alias('help', 'h')
      // Printing the completion script is no command to yargs, and in strict mode it would refuse its own word.
      .strict(first !== 'completion')
      .wrap(Math.max(60, Math.min(columns, 100)))
      .exitProcess(false)
      .check(refuseRepeated, true)
      .fail((message, error) => {
        // yargs names its own refusals YError; whatever else was thrown is ours.
        throw error === undefined || error.name === 'YError' ? commandMistake(message, first) : error;
      })
  );
}
