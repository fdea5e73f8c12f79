// tojimari incidents: list them, tell one, or replay one on a fictional estate.

import { UsageError } from '../../errors.ts';
import type { Incident } from '../../incidents/incident.ts';
import { incidentPage } from '../../incidents/page.ts';
import { incidentTable } from '../../incidents/table.ts';
import type { IncidentsOptions } from '../commands/incidents.ts';
import { allIncidents, incidentNamed } from '../incidents.ts';
import type { Io } from '../io.ts';
import { languageOf } from '../surroundings.ts';

/** Of output that goes nowhere in particular. */
const COLUMNS = 160;

/** Carries out one of the three; the code is always 0. */
export async function incidents(options: IncidentsOptions, io: Io): Promise<0> {
  const lang = languageOf(options.lang, io.env);
  const all = await allIncidents(io);
  const columns = io.stdout.columns || COLUMNS;
  switch (options.action) {
    case 'list':
      io.stdout.write(incidentTable(all, lang, columns));
      return 0;
    case 'show':
      io.stdout.write(incidentPage(incidentNamed(options.id, all), lang, columns));
      return 0;
    case 'replay': {
      const incident = incidentNamed(options.id, all);
      const { replay } = incident;
      if (replay === undefined) throw noReplay(incident, all);
      const { replayIncident } = await import('./replay.ts');
      io.stdout.write(await replayIncident(incident, replay, { ...options, lang }, columns, io));
      return 0;
    }
  }
}

function noReplay({ id, visible }: Incident, all: Incident[]): UsageError {
  const others = all.filter(({ replay }) => replay !== undefined).map((incident) => incident.id);
  const why = visible === 'no' ? `: it is not visible in settings` : '';
  return new UsageError(`There is no replay of ${id}${why}.`, `Replays: ${others.join(', ')}.`);
}
