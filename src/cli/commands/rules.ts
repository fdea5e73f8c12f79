// tojimari rules: the command line of its actions.
import type { Argv } from 'yargs';
import { one } from '../flag.ts';
import { languageFlags, ruleFlags } from '../flags.ts';
import { asTyped } from '../typed.ts';

export type RulesOptions = { lang: 'en' | 'ja' | undefined } & (
  | { action: 'list'; dirs: string[] }
  | { action: 'show'; id: string; dirs: string[] }
  | { action: 'explain'; id: string; on: string; targets: string[]; dirs: string[] }
  | { action: 'new'; id: string; resource: string; dir: string }
  | { action: 'validate'; dir: string }
  | { action: 'test'; dir: string | undefined }
);

export function rulesCommand(yargs: Argv, accept: (options: RulesOptions) => void): Argv {
  const listed = { rules: ruleFlags.rules, ...languageFlags } as const;
  return yargs.command('rules', 'List, show, explain, begin, check and test rules', (command) =>
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
        'explain <id> <target..>',
        'Walk the condition of a rule with the values of a resource',
        (c) =>
          c
            .positional('id', { type: 'string', demandOption: true, description: 'Id of the rule' })
            .positional('target', {
              type: 'string',
              array: true,
              demandOption: true,
              description: 'An export or a snapshot, or - for stdin',
            })
            .options({
              on: {
                ...one('Id or name of the resource (GLOB)', 'Rules:'),
                demandOption: true as const,
              },
              ...listed,
            } as const)
            .example('$0 rules explain aws.iam.access-key-old ./exports --on build-bot', ''),
        (argv) =>
          accept({
            action: 'explain',
            id: argv.id,
            on: argv.on,
            targets: argv.target.map(asTyped),
            dirs: argv.rules ?? [],
            lang: argv.lang,
          }),
      )
      .command(
        'new <id>',
        'Begin a rule of your own',
        (c) =>
          c
            .positional('id', { type: 'string', demandOption: true, description: 'Id of the rule' })
            .options({
              resource: {
                ...one('The resource type that it judges: aws.s3.bucket', 'Rules:'),
                demandOption: true as const,
              },
              dir: { ...one('Folder for the file', 'Rules:'), default: 'my-rules' },
              ...languageFlags,
            } as const)
            .example('$0 rules new acme.iam.old-key --resource aws.iam.user', ''),
        (argv) =>
          accept({ action: 'new', id: argv.id, resource: argv.resource, dir: argv.dir, lang: argv.lang }),
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
      .example('$0 rules new acme.iam.old-key --resource aws.iam.user', '')
      .example('$0 rules validate ./my-rules', '')
      .example('$0 rules test ./my-rules', '')
      .demandCommand(1, 'Say what to do with rules: list, show, explain, new, validate or test.'),
  );
}
