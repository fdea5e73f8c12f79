// The statements of a policy document, with the pointer of each: Statement may be one object or a list of them.
import { type Raw, raw } from './shape.ts';

/** Statements in document order. Entries that are not objects are kept, as undefined, so that indexes stay true. */
export function statementsOf(policy: object): { statement: Raw | undefined; pointer: string }[] {
  const statement: unknown = Reflect.get(policy, 'Statement');
  if (!Array.isArray(statement)) {
    return statement === undefined ? [] : [{ statement: raw(statement), pointer: '/Statement' }];
  }
  return statement.map((entry, index) => ({ statement: raw(entry), pointer: `/Statement/${index}` }));
}

/** A document with another list of statements. */
export function withStatements(policy: object, statements: unknown[]): Raw {
  return { ...policy, Statement: statements };
}

/** A value that may be one or many, as many. */
export function many(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
