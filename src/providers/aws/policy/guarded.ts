// Doors that a policy opens and something else shuts, or may shut. Pure.
import type { Evidence, Exposure } from '../../../exposure.ts';
import type { Text, Unknown } from '../../../snapshot/resource.ts';

/** What is open is shut by the guard alone. The request that proved it open would not succeed. */
export function shutBy(exposures: Exposure[], guard: Text, evidence: Evidence[] = []): Exposure[] {
  return exposures.map((exposure) => {
    if (exposure.state !== 'open' && exposure.state !== 'open-unless') return exposure;
    const { witness: _witness, missing: _missing, ...rest } = exposure;
    return { ...rest, state: 'shut-by', guard, evidence: [...exposure.evidence, ...evidence] };
  });
}

/** What is open may be shut by a guard that could not be read. */
export function openUnless(exposures: Exposure[], guard: Text, why: Unknown): Exposure[] {
  return exposures.map((exposure) =>
    exposure.state === 'open' ? { ...exposure, state: 'open-unless', guard, missing: [why] } : exposure,
  );
}
