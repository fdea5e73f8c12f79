// Generated from registry.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of a private ECR registry that decide who can replicate images into it or through it.
 */
export interface Registry {
  /**
   * The permissions policy of the registry as it is; null when there is none.
   */
  policy?: {} | null;
}

export const registrySchema: Schema<Registry> = { name: 'providers/aws/ecr/registry' };
