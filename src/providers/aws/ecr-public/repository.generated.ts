// Generated from repository.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of a public ECR repository.
 */
export interface Repository {
  /**
   * Where anybody pulls its images from: public.ecr.aws/kagi/app; null: it has no such place.
   */
  address?: string | null;
  /**
   * The policy of the repository as it is, which says who else may push; null when there is none.
   */
  policy?: {} | null;
}

export const repositorySchema: Schema<Repository> = { name: 'providers/aws/ecr-public/repository' };
