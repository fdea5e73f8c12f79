// Generated from sharing.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * What an org shares with people outside it: its guest sharing rules, its rules for portal users, and how much of them was seen.
 */
export interface Sharing {
  /**
   * Guest user sharing rules of all objects.
   */
  guestRules?: {
    /**
     * API name of the object whose records are shared.
     */
    object: string;
    /**
     * Full name of the rule.
     */
    name: string;
    /**
     * Nicknames of the guest users that the records are shared with.
     */
    guestUsers: string[];
    /**
     * Which records are shared; none means every record.
     */
    criteria: {
      field: string;
      operation: string;
      value?: string;
    }[];
    /**
     * How the criteria combine, when not all of them have to match.
     */
    logic?: string;
    /**
     * Records owned by high-volume users are shared too.
     */
    includesHighVolumeOwners?: boolean;
  }[];
  /**
   * For which objects the sharing rules were read: all, or only those in coveredObjects.
   */
  covers?: 'every-object' | 'listed-objects';
  /**
   * API names of the objects whose sharing rules were read.
   */
  coveredObjects?: string[];
  /**
   * API names of objects whose sharing rules are there and could not be read.
   */
  unreadObjects?: string[];
  /**
   * Criteria and owner rules that share with portal or site users.
   */
  externalRules?: {
    object: string;
    name: string;
    /**
     * Groups outside the company: allCustomerPortalUsers, allPartnerUsers, portalRole.
     */
    sharedTo: string[];
    /**
     * Read or Edit.
     */
    access: string;
  }[];
  /**
   * Sharing sets: one entry for each object that a set opens to its profiles.
   */
  sharingSets?: {
    name: string;
    /**
     * API name of the object whose records are shared.
     */
    object: string;
    /**
     * Read or Edit.
     */
    access: string;
    /**
     * The record's field that has to match.
     */
    objectField: string;
    /**
     * The user's account or contact that it has to match.
     */
    userField: string;
    profiles: string[];
  }[];
  /**
   * Custom metadata types and custom settings whose values anybody reads who may call the API, because the org does not restrict access to them.
   */
  openSettings?: {
    /**
     * API name.
     */
    name: string;
    kind: 'metadata-type' | 'custom-setting';
  }[];
  /**
   * True when objects have an org-wide default for external users of their own.
   */
  externalModel?: boolean | null;
}

export const sharingSchema: Schema<Sharing> = { name: 'providers/salesforce/guest/sharing' };
