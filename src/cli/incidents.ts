// The incidents that ship with tojimari, and the one that a report may be reminded of.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { type Incident, incidentsOfRules, yearOf } from '../incidents/incident.ts';
import { loadIncidents } from '../incidents/load.ts';
import { daysWords } from '../incidents/words.ts';
import { voicesOf } from '../report/blocks.ts';
import { type Report, SEVERITIES, type Text } from '../report/report.ts';
import { nearest } from '../rules/nearest.ts';
import { findFiles } from '../snapshot/files.ts';
import type { Io } from './io.ts';

/** All of them, in the order of the list. */
export async function allIncidents(io: Pick<Io, 'root' | 'builtIncidents'>): Promise<Incident[]> {
  if (io.builtIncidents === undefined) return loadIncidents(await findFiles([join(io.root, 'incidents')]));
  // Our own build wrote this from files that loadIncidents accepted.
  const built: Incident[] = JSON.parse(await readFile(io.builtIncidents, 'utf8'));
  return built;
}

/** The one with this id, or the only one whose id begins so. Throws UsageError. */
export function incidentNamed(id: string, incidents: Incident[]): Incident {
  const exact = incidents.find((incident) => incident.id === id);
  if (exact !== undefined) return exact;
  const begun = incidents.filter((incident) => incident.id.startsWith(id));
  const [only, ...more] = begun;
  if (only !== undefined && more.length === 0) return only;
  if (only !== undefined)
    throw new UsageError(
      `Several incidents begin with ${id}.`,
      `Choose one of ${begun.map((incident) => incident.id).join(', ')}.`,
    );
  const meant = nearest(
    id,
    incidents.map((incident) => incident.id),
  );
  throw new UsageError(
    `There is no incident ${id}.`,
    meant === undefined ? '"tojimari incidents" lists them.' : `Did you mean ${meant}?`,
  );
}

/**
 * The one incident that the worst open door of a report is of the same class as. Sources have to name its platform and its
 * setting; undefined when no door is like that. The order of the doors does not matter.
 */
export function sameClass(report: Report, incidents: Incident[]): Text | undefined {
  const open = voicesOf(report).filter(({ door: { state } }) => state === 'open' || state === 'open-unless');
  for (const severity of SEVERITIES) {
    const rules = open
      .filter(({ finding }) => finding.severity === severity)
      .flatMap(({ finding, also }) => [finding.rule, ...also]);
    const [incident] = incidentsOfRules(incidents, new Set(rules));
    if (incident !== undefined) return sameClassWords(incident);
  }
  return undefined;
}

function sameClassWords(incident: Incident): Text {
  const { id, company } = incident;
  const year = yearOf(incident);
  const open = incident.open !== undefined;
  return {
    en: `${company.en}, ${year}${open ? `, ${daysWords(incident, 'en')}` : ''}: tojimari incidents show ${id}`,
    ja: `${company.ja}（${year} 年${open ? `、${daysWords(incident, 'ja')}` : ''}）: tojimari incidents show ${id}`,
  };
}
