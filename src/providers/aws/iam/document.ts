// Policy documents as answers carry them: an object, JSON text, or percent-encoded JSON text.
import { type ParseError, parse } from 'jsonc-parser';
import { type Raw, raw } from './shape.ts';

export type Document = { ok: true; document: Raw } | { ok: false; problem: string };

/**
 * The policy document in an answer. The IAM API percent-encodes documents (RFC 3986), the AWS CLI decodes them to objects,
 * and some services give JSON text.
 */
export function readDocument(value: unknown): Document {
  if (typeof value !== 'string') {
    const document = raw(value);
    return document === undefined
      ? { ok: false, problem: 'is not a policy document' }
      : { ok: true, document };
  }
  const text = value.trimStart().startsWith('%') ? decoded(value) : value;
  try {
    const document = raw(JSON.parse(text));
    if (document !== undefined) return { ok: true, document };
    return { ok: false, problem: 'is JSON, but not a policy document' };
  } catch {
    // The engine's own message differs between versions and quotes the text.
    const errors: ParseError[] = [];
    parse(text, errors, { disallowComments: true });
    return { ok: false, problem: `is not JSON from character ${(errors[0]?.offset ?? 0) + 1} on` };
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
