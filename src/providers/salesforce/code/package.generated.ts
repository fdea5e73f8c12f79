// Generated from package.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * A managed package of which visitors may run something.
 */
export interface Package {
  /**
   * Its prefix.
   */
  name?: string;
  /**
   * Classes, pages and flows of it that guests may run.
   */
  guestRuns?: string[];
  /**
   * Its code, which its maker shows to nobody: never known.
   */
  source?: null;
}

export const packageSchema: Schema<Package> = { name: 'providers/salesforce/code/package' };
