// Generated from public-file.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * A public link to a file. The link itself and its password are never read.
 */
export interface PublicFile {
  name?: string;
  /**
   * Id of the file.
   */
  document?: string;
  /**
   * When the link stops working; null: never.
   */
  expires?: string | null;
  passwordRequired?: boolean;
  /**
   * The original file can be downloaded.
   */
  originalDownload?: boolean | null;
  /**
   * How often the link was opened.
   */
  views?: number | null;
  lastViewed?: string | null;
  created?: string | null;
}

export const publicFileSchema: Schema<PublicFile> = { name: 'providers/salesforce/files/public-file' };
