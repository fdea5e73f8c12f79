// A public incident, and what follows from its facts: whether it may be named beside a finding, and what of all of them settings could show.
import type { Incident } from './incident.generated.ts';

export type { Incident } from './incident.generated.ts';

/** How sure a fact is. */
export type Certainty = Incident['facts'][number]['certainty'];

/** The limits of a settings audit, measured on the incidents that were studied. */
export interface Measured {
  incidents: number;
  direct: number;
  precondition: number;
  no: number;
  /** Records by the companies' own maximum, where one was published. */
  records: { direct: number; precondition: number; no: number; all: number };
  /** Share of `records.direct` in all of them, in per cent, rounded. */
  directShare: number;
}

/** The year in which it became public. */
export function yearOf({ disclosed }: Incident): string {
  return disclosed.slice(0, 4);
}

/** At least and at most; undefined where no source says. */
export function daysOpen({ open }: Incident): { least: number; most: number } | undefined {
  const [least, most] = open?.days ?? [];
  return least === undefined || most === undefined ? undefined : { least, most };
}

/**
 * True when a finding may be called of the same class: the exposure was a setting that could be read, and sources name both
 * the platform and the setting.
 */
export function isNameable({ visible, published }: Incident): boolean {
  return visible === 'direct' && published.platform !== 'no' && published.setting !== 'no';
}

/** The incidents that a rule may name: those that were studied first, and what lay open most and longest. */
export function incidentsOfRule(incidents: Incident[], ruleId: string): Incident[] {
  return incidentsOfRules(incidents, new Set([ruleId]));
}

/** The same for several rules together. */
export function incidentsOfRules(incidents: Incident[], ruleIds: Set<string>): Incident[] {
  return incidents
    .filter((incident) => isNameable(incident) && incident.rules.some((rule) => ruleIds.has(rule)))
    .sort(byWeight);
}

/** Counts what the studied incidents show; their number is part of the answer. */
export function measure(incidents: Incident[]): Measured {
  const measured: Measured = {
    incidents: 0,
    direct: 0,
    precondition: 0,
    no: 0,
    records: { direct: 0, precondition: 0, no: 0, all: 0 },
    directShare: 0,
  };
  for (const { set, visible, records } of incidents) {
    if (set !== 'studied') continue;
    measured.incidents += 1;
    measured[visible] += 1;
    measured.records[visible] += records?.count ?? 0;
    measured.records.all += records?.count ?? 0;
  }
  const { direct, all } = measured.records;
  measured.directShare = all === 0 ? 0 : Math.round((direct / all) * 100);
  return measured;
}

const SETS: Incident['set'][] = ['studied', 'comparable', 'mentioned'];

/** The order of every list: the studied ones first, and within a set the newest first. */
export function byDate(a: Incident, b: Incident): number {
  return (
    SETS.indexOf(a.set) - SETS.indexOf(b.set) || compare(b.disclosed, a.disclosed) || compare(a.id, b.id)
  );
}

function byWeight(a: Incident, b: Incident): number {
  return SETS.indexOf(a.set) - SETS.indexOf(b.set) || weight(b) - weight(a) || compare(a.id, b.id);
}

/** How much lay open for how long; what nobody published counts as one. */
function weight(incident: Incident): number {
  return (incident.records?.count ?? 1) * (daysOpen(incident)?.least ?? 1);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
