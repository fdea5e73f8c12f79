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
  /**
   * ARN of the key of those snapshots; null when they have several. Only read where the image is encrypted and shared by name.
   */
  key?: string | null;
  /**
   * Policy of that key; null when there is none. Only read where it is shared with accounts.
   */
  keyPolicy?: {} | null;
  /**
   * Grants of that key to other accounts. Only read where it is shared with accounts.
   */
  keyGrants?: {
    /**
     * Id of the grant.
     */
    id: string;
    /**
     * Name of the grant.
     */
    name?: string;
    /**
     * ARN of the principal that may use the key.
     */
    grantee: string;
    /**
     * What it may do: Decrypt, GenerateDataKey, CreateGrant and so on.
     */
    operations: string[];
    /**
     * The grant asks for an encryption context, which the caller chooses.
     */
    encryptionContext?: boolean;
  }[];
}

export const imageSchema: Schema<Image> = { name: 'providers/aws/ami/image' };
