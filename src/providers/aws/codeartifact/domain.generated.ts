// Generated from domain.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings that decide who can use a CodeArtifact domain.
 */
export interface Domain {
  /**
   * The permissions policy of the domain, as it is; null when there is none.
   */
  policy?: {} | null;
}

export const domainSchema: Schema<Domain> = { name: 'providers/aws/codeartifact/domain' };
