// Generated from image.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of an Amazon machine image that decide who can launch it.
 */
export interface Image {
  /**
   * Whom the image is shared with: its launch permissions.
   */
  sharedWith?: {
    /**
     * With every AWS account.
     */
    everyone: boolean;
    /**
     * With these accounts.
     */
    accounts: string[];
    /**
     * With these organizations and organizational units, as ARNs.
     */
    organizations: string[];
  };
  /**
   * True when a snapshot behind the image is encrypted: whoever launches it needs the key too.
   */
  encrypted?: boolean;
}

export const imageSchema: Schema<Image> = { name: 'providers/aws/ami/image' };
