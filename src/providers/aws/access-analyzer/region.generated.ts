// Generated from region.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * What an account has of IAM Access Analyzer in a region.
 */
export interface Region {
  /**
   * Names of the analyzers of external access that are active, of the account or of its organization.
   */
  externalAnalyzers?: string[];
}

export const regionSchema: Schema<Region> = { name: 'providers/aws/access-analyzer/region' };
