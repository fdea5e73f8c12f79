// The smaller commands: collect, render, explain, permissions, demo.
import type { Argv } from 'yargs';
import { UsageError } from '../../errors.ts';
import { explainFlags, gateFlags, languageFlags, outputFlags, reportFlags, selectFlags } from '../flags.ts';
import { type LiveOptions, liveFlags, liveOptions } from '../live-flags.ts';
import { asTyped } from '../typed.ts';
import { type GateOptions, gateOptions, type OutputOptions, outputOptions } from './scan.ts';

export const LIVE_TARGETS = ['aws', 'salesforce'] as const;
export type LiveTarget = (typeof LIVE_TARGETS)[number];
type Lang = 'en' | 'ja' | undefined;

export interface CollectOptions {
  provider: LiveTarget;
  live: LiveOptions;
  services: string[];
  /** A snapshot that was broken off, to go on with. */
  resume?: string;
  /** Undefined: nothing is written, because only the plan was asked for. */
  output: string | undefined;
  quiet: boolean;
}

export function collectCommand(yargs: Argv, accept: (options: CollectOptions) => void): Argv {
  return yargs.command(
    'collect <provider>',
    'Save the settings as a snapshot, to be judged later without credentials',
    (command) =>
      command
        .positional('provider', {
          type: 'string',
          choices: LIVE_TARGETS,
          demandOption: true,
          description: 'Whom to ask',
        })
        .options({
          ...liveFlags,
          service: selectFlags.service,
          output: {
            type: 'string',
            requiresArg: true,
            description: 'File for the snapshot (JSON Lines), - for stdout',
            group: 'Output:',
          },
          resume: {
            type: 'string',
            requiresArg: true,
            description:
              'AWS: go on with a snapshot that was broken off; what it holds is not asked for again (FILE)',
            group: 'Live targets:',
          },
          quiet: outputFlags.quiet,
        } as const)
        .example('$0 collect aws --profile prod --output prod.jsonl', '')
        .example('$0 scan prod.jsonl', 'On any machine, the same findings'),
    (argv) => {
      const live = liveOptions(argv, [argv.provider]);
      if (argv.output === undefined && live.plan !== true)
        throw new UsageError(
          'Say where to write the snapshot: --output FILE, or --output - for stdout.',
          'tojimari collect --help lists the flags.',
        );
      accept({
        provider: argv.provider,
        live,
        services: argv.service ?? [],
        ...(argv.resume === undefined ? {} : { resume: argv.resume }),
        output: argv.output,
        quiet: argv.quiet === true,
      });
    },
  );
}

export interface RenderCommandOptions extends OutputOptions, Omit<GateOptions, 'failOn'> {
  report: string;
  /** Undefined: as it was when the report was made. */
  failOn: GateOptions['failOn'] | undefined;
}

export function renderCommand(yargs: Argv, accept: (options: RenderCommandOptions) => void): Argv {
  const { defaultDescription: _asSaved, ...failOn } = gateFlags['fail-on'];
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
        .options({ ...gateFlags, 'fail-on': failOn, ...reportFlags, ...explainFlags } as const)
        .example('$0 render report.json', 'As text')
        .example('$0 render report.json --format sarif --output tojimari.sarif', ''),
    (argv) => {
      const { 'fail-on': asked } = argv;
      const gate = gateOptions({ ...argv, 'fail-on': asked ?? 'high' });
      accept({ report: asTyped(argv.report), ...gate, failOn: asked, ...outputOptions(argv) });
    },
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
        .positional('topic', {
          type: 'string',
          choices: ['limits'] as const,
          demandOption: true,
          description: 'What to explain',
        })
        .options(languageFlags)
        .example('$0 explain limits', ''),
    (argv) => accept({ topic: argv.topic, lang: argv.lang }),
  );
}

export interface PermissionsOptions {
  provider: LiveTarget;
  from: string | undefined;
  /** A policy that the identity has already. */
  beyond: string | undefined;
  lang: Lang;
}

export function permissionsCommand(yargs: Argv, accept: (options: PermissionsOptions) => void): Argv {
  return yargs.command(
    'permissions <provider>',
    'Print the permissions a live scan needs, or those a report lacked',
    (command) =>
      command
        .positional('provider', {
          type: 'string',
          choices: LIVE_TARGETS,
          demandOption: true,
          description: 'Whose permissions',
        })
        .options({
          from: {
            type: 'string',
            requiresArg: true,
            description: 'A JSON report: print only what was missing in it',
          },
          beyond: {
            type: 'string',
            requiresArg: true,
            conflicts: 'from',
            description: 'AWS: print only what this managed policy lacks: SecurityAudit',
          },
          ...languageFlags,
        } as const)
        .example('$0 permissions aws', 'The whole read-only IAM policy')
        .example('$0 permissions aws --beyond SecurityAudit', 'For a role that has SecurityAudit')
        .example('$0 permissions aws --from report.json', 'Only what was denied'),
    (argv) =>
      accept({
        provider: argv.provider,
        from: argv.from === undefined ? undefined : asTyped(argv.from),
        beyond: argv.beyond,
        lang: argv.lang,
      }),
  );
}

export interface DemoOptions extends OutputOptions {}

export function demoCommand(yargs: Argv, accept: (options: DemoOptions) => void): Argv {
  return yargs.command(
    'demo',
    'Audit the fictional estate that ships with tojimari',
    (command) => command.options(reportFlags).example('$0 demo', '').example('$0 demo --lang ja --all', ''),
    (argv) => accept(outputOptions(argv)),
  );
}

export interface ExportScriptOptions {
  provider: LiveTarget;
}

export function exportScriptCommand(yargs: Argv, accept: (options: ExportScriptOptions) => void): Argv {
  return yargs.command(
    'export-script <provider>',
    'Print a shell script that saves all settings with the AWS CLI or sf, for somebody else to run',
    (command) =>
      command
        .positional('provider', {
          type: 'string',
          choices: LIVE_TARGETS,
          demandOption: true,
          description: 'Whose settings',
        })
        .example(
          '$0 export-script aws > export.sh',
          'They run: bash export.sh; you run: tojimari scan tojimari-export',
        ),
    (argv) => accept({ provider: argv.provider }),
  );
}

export interface FormatsOptions {
  lang: Lang;
}

export function formatsCommand(yargs: Argv, accept: (options: FormatsOptions) => void): Argv {
  return yargs.command(
    'formats',
    'List the exports that can be read, with the command that makes each',
    (command) => command.options(languageFlags),
    (argv) => accept({ lang: argv.lang }),
  );
}
