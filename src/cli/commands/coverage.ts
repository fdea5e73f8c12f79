// tojimari coverage: its command line.
import type { Argv } from 'yargs';
import { languageFlags } from '../flags.ts';

const FORMATS = ['text', 'json'] as const;

export interface CoverageOptions {
  format: (typeof FORMATS)[number];
  lang: 'en' | 'ja' | undefined;
}

export function coverageCommand(yargs: Argv, accept: (options: CoverageOptions) => void): Argv {
  return yargs.command(
    'coverage',
    'Print what is covered in AWS, against the lists of others',
    (command) =>
      command
        .options({
          format: {
            type: 'string',
            requiresArg: true,
            choices: FORMATS,
            default: 'text' as const,
            description: 'Format of the lists',
            group: 'Output:',
          },
          ...languageFlags,
        } as const)
        .example('$0 coverage', '')
        .example('$0 coverage --format json', 'For programs'),
    (argv) => accept({ format: argv.format, lang: argv.lang }),
  );
}
