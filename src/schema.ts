// The one place where unknown values become typed ones: JSON Schemas, precompiled by ajv at build time.
import { documents, validators } from './schema.generated.cjs';

/** A schema by its name: the path below src without `.schema.json`, `providers/aws/s3/bucket`. */
export interface Schema<T> {
  readonly name: string;
  /** Never present; carries the type. */
  readonly type?: T;
}

/** One way in which a value does not fit: a JSON pointer and a sentence. */
export interface Misfit {
  pointer: string;
  message: string;
}

export type Parsed<T> = { ok: true; value: T } | { ok: false; misfits: Misfit[] };

/** Checks a value against a schema and returns it typed, or everything that is wrong with it. */
export function parse<T>(schema: Schema<T>, value: unknown): Parsed<T> {
  const validate = validators[schema.name];
  if (validate === undefined) throw new Error(`no schema named ${schema.name}`);
  const fits = (candidate: unknown): candidate is T => validate(candidate);
  if (fits(value)) return { ok: true, value };
  // What an `if` asked for is said by what it asked for.
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  const misfits = errors.map((error) => ({
    pointer: error.instancePath,
    message: describe(error),
  }));
  return { ok: false, misfits };
}

/** The schema itself, for checks that need to walk it (rule paths, docs). */
export function schemaDocument(name: string): unknown {
  return documents[name];
}

interface AjvError {
  keyword: string;
  message?: string;
  params: Record<string, unknown>;
}

function describe(error: AjvError): string {
  const { keyword, params, message = 'does not fit' } = error;
  if (keyword === 'additionalProperties')
    return `has an unknown key "${String(params['additionalProperty'])}"`;
  if (keyword === 'required') return `lacks the key "${String(params['missingProperty'])}"`;
  if (keyword === 'enum' && Array.isArray(params['allowedValues']))
    return `must be one of ${params['allowedValues'].join(', ')}`;
  if (keyword === 'false schema') return 'does not belong here';
  return message;
}
