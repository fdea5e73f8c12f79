// Generated from table.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings that decide who can use an S3 table.
 */
export interface Table {
  /**
   * The policy of the table, as it is; null when there is none.
   */
  policy?: {} | null;
}

export const tableSchema: Schema<Table> = { name: 'providers/aws/s3tables/table' };
