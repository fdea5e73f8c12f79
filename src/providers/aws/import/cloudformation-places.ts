// Where the statements of a policy stand in a template that is written in YAML.
import type { Origin } from '../../../snapshot/resource.ts';
import { raw } from '../answers/shape.ts';
import { statementsOf } from '../answers/statements.ts';
import { readDocument } from '../iam/document.ts';
import type { Template } from './cloudformation-parse.ts';

/** JSON finds its places later, by pointer; in YAML they are known only here. */
export function statementPlaces(
  written: unknown,
  resolved: unknown,
  { pointer }: Origin,
  template: Template,
): Record<string, Origin> | undefined {
  if (typeof resolved === 'string') return placesInText(resolved, pointer, template);
  const statements = raw(written)?.['Statement'];
  const kept = raw(resolved)?.['Statement'];
  // One statement may stand without a list.
  if (raw(statements) !== undefined && raw(kept) !== undefined)
    return { '/Statement': template.place(`${pointer}/Statement`) };
  if (!Array.isArray(statements) || !Array.isArray(kept) || kept.length !== statements.length)
    return undefined;
  const places: Record<string, Origin> = {};
  for (const [index, statement] of statements.entries())
    for (const step of ['', ...Object.keys(raw(statement) ?? {}).map((name) => `/${name}`)])
      places[`/Statement/${index}${step}`] = template.place(`${pointer}/Statement/${index}${step}`);
  return places;
}

/** A policy that is JSON in a text. */
function placesInText(
  text: string,
  pointer: string | undefined,
  template: Template,
): Record<string, Origin> | undefined {
  const read = /^\s*\{/.test(text) ? readDocument(text) : undefined;
  if (read?.ok !== true) return undefined;
  const statements = statementsOf(read.document).map(({ pointer: inside }) => inside);
  return Object.fromEntries(statements.map((inside) => [inside, template.place(`${pointer}${inside}`)]));
}
