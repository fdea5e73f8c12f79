// Generated from object.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * An object of an org: who sees its records by default, and its fields.
 */
export interface Object {
  /**
   * API name.
   */
  name?: string;
  label?: string | null;
  /**
   * Org-wide default for internal users.
   */
  sharingModel?: string | null;
  /**
   * Org-wide default for external users; null means the same as for internal users.
   */
  externalSharingModel?: string | null;
  /**
   * Of Account: person accounts are on, so that an account that is a person brings its contact with it.
   */
  personAccounts?: boolean;
  /**
   * Objects that control access to its records (master-detail).
   */
  masters?: string[];
  /**
   * Labels and classifications of its fields, as far as they are described.
   */
  fields?: {
    name: string;
    label?: string;
    /**
     * Data sensitivity level.
     */
    classification?: string;
    /**
     * Compliance categorization: PII, GDPR...
     */
    compliance?: string;
    /**
     * Required in the definition of the field, or the link to a master: field-level security does not hide it.
     */
    required?: boolean;
  }[];
}

export const objectSchema: Schema<Object> = { name: 'providers/salesforce/guest/object' };
