// Resources and surroundings for tests of analysers, and what came of them in short.
import type { Assessment, Context, Exposure, Ours } from '../../../src/exposure.ts';
import type { Listing, Resource, Unknown } from '../../../src/snapshot/resource.ts';

export const OWNER = '111122223333';
export const STRANGER = '777788889999';

/** A resource of the owner in eu-west-1; what is named in `denied` could not be read. */
export function resource(
  type: string,
  id: string,
  settings: Record<string, unknown>,
  denied: string[] = [],
): Resource {
  const unknowns = denied.map((setting): Unknown => ({ setting, reason: 'denied', permission: 'x:Read' }));
  const name = id.split(/[:/]/).at(-1) ?? id;
  const scope = `aws/${OWNER}`;
  return { record: 'resource', type, id, name, scope, region: 'eu-west-1', settings, unknowns };
}

/** A run whose context holds these resources. */
export function surroundings(around: Resource[] = [], ours: Partial<Ours> = {}): Context {
  return {
    all: (type) => around.filter((one) => one.type === type),
    ours: {
      accounts: [],
      organizations: [],
      networks: [],
      domains: [],
      vendors: [],
      declared: false,
      ...ours,
    },
    now: Date.parse('2026-01-01T00:00:00Z'),
  };
}

/** `anyone-registered aws-account list+read open`, with the subject where there is one. */
export function inShort({ exposures }: Assessment): string[] {
  return exposures.map(brief);
}

function brief({ audience, via, subject, access, state }: Exposure): string {
  return [audience, via, subject, access.join('+'), state].filter((part) => part !== undefined).join(' ');
}

/** The resources and listings of a collection, apart. */
export function sorted(records: (Listing | Resource)[]): {
  listings: Listing[];
  resources: Map<string, Resource>;
} {
  const listings = records.flatMap((one) => (one.record === 'listing' ? [one] : []));
  const resources = records.flatMap((one) => (one.record === 'resource' ? [one] : []));
  return { listings, resources: new Map(resources.map((one) => [one.name, one])) };
}
