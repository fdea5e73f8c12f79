// tojimari rules: the command line of its four actions.
import type { Argv } from 'yargs';
import { languageFlags, ruleFlags } from '../flags.ts';

export type RulesOptions = { lang: 'en' | 'ja' | undefined } & (
  | { action: 'list'; dirs: string[] }
  | { action: 'show'; id: string; dirs: string[] }
  | { action: 'validate'; dir: string }
  | { action: 'test'; dir: string | undefined }
);

export function rulesCommand(yargs: Argv, accept: (options: RulesOptions) => void): Argv {
  const listed = { rules: ruleFlags.rules, ...languageFlags } as const;
  return yargs.command('rules', 'List, show, check and test rules', (command) =>
    command
      .command(
        'list',
        'List the rules',
        (c) =>
          c
            .options(listed)
            .example('$0 rules list', '')
            .example('$0 rules list --rules ./my-rules --lang ja', ''),
        (argv) => accept({ action: 'list', dirs: argv.rules ?? [], lang: argv.lang }),
      )
      .command(
        'show <id>',
        'Show one rule',
        (c) =>
          c
            .positional('id', { type: 'string', demandOption: true, description: 'Id of the rule' })
            .options(listed)
            .example('$0 rules show aws.s3.bucket-public-read', ''),
        (argv) => accept({ action: 'show', id: argv.id, dirs: argv.rules ?? [], lang: argv.lang }),
      )
      .command(
        'validate <dir>',
        'Check rule files: every fault of every file',
        (c) =>
          c
            .positional('dir', { type: 'string', demandOption: true, description: 'Folder of rule files' })
            .options(languageFlags)
            .example('$0 rules validate ./my-rules', ''),
        (argv) => accept({ action: 'validate', dir: argv.dir, lang: argv.lang }),
      )
      .command(
        'test [dir]',
        'Run the cases inside the rules',
        (c) =>
          c
            .positional('dir', {
              type: 'string',
              description: 'Folder of rule files; without it, the shipped ones',
            })
            .options(languageFlags)
            .example('$0 rules test ./my-rules', ''),
        (argv) => accept({ action: 'test', dir: argv.dir, lang: argv.lang }),
      )
      .example('$0 rules list', '')
      .example('$0 rules show aws.s3.bucket-public-read', '')
      .example('$0 rules validate ./my-rules', '')
      .example('$0 rules test ./my-rules', '')
      .demandCommand(1, 'Say what to do with rules: list, show, validate or test.'),
  );
}
