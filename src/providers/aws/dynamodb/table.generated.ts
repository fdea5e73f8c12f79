// Generated from table.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of a DynamoDB table that decide who can use it.
 */
export interface Table {
  /**
   * The resource policy of the table, and of its indexes, as it is; null when there is none.
   */
  policy?: {} | null;
}

export const tableSchema: Schema<Table> = { name: 'providers/aws/dynamodb/table' };
