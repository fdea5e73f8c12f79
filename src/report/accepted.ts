// Blind spots that are declared to be meant: which ones a declaration is about. Pure.
import { matchesGlob } from '../glob.ts';
import type { IntentReport, Missing } from './report.ts';

/** What could not be seen, and where: the names that people call it by. */
export interface Spot {
  what: (string | undefined)[];
  where: (string | undefined)[];
}

/** A setting or permission, and of which resources: `s3:GetBucketPolicy on log-archive-*`; without `on`, of all. */
export function readUnknown(text: string): { what: string; on: string } {
  const [, what = text, on = '*'] = /^(\S+)\s+on\s+(.+)$/.exec(text) ?? [];
  return { what, on };
}

export function fitsUnknown(text: string, { what, where }: Spot): boolean {
  const asked = readUnknown(text);
  const named = what.some((word) => word !== undefined && matchesGlob(asked.what, word));
  return named && where.some((word) => word !== undefined && matchesGlob(asked.on, word));
}

/** What a missing setting is called, and whose it is. */
export function spotOf({ setting, permission, resource }: Missing, where: Spot['where']): Spot {
  return {
    what: [setting, setting.split('#').at(-1), permission],
    where: [...where, resource?.id, resource?.type],
  };
}

/** What today's declarations let pass. */
export function acceptedUnknowns(intents: IntentReport[] = []): (spot: Spot) => boolean {
  const texts = intents.flatMap(({ declared, status }) =>
    status === 'met' && declared.unknown !== undefined ? [declared.unknown] : [],
  );
  return (spot) => texts.some((text) => fitsUnknown(text, spot));
}
