// Generated from document.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of a Systems Manager document that decide who can read and use it.
 */
export interface Document {
  /**
   * Whom the document is shared with: its Share permission.
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
  /**
   * What it is: Command, Automation, Policy...
   */
  documentType?: string | null;
}

export const documentSchema: Schema<Document> = { name: 'providers/aws/ssm/document' };
