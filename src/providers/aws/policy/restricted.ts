// Policies under a Block Public Access that nobody can turn off, or that could not be read: what it leaves of their exposures. Pure.
import type { Exposure } from '../../../exposure.ts';
import type { Text, Unknown } from '../../../snapshot/resource.ts';

/** The switch that restricts public policies. `on`: for good. `unread`: it could not be read. */
export type Restriction = { state: 'on' } | { state: 'unread'; text: Text; missing: Unknown[] };

/**
 * A public policy lets in nobody but the account and AWS services while public policies are restricted; one that only names accounts is not
 * public and stands (S3 user guide, "Blocking public access to your Amazon S3 storage", RestrictPublicBuckets).
 */
export function restricted(exposures: Exposure[], restriction: Restriction): Exposure[] {
  const isPublic = exposures.some((one) => one.state === 'open' && isWide(one));
  return exposures.flatMap((exposure): Exposure[] => {
    const { audience, via, state } = exposure;
    if (restriction.state === 'on' && isWide(exposure) && state === 'unknown')
      return [{ ...exposure, audience: 'named-outsider', via: 'aws-account' }];
    const stopped = isWide(exposure) || (isPublic && audience === 'named-outsider' && via !== 'aws-service');
    if (!stopped || (state !== 'open' && state !== 'shut-by')) return [exposure];
    if (restriction.state === 'on') return [];
    const { text, missing } = restriction;
    return [state === 'open' ? { ...exposure, state: 'open-unless', guard: text, missing } : exposure];
  });
}

function isWide({ audience }: Exposure): boolean {
  return audience === 'anyone' || audience === 'anyone-registered';
}
