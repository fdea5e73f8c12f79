// A report that was saved earlier, checked before anything is written from it.
import { type Parsed, parse } from '../schema.ts';
import { type Report, reportSchema } from './report.generated.ts';

/** A parsed JSON value as a report, or everything that is wrong with it. */
export function parseReport(value: unknown): Parsed<Report> {
  const version =
    typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  if (typeof version === 'number' && version !== 1) {
    const message = `is version ${version} of the report format; this tojimari reads version 1`;
    return { ok: false, misfits: [{ pointer: '/version', message }] };
  }
  return parse(reportSchema, value);
}
