// Generated from repository.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings that decide who can use a CodeArtifact repository.
 */
export interface Repository {
  /**
   * The permissions policy of the repository, as it is; null when there is none.
   */
  policy?: {} | null;
}

export const repositorySchema: Schema<Repository> = { name: 'providers/aws/codeartifact/repository' };
