// Severity as a table: audience times access. Rules follow it, or say why they do not.
import type { Access, Audience, Exposure, State } from '../exposure.ts';
import { SEVERITIES, type Severity } from './rule.ts';

interface Row {
  audience: Audience;
  /** All of these on one exposure; empty: whatever it is. */
  access: Access[];
  severity: Severity;
}

/** From worst to least; the first row that fits holds. */
export const TABLE: Row[] = [
  { audience: 'anyone', access: ['write'], severity: 'critical' },
  { audience: 'anyone', access: ['delete'], severity: 'critical' },
  { audience: 'anyone', access: ['admin'], severity: 'critical' },
  { audience: 'anyone', access: ['list', 'read'], severity: 'critical' },
  { audience: 'anyone', access: [], severity: 'high' },
  { audience: 'anyone-registered', access: [], severity: 'high' },
  { audience: 'named-outsider', access: [], severity: 'medium' },
];

/** The most that an exposure in this state can be. */
export const CAPS: { state: State; most: Severity }[] = [
  { state: 'code', most: 'medium' },
  { state: 'shut-by', most: 'low' },
];

/** What a setting that opens nothing by itself is. */
export const HYGIENE: Severity = 'low';

/** The severity that the table gives to a finding: that of its worst exposure, or that of hygiene where there is none. */
export function severityByTable(exposures: Exposure[]): Severity {
  const ranks = exposures.map(({ audience, access, state }) => {
    const row = TABLE.find(
      (one) => one.audience === audience && one.access.every((word) => access.includes(word)),
    );
    const cap = CAPS.find((one) => one.state === state)?.most ?? 'critical';
    return Math.max(SEVERITIES.indexOf(row?.severity ?? HYGIENE), SEVERITIES.indexOf(cap));
  });
  return SEVERITIES[Math.min(...ranks, SEVERITIES.indexOf(HYGIENE))] ?? HYGIENE;
}
