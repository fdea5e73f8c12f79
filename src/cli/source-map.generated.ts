// Generated from source-map.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../schema.ts';

/**
 * Where the source declares resources: the file of --source-map.
 */
export interface SourceMap {
  /**
   * Where resources with this id (a glob) are declared: `infra/main.tf`, `infra/main.tf:12`, or a Terraform address below --source.
   */
  [k: string]: string;
}

export const sourceMapSchema: Schema<SourceMap> = { name: 'cli/source-map' };
