// tojimari intent: the command line for declaring that something is meant.
import type { Argv } from 'yargs';
import { languageFlags } from '../flags.ts';

export interface IntentOptions {
  /** `F1`, as the text report numbers it. */
  finding: string;
  /** A saved JSON report. */
  from: string;
  owner: string;
  reason: string;
  until: string;
  /** Numbered as by `--all`. */
  all: boolean;
  lang: 'en' | 'ja' | undefined;
}

/** Where a report is looked for when none is named. */
export const DEFAULT_REPORT = 'report.json';

/** Adds the command; `accept` gets its options when it was typed. */
export function intentCommand(yargs: Argv, accept: (options: IntentOptions) => void): Argv {
  const text = (description: string) =>
    ({ type: 'string', requiresArg: true, demandOption: true, description, group: 'Intent:' }) as const;
  return yargs.command('intent', 'Declare that a finding is meant, in tojimari.yaml', (command) =>
    command
      .command(
        'add <finding>',
        'Write an intent for a finding of a saved report into tojimari.yaml',
        (add) =>
          add
            .positional('finding', {
              type: 'string',
              demandOption: true,
              description: 'The finding as the text numbers it: F1',
            })
            .options({
              from: {
                type: 'string',
                requiresArg: true,
                default: DEFAULT_REPORT,
                description: 'The JSON report that the finding is in',
                group: 'Intent:',
              },
              owner: text('Who answers for it'),
              reason: text('Why it is meant to be so'),
              until: text('The last day on which it counts: 2027-03-31'),
              all: {
                type: 'boolean',
                description: 'The number is from a text with --all',
                group: 'Intent:',
              },
              ...languageFlags,
            } as const)
            .example('$0 scan aws --format text --format json --output - --output report.json', 'Then:')
            .example('$0 intent add F1 --owner web-team --reason "the web site" --until 2027-03-31', ''),
        ({ finding, from, owner, reason, until, all, lang }) =>
          accept({ finding, from, owner, reason, until, all: all === true, lang }),
      )
      .demandCommand(1, 'Say what to do with intents: add.'),
  );
}
