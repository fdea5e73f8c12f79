// tojimari baseline: the command line of writing down what is known.
import type { Argv } from 'yargs';
import { UsageError } from '../../errors.ts';
import { one } from '../flag.ts';
import { configFlags, languageFlags, outputFlags, ruleFlags, selectFlags } from '../flags.ts';
import { type LiveOptions, liveFlags, liveOptions } from '../live-flags.ts';
import { asTyped } from '../typed.ts';
import { type SelectOptions, selectOptions } from './scan.ts';

export interface BaselineOptions extends SelectOptions {
  /** Empty when it is made from a report. */
  targets: string[];
  live: LiveOptions;
  /** A JSON report. */
  from?: string;
  output: string;
  rulesDirs: string[];
  rules: string[];
  skipRules: string[];
  /** Another file than tojimari.yaml, or `git:REF`. */
  config?: string;
  lang: 'en' | 'ja' | undefined;
  quiet: boolean;
}

export const DEFAULT_BASELINE = 'tojimari-baseline.yaml';

/** Adds the command; `accept` gets its options when it was typed. */
export function baselineCommand(yargs: Argv, accept: (options: BaselineOptions) => void): Argv {
  return yargs.command(
    'baseline',
    'Write down what is known, so that a scan fails only for what is new',
    (command) =>
      command
        .command(
          'write [target..]',
          'Write all that stands open now to a file for review, each with a day until which it is known',
          (c) =>
            c
              .positional('target', {
                type: 'string',
                array: true,
                description: 'As for scan; or none with --from',
                default: undefined,
              })
              .options({
                from: one('Make it from this JSON report (FILE)', 'Baseline:'),
                output: {
                  ...one('File to write; .json for JSON, - for stdout', 'Baseline:'),
                  default: DEFAULT_BASELINE,
                },
                ...liveFlags,
                ...selectFlags,
                ...ruleFlags,
                ...configFlags,
                ...languageFlags,
                quiet: outputFlags.quiet,
              } as const)
              .example('$0 baseline write aws --profile prod', '')
              .example('$0 baseline write --from report.json --output known.json', '')
              .example(`$0 scan aws --baseline ${DEFAULT_BASELINE} --fail-on-new high`, 'Then, every night'),
          (argv) => {
            // yargs says [undefined] for none.
            const typed: (string | undefined)[] = argv.target ?? [];
            const targets = typed.flatMap((word) => (word === undefined ? [] : [asTyped(word)]));
            if (targets.length === 0 && argv.from === undefined)
              throw new UsageError(
                'Say what stands open now: targets as for scan, or --from report.json.',
                'tojimari baseline write --help shows both.',
              );
            if (targets.length > 0 && argv.from !== undefined)
              throw new UsageError('A baseline is made from targets or from a report, not from both.');
            accept({
              targets,
              live: liveOptions(argv, targets),
              ...(argv.from !== undefined && { from: asTyped(argv.from) }),
              output: argv.output,
              ...selectOptions(argv),
              rulesDirs: argv.rules ?? [],
              rules: argv.rule ?? [],
              skipRules: argv['skip-rule'] ?? [],
              ...(argv.config !== undefined && { config: argv.config }),
              lang: argv.lang,
              quiet: argv.quiet === true,
            });
          },
        )
        .demandCommand(1, 'Say what to do: baseline write.'),
  );
}
