// Generated from documents.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Documents and folders of an org that people outside it can open.
 */
export interface Documents {
  /**
   * Documents marked as externally available that are no images. They open without signing in.
   */
  publicDocuments?: string[];
  /**
   * Report and dashboard folders shared with external users.
   */
  sharedFolders?: {
    name: string;
    kind: 'reports' | 'dashboards';
    /**
     * Whom it is shared with: every user, AllCspUsers, PortalRole...
     */
    to: string;
  }[];
}

export const documentsSchema: Schema<Documents> = { name: 'providers/salesforce/documents/documents' };
