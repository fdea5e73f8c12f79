// Policies as services answer with them -> settings.
import type { Known } from '../../../snapshot/resource.ts';
import { readDocument } from '../iam/document.ts';

/** A policy as text or object; nothing, or an empty text, is "there is none". What cannot be read is unknown, with what is wrong. */
export function policyIn(value: unknown): Known<Record<string, unknown>> {
  if (value === undefined || value === null || value === '') return { state: 'absent' };
  const read = readDocument(value);
  if (read.ok) return { state: 'present', value: read.document };
  return {
    state: 'unknown',
    why: { setting: 'policy', reason: 'malformed', detail: `the policy ${read.problem}` },
  };
}
