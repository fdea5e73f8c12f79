// The smaller commands: collect, render, rules, explain, permissions, demo.
import type { Argv } from 'yargs';
import {
  gateFlags,
  type LiveOptions,
  languageFlags,
  liveFlags,
  liveOptions,
  outputFlags,
  ruleFlags,
  selectFlags,
} from '../flags.ts';
import { asTyped } from '../typed.ts';
import { type GateOptions, gateOptions, type OutputOptions, outputOptions } from './scan.ts';

export const LIVE_TARGETS = ['aws', 'salesforce'] as const;
export type LiveTarget = (typeof LIVE_TARGETS)[number];
type Lang = 'en' | 'ja' | undefined;

export interface CollectOptions {
  provider: LiveTarget;
  live: LiveOptions;
  services: string[];
  output: string;
  quiet: boolean;
}

export function collectCommand(yargs: Argv, accept: (options: CollectOptions) => void): Argv {
  return yargs.command(
    'collect <provider>',
    'Save the settings as a snapshot, to be judged later without credentials',
    (command) =>
      command
        .positional('provider', { type: 'string', choices: LIVE_TARGETS, demandOption: true })
        .options({
          ...liveFlags,
          service: selectFlags.service,
          output: {
            type: 'string',
            requiresArg: true,
            demandOption: 'Say where to write the snapshot: --output FILE, or --output - for stdout.',
            description: 'File for the snapshot (JSON Lines), - for stdout',
            group: 'Output:',
          },
          quiet: outputFlags.quiet,
        } as const)
        .example('$0 collect aws --profile prod --output prod.jsonl', '')
        .example('$0 scan prod.jsonl', 'On any machine, the same findings'),
    (argv) =>
      accept({
        provider: argv.provider,
        live: liveOptions(argv, [argv.provider]),
        services: argv.service ?? [],
        output: argv.output,
        quiet: argv.quiet === true,
      }),
  );
}

export interface RenderCommandOptions extends OutputOptions, Omit<GateOptions, 'failOn'> {
  report: string;
  /** Undefined: as it was when the report was made. */
  failOn: GateOptions['failOn'] | undefined;
}

export function renderCommand(yargs: Argv, accept: (options: RenderCommandOptions) => void): Argv {
  const { default: _asSaved, ...failOn } = gateFlags['fail-on'];
  return yargs.command(
    'render <report>',
    'Write a saved JSON report in another format',
    (command) =>
      command
        .positional('report', {
          type: 'string',
          demandOption: true,
          description: 'A JSON report, - for stdin',
        })
        .options({ ...gateFlags, 'fail-on': failOn, ...outputFlags } as const)
        .example('$0 render report.json', 'As text')
        .example('$0 render report.json --format sarif --output tojimari.sarif', ''),
    (argv) => {
      const { 'fail-on': asked } = argv;
      const gate = gateOptions({ ...argv, 'fail-on': asked ?? 'high' });
      accept({ report: asTyped(argv.report), ...gate, failOn: asked, ...outputOptions(argv) });
    },
  );
}

export type RulesOptions = { lang: Lang } & (
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
        (c) => c.options(listed),
        (argv) => accept({ action: 'list', dirs: argv.rules ?? [], lang: argv.lang }),
      )
      .command(
        'show <id>',
        'Show one rule',
        (c) => c.positional('id', { type: 'string', demandOption: true }).options(listed),
        (argv) => accept({ action: 'show', id: argv.id, dirs: argv.rules ?? [], lang: argv.lang }),
      )
      .command(
        'validate <dir>',
        'Check rule files: every fault of every file',
        (c) => c.positional('dir', { type: 'string', demandOption: true }).options(languageFlags),
        (argv) => accept({ action: 'validate', dir: argv.dir, lang: argv.lang }),
      )
      .command(
        'test [dir]',
        'Run the cases inside the rules (the shipped ones, or those of a folder)',
        (c) => c.positional('dir', { type: 'string' }).options(languageFlags),
        (argv) => accept({ action: 'test', dir: argv.dir, lang: argv.lang }),
      )
      .example('$0 rules list', '')
      .example('$0 rules show aws.s3.bucket-public-read', '')
      .example('$0 rules validate ./my-rules', '')
      .example('$0 rules test ./my-rules', '')
      .demandCommand(1, 'Say what to do with rules: list, show, validate or test.'),
  );
}

export interface ExplainOptions {
  topic: 'limits';
  lang: Lang;
}

export function explainCommand(yargs: Argv, accept: (options: ExplainOptions) => void): Argv {
  return yargs.command(
    'explain <topic>',
    'Explain what settings can never show: explain limits',
    (command) =>
      command
        .positional('topic', { type: 'string', choices: ['limits'] as const, demandOption: true })
        .options(languageFlags)
        .example('$0 explain limits', ''),
    (argv) => accept({ topic: argv.topic, lang: argv.lang }),
  );
}

export interface PermissionsOptions {
  provider: LiveTarget;
  from: string | undefined;
  lang: Lang;
}

export function permissionsCommand(yargs: Argv, accept: (options: PermissionsOptions) => void): Argv {
  return yargs.command(
    'permissions <provider>',
    'Print the permissions a live scan needs, or those a report lacked',
    (command) =>
      command
        .positional('provider', { type: 'string', choices: LIVE_TARGETS, demandOption: true })
        .options({
          from: {
            type: 'string',
            requiresArg: true,
            description: 'A JSON report: print only what was missing in it',
          },
          ...languageFlags,
        } as const)
        .example('$0 permissions aws', 'The whole read-only IAM policy')
        .example('$0 permissions aws --from report.json', 'Only what was denied'),
    (argv) =>
      accept({
        provider: argv.provider,
        from: argv.from === undefined ? undefined : asTyped(argv.from),
        lang: argv.lang,
      }),
  );
}

export interface DemoOptions extends OutputOptions {}

export function demoCommand(yargs: Argv, accept: (options: DemoOptions) => void): Argv {
  return yargs.command(
    'demo',
    'Audit the fictional estate that ships with tojimari',
    (command) => command.options(outputFlags).example('$0 demo', '').example('$0 demo --lang ja --all', ''),
    (argv) => accept(outputOptions(argv)),
  );
}
