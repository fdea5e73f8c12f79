// Members of policy documents: what the grammar allows as a name, a value or a list of values.
// Source: IAM user guide, "Grammar of the IAM JSON policy language".

/** More statements or list members than any service accepts are not read. */
export const MOST = 5000;

/** The one key of what stands for a value that could not be told; its own value says why. */
export const UNREAD = '(unknown)';

/** Why a member could not be told, or one in its list; undefined for everything that says something. */
export function unread(value: unknown): string | undefined {
  for (const one of Array.isArray(value) ? value.slice(0, MOST) : [value]) {
    const why = isObject(one) ? own(one, UNREAD) : undefined;
    if (typeof why === 'string') return why;
  }
  return undefined;
}

/** A string, number or boolean, or a list of at least one, as strings. */
export function strings(value: unknown): string[] | undefined {
  if (typeof value === 'string') return [value];
  const members: unknown[] = Array.isArray(value) ? value : [value];
  // The grammar asks for at least one; what none means is not documented.
  if (members.length > MOST || members.length === 0) return undefined;
  const found: string[] = [];
  for (const member of members) {
    if (typeof member !== 'string' && typeof member !== 'number' && typeof member !== 'boolean')
      return undefined;
    found.push(typeof member === 'string' ? member : String(member));
  }
  return found;
}

/** A JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of its own, never of the prototype. */
export function own(value: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A name as a part of a JSON pointer (RFC 6901), cut to a readable length. */
export function pointerPart(name: string): string {
  return name.slice(0, 200).replaceAll('~', '~0').replaceAll('/', '~1');
}
