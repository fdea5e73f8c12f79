// Incident files to incidents: YAML, JSON Schema, then what only makes sense across keys; all faults of all files at once.
import { type Fault, InputError } from '../errors.ts';
import { readYaml, type YamlFile } from '../rules/yaml.ts';
import { type Misfit, parse } from '../schema.ts';
import type { InputFile } from '../snapshot/files.ts';
import { incidentSchema } from './incident.generated.ts';
import { byDate, type Incident } from './incident.ts';
import { spanOf } from './window.ts';

const MAX_FILES = 1000;

/**
 * Loads every .yaml file that lies in the folder itself; below it are the estates of the replays.
 * @throws InputError with all faults of all files, each with its place.
 */
export async function loadIncidents(files: InputFile[]): Promise<Incident[]> {
  const own = files.filter(({ inside }) => /^[^/]+\.ya?ml$/.test(inside));
  if (own.length > MAX_FILES)
    throw new InputError([{ message: `there are more than ${MAX_FILES} incident files` }]);
  const faults: Fault[] = [];
  const incidents: Incident[] = [];
  for (const file of own) {
    const incident = await loadIncident(file, faults);
    if (incident !== undefined) incidents.push(incident);
  }
  if (faults.length > 0) throw new InputError(faults);
  return incidents.sort(byDate);
}

async function loadIncident(file: InputFile, faults: Fault[]): Promise<Incident | undefined> {
  let text: string;
  try {
    text = await file.text();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
  const yaml = readYaml(text, file.path, faults);
  if (yaml === undefined) return undefined;
  const parsed = parse(incidentSchema, yaml.value);
  const misfits = parsed.ok ? contradictions(parsed.value, file.inside) : parsed.misfits;
  for (const misfit of misfits) faults.push(faultOf(yaml, misfit));
  return parsed.ok && misfits.length === 0 ? parsed.value : undefined;
}

/** What the schema cannot say. */
function contradictions(incident: Incident, name: string): Misfit[] {
  const found: Misfit[] = [];
  const refuse = (pointer: string, message: string): void => void found.push({ pointer, message });
  const { id, open, facts, sources, visible, rules, analogue = [], replay } = incident;
  if (!name.startsWith(`${id}.`)) refuse('/id', `is not the name of its file, "${name}"`);
  if (!id.endsWith(`-${incident.disclosed.slice(0, 4)}`))
    refuse('/id', 'does not end with the year of disclosure');
  if (open !== undefined) {
    const [least, most] = spanOf(open.from, open.until);
    if (open.days[0] !== least || open.days[1] !== most)
      refuse('/open/days', `should be [${least}, ${most}], from ${open.from} to ${open.until}`);
  }
  for (const [index, { sources: named = [] }] of facts.entries())
    for (const [at, key] of named.entries())
      if (!Object.hasOwn(sources, key))
        refuse(`/facts/${index}/sources/${at}`, `there is no source "${key}"`);
  const used = new Set(facts.flatMap((fact) => fact.sources ?? []));
  for (const key of Object.keys(sources))
    if (!used.has(key)) refuse(`/sources/${key}`, 'is the source of no fact');
  if (visible === 'no' && rules.length + analogue.length > 0)
    refuse('/rules', 'cannot have found what no setting shows');
  if (replay !== undefined && visible === 'no') refuse('/replay', 'cannot show what no setting shows');
  for (const [index, rule] of (replay?.finds ?? []).entries())
    if (!rules.includes(rule)) refuse(`/replay/finds/${index}`, `"${rule}" is not one of its rules`);
  if (replay !== undefined && replay.until < replay.from) refuse('/replay/until', 'is before the first day');
  return found;
}

function faultOf(yaml: YamlFile, { pointer, message }: Misfit): Fault {
  const where = pointer === '' ? 'the incident' : pointer.slice(1).replaceAll('/', '.');
  const key = /^has an unknown key "(.*)"$/s.exec(message)?.[1];
  const place = key === undefined ? yaml.locate(pointer) : yaml.locateKey(pointer, key);
  return { message: `${where} ${message}`, place };
}
