// Answers of AWS Organizations about resource control policies -> settings.
import type { Known } from '../../../snapshot/resource.ts';
import { raw, raws, word } from '../answers/shape.ts';
import { readDocument } from '../iam/document.ts';

/** A policy, and what it is attached to of the account and what is above it. */
export interface Attached {
  id: string;
  name?: string;
  targets: string[];
}

/**
 * ListRoots: `{ Roots: [{ Id, PolicyTypes: [{ Type, Status }] }] }`; an organization has one root, and lists the types that are enabled on
 * it. Undefined when the answer names no root.
 */
export function controlEnabled(answer: unknown): boolean | undefined {
  const root = raws(raw(answer)?.['Roots'])?.[0]?.item;
  if (root === undefined) return undefined;
  const types = raws(root['PolicyTypes'] ?? []);
  return types?.some(({ item }) => item['Type'] === 'RESOURCE_CONTROL_POLICY');
}

/** ListPoliciesForTarget: `{ Policies: [{ Id, Name }] }`; undefined when it is no such list. */
export function policySummaries(answer: unknown): { id: string; name?: string }[] | undefined {
  const found: { id: string; name?: string }[] = [];
  for (const { item } of raws(raw(answer)?.['Policies']) ?? [{ item: {}, index: 0 }]) {
    const id = word(item['Id']);
    if (id === undefined) return undefined;
    const name = word(item['Name']);
    found.push({ id, ...(name !== undefined && { name }) });
  }
  return found;
}

/** DescribePolicy: `{ Policy: { Content: text } }`. */
export function policyContent(answer: unknown): Known<Record<string, unknown>> {
  const read = readDocument(raw(raw(answer)?.['Policy'])?.['Content']);
  if (read.ok) return { state: 'present', value: read.document };
  const detail = `the resource control policy ${read.problem}`;
  return { state: 'unknown', why: { setting: 'document', reason: 'malformed', detail } };
}
