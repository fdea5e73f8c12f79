// Policy documents as answers carry them: an object, JSON text, or percent-encoded JSON text.
import { type ParseError, parse } from 'jsonc-parser';
import type { Place } from '../../../errors.ts';
import { type Raw, raw } from '../answers/shape.ts';
import { structure } from '../import/policy-text.ts';

export type Document = { ok: true; document: Raw } | { ok: false; problem: string };

/**
 * The policy document in an answer. The IAM API percent-encodes documents (RFC 3986), the AWS CLI decodes them to objects,
 * and some services give JSON text. A text with a key twice is not read: services refuse it, or one of the two counts
 * without a word.
 */
export function readDocument(value: unknown): Document {
  if (typeof value !== 'string') {
    const document = raw(value);
    return document === undefined
      ? { ok: false, problem: 'is not a policy document' }
      : { ok: true, document };
  }
  const text = value.trimStart().startsWith('%') ? decoded(value) : value;
  // Before any parser: some of them go as deep as the text does.
  const [fault] = structure(text, '');
  const misshapen = fault && { ok: false as const, problem: `${fault.message}${placed(fault.place)}` };
  if (misshapen?.problem.includes('nested')) return misshapen;
  try {
    const document = raw(JSON.parse(text));
    if (document === undefined) return { ok: false, problem: 'is JSON, but not a policy document' };
    return misshapen ?? { ok: true, document };
  } catch {
    // The engine's own message differs between versions and quotes the text.
    const errors: ParseError[] = [];
    parse(text, errors, { disallowComments: true });
    return { ok: false, problem: `is not JSON from character ${(errors[0]?.offset ?? 0) + 1} on` };
  }
}

/** ` (line 3, column 5)` */
function placed(place: Place | undefined): string {
  return place === undefined ? '' : ` (line ${place.line}, column ${place.column})`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
