// Looking into rows of a query, which may hold anything.

export type Row = Record<string, unknown>;

/** The value at a path of names; undefined when there is none. */
export function at(row: unknown, ...path: string[]): unknown {
  let value = row;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([key]) => key === name)?.[1];
  }
  return value;
}

/** A text at a path; undefined when there is none or it is something else. */
export function textAt(row: unknown, ...path: string[]): string | undefined {
  const value = at(row, ...path);
  return typeof value === 'string' ? value : undefined;
}

/** A boolean at a path; undefined when there is none or it is something else. */
export function flagAt(row: unknown, ...path: string[]): boolean | undefined {
  const value = at(row, ...path);
  return typeof value === 'boolean' ? value : undefined;
}
