// Generated from image.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of an Amazon FPGA image that decide who can load it.
 */
export interface Image {
  /**
   * Whom the image is shared with: its load permissions.
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
  };
}

export const imageSchema: Schema<Image> = { name: 'providers/aws/fpga/image' };
