// Generated from repository.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of a private ECR repository that decide who can use it.
 */
export interface Repository {
  /**
   * The policy of the repository as it is; null when there is none.
   */
  policy?: {} | null;
}

export const repositorySchema: Schema<Repository> = { name: 'providers/aws/ecr/repository' };
