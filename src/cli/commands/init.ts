// tojimari init: the command line for starting in a repository.
import type { Argv } from 'yargs';
import { languageFlags } from '../flags.ts';

export const CI_SYSTEMS = ['github', 'gitlab', 'script'] as const;

export interface InitOptions {
  provider: 'aws' | 'salesforce';
  /** Undefined: what the folder looks like. */
  ci: (typeof CI_SYSTEMS)[number] | undefined;
  lang: 'en' | 'ja' | undefined;
}

/** Adds the command; `accept` gets its options when it was typed. */
export function initCommand(yargs: Argv, accept: (options: InitOptions) => void): Argv {
  return yargs.command(
    'init',
    'Write tojimari.yaml and a workflow that runs it; no file that is there is touched',
    (command) =>
      command
        .options({
          provider: {
            type: 'string',
            requiresArg: true,
            choices: ['aws', 'salesforce'] as const,
            default: 'aws' as const,
            description: 'What is to be audited',
            group: 'Files:',
          },
          ci: {
            type: 'string',
            requiresArg: true,
            choices: CI_SYSTEMS,
            description: 'What runs it; default: gitlab where there are files of it, else github',
            group: 'Files:',
          },
          ...languageFlags,
        } as const)
        .example('$0 init', 'An AWS account, every night, by GitHub Actions')
        .example('$0 init --provider salesforce --ci gitlab', 'The metadata of an org, in merge requests'),
    ({ provider, ci, lang }) => accept({ provider, ci, lang }),
  );
}
