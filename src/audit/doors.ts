// Exposures become doors, verdicts become findings: with stable names and with the place of each piece of evidence.
import { createHash } from 'node:crypto';
import type { Evidence, Exposure } from '../exposure.ts';
import type { Door, Missing, ReportEvidence, ReportResource } from '../report/report.ts';
import type { Origin, Resource, Unknown } from '../snapshot/resource.ts';
import { type Kinds, settingName } from './kinds.ts';

/** What evidence about another resource (account settings, a guest profile) is looked up with. */
export type FindResource = (type: string, id: string) => Resource | undefined;

/** A hash of parts that is the same in every run and every language: 32 hex digits. */
export function stableId(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest().toString('hex', 0, 16);
}

/** The part of a resource that reports carry. */
export function shortResource({ type, id, name, scope, region }: Resource): ReportResource {
  return { type, id, name, scope, ...(region === undefined ? {} : { region }) };
}

/** The door that an exposure is. Open and open-unless are the same door, so that reading one more setting renames nothing. */
export function toDoor(exposure: Exposure, resource: Resource, find: FindResource, kinds: Kinds): Door {
  const { audience, access, via, subject, state } = exposure;
  const halfOpen = state === 'open' || state === 'open-unless' ? 'open' : state;
  const { missing = [], evidence, cures = [], ...rest } = exposure;
  return {
    id: stableId('door', resource.type, resource.id, audience, via ?? '', subject ?? '', halfOpen),
    resource: shortResource(resource),
    missing: missing.map((unknown) => toMissing(unknown, resource.type, kinds)),
    evidence: toEvidence(evidence, resource, find),
    cures,
    ...rest,
    access: [...access],
    state: state === 'closed' ? 'shut-by' : state,
  };
}

/** What could not be seen of a resource of this type, with what people call the setting. */
export function toMissing(
  unknown: Unknown & { resource?: { type: string; id: string } },
  type: string,
  kinds: Kinds,
): Missing {
  const { resource, setting, reason, permission, detail, detailJa } = unknown;
  const name = settingName(kinds, resource?.type ?? type, setting);
  return {
    ...(resource === undefined ? {} : { resource }),
    setting,
    ...(name === undefined ? {} : { name }),
    reason,
    ...(permission === undefined ? {} : { permission }),
    ...(detail === undefined ? {} : { detail }),
    ...(detailJa === undefined ? {} : { detailJa }),
  };
}

/** Evidence with the place in the file that its setting was read from. */
export function toEvidence(evidence: Evidence[], resource: Resource, find: FindResource): ReportEvidence[] {
  return evidence.map((piece) => {
    if (piece.origin !== undefined) return withPlace(piece, piece.origin);
    const about = piece.resource === undefined ? resource : find(piece.resource.type, piece.resource.id);
    const own = ownPlace(piece, about);
    if (own !== undefined) return withPlace(piece, own);
    const origin = about?.origins?.[piece.setting];
    return origin === undefined ? { ...piece } : withPlace(piece, origin, piece.pointer);
  });
}

/**
 * Copies made so that a million of them have room. Not by spreading: what is added to such a copy later, as its line is, gives each of them a
 * shape of its own. And pointers are joined, since a sum of texts is held in all its parts.
 */
function withPlace(piece: Evidence, origin: Origin, below = ''): ReportEvidence {
  const pointer = origin.pointer === undefined ? {} : { pointer: [origin.pointer, below].join('') };
  return Object.assign({}, piece, { origin: Object.assign({}, origin, pointer) });
}

/** What is declared piece by piece has a place for each piece, by its pointer: `policy/Statement/1`. */
function ownPlace({ setting, pointer = '' }: Evidence, about: Resource | undefined): Origin | undefined {
  const origins = about?.origins;
  if (origins === undefined) return undefined;
  for (let at = pointer; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const key = `${setting}${at}`;
    if (Object.hasOwn(origins, key)) return origins[key];
  }
  return undefined;
}
