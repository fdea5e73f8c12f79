// Reading untyped answers: an SDK answer, an AWS CLI file and a recorded answer have one shape, and none is to be trusted.

/** An object whose keys can be asked for. */
export type Raw = Record<string, unknown>;

/** The value as an object; undefined for anything else, arrays included. */
export function raw(value: unknown): Raw | undefined {
  return isRaw(value) ? value : undefined;
}

function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** The objects of a list, with their index; undefined when it is not a list of objects alone. */
export function raws(value: unknown): { item: Raw; index: number }[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const found: { item: Raw; index: number }[] = [];
  for (const [index, entry] of value.entries()) {
    const item = raw(entry);
    if (item === undefined) return undefined;
    found.push({ item, index });
  }
  return found;
}

/** The value when it is a string that says something. */
export function word(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The value when it is true or false, also as the words that CSV files hold. */
export function flag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'TRUE') return true;
  if (value === 'false' || value === 'FALSE') return false;
  return undefined;
}

/** The value when it is a whole number. */
export function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

/**
 * A time as ISO 8601 in UTC without fractions, or undefined. Takes what SDKs (Date), CLIs (text with an offset), recorders (seconds since 1970,
 * `{ __class__: 'datetime', year, month, ... }` in UTC) write.
 */
export function time(value: unknown): string | undefined {
  if (value instanceof Date) return iso(value);
  if (typeof value === 'number') return iso(new Date(value > 1e11 ? value : value * 1000));
  if (typeof value === 'string') {
    if (!/^\d{4}-\d\d-\d\d/.test(value)) return undefined;
    const text = value.trim().replace(' ', 'T');
    return iso(new Date(/(Z|[+-]\d\d:?\d\d)$/.test(text) || text.length === 10 ? text : `${text}Z`));
  }
  const parts = raw(value);
  if (parts === undefined || parts['__class__'] !== 'datetime') return undefined;
  const [year, month, day, hour, minute, second] = ['year', 'month', 'day', 'hour', 'minute', 'second'].map(
    (part) => count(parts[part]) ?? 0,
  );
  return iso(new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second)));
}

function iso(date: Date): string | undefined {
  return Number.isNaN(date.getTime()) ? undefined : `${date.toISOString().slice(0, 19)}Z`;
}
