// tojimari diff: the command line of comparing two states of an estate.
import type { Argv } from 'yargs';
import { configFlags, newFlags, outputFlags, ruleFlags } from '../flags.ts';
import { asTyped } from '../typed.ts';
import { type GateOptions, type OutputOptions, outputOptions } from './scan.ts';

export interface DiffOptions extends Omit<OutputOptions, 'formats'> {
  before: string;
  after: string;
  format: 'text' | 'json' | 'markdown' | 'sarif';
  failOnNew: GateOptions['failOn'];
  exitZero: boolean;
  rulesDirs: string[];
  /** A file in the place of tojimari.yaml, or `git:REF`. */
  config?: string;
}

const { format: _formats, output, severity: _severity, ...shared } = outputFlags;

/** Adds the command; `accept` gets its options when it was typed. */
export function diffCommand(yargs: Argv, accept: (options: DiffOptions) => void): Argv {
  return yargs.command(
    'diff <before> <after>',
    'Say what opened, widened or closed between two states, and which setting did it',
    (command) =>
      command
        .positional('before', {
          type: 'string',
          demandOption: true,
          description:
            'The earlier state: an export, a snapshot, a JSON report, SARIF of tojimari, or a file of what is known',
        })
        .positional('after', {
          type: 'string',
          demandOption: true,
          description: 'The later state, the same kinds',
        })
        .options({
          ...newFlags,
          ...configFlags,
          rules: ruleFlags.rules,
          format: {
            type: 'string',
            requiresArg: true,
            choices: ['text', 'json', 'markdown', 'sarif'] as const,
            default: 'text' as const,
            description: 'Format of the comparison',
            group: 'Output:',
          },
          output: { ...output, array: false, description: 'File for the comparison, - for stdout' },
          ...shared,
        } as const)
        .example('$0 diff monday.jsonl tuesday.jsonl', 'Two snapshots')
        .example('$0 diff exports/2026-11-20 exports/2026-11-21 --fail-on-new high', 'Two exports')
        .example('$0 diff before.json after.json --format json', 'Two JSON reports'),
    (argv) =>
      accept({
        ...outputOptions({
          ...argv,
          format: undefined,
          output: argv.output === undefined ? [] : [argv.output],
        }),
        before: asTyped(argv.before),
        after: asTyped(argv.after),
        format: argv.format,
        failOnNew: argv['fail-on-new'],
        exitZero: argv['exit-zero'] === true,
        rulesDirs: argv.rules ?? [],
        ...(argv.config !== undefined && { config: argv.config }),
      }),
  );
}
