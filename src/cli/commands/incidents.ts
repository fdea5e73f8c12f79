// tojimari incidents: the command line of its three actions.
import type { Argv } from 'yargs';
import { languageFlags, outputFlags } from '../flags.ts';

export type IncidentsOptions = { lang: 'en' | 'ja' | undefined } & (
  | { action: 'list' }
  | { action: 'show'; id: string }
  | { action: 'replay'; id: string; all: boolean; color: boolean }
);

export function incidentsCommand(yargs: Argv, accept: (options: IncidentsOptions) => void): Argv {
  const id = {
    type: 'string',
    demandOption: true,
    description: 'Id of the incident, or its beginning',
  } as const;
  return yargs.command('incidents', 'Public incidents: which of them settings would have shown', (command) =>
    command
      .command(
        ['list', '$0'],
        'List the incidents',
        (c) => c.options(languageFlags).example('$0 incidents list', ''),
        (argv) => accept({ action: 'list', lang: argv.lang }),
      )
      .command(
        'show <id>',
        'Tell one incident, with sources and how sure each fact is',
        (c) => c.positional('id', id).options(languageFlags).example('$0 incidents show paypay-2020', ''),
        (argv) => accept({ action: 'show', id: argv.id, lang: argv.lang }),
      )
      .command(
        'replay <id>',
        'Audit a fictional estate of the same shape, and say on which day a daily run would have caught it',
        (c) =>
          c
            .positional('id', id)
            .options({ ...languageFlags, all: outputFlags.all, 'no-color': outputFlags['no-color'] } as const)
            .example('$0 incidents replay paypay-2020', ''),
        (argv) =>
          accept({
            action: 'replay',
            id: argv.id,
            all: argv.all === true,
            color: argv['no-color'] !== true,
            lang: argv.lang,
          }),
      )
      .example('$0 incidents show rakuten-ichiba-2020', '')
      .example('$0 incidents replay toyota-t-connect-2022', ''),
  );
}
