// Generated from catalog.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings that decide who can use a Glue data catalog.
 */
export interface Catalog {
  /**
   * The resource policy of the catalog, as it is; null when there is none.
   */
  policy?: {} | null;
}

export const catalogSchema: Schema<Catalog> = { name: 'providers/aws/glue/catalog' };
