// Generated from org.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * An org as a whole: what every logged-in external user gets, and its switches for outsiders.
 */
export interface Org {
  organizationId?: string;
  name?: string;
  sandbox?: boolean;
  /**
   * The org has sites that external users can log in to.
   */
  externalUsers?: boolean;
  /**
   * Profiles and permission sets that external users hold.
   */
  externalHolders?: string[];
  /**
   * GraphQL API is enabled for guest users.
   */
  graphqlForGuests?: boolean | null;
  /**
   * Site users can see other site users.
   */
  siteUserVisibility?: boolean | null;
  /**
   * Portal users can see other portal users.
   */
  portalUserVisibility?: boolean | null;
  /**
   * Site guest users can upload files.
   */
  guestUpload?: boolean | null;
  /**
   * Public links to files can be made (content deliveries).
   */
  publicLinks?: boolean | null;
  /**
   * Active guest users that belong to no site.
   */
  guestUsersWithoutSite?: string[];
  /**
   * Active users with administrative system permissions, and what gives them.
   */
  powerHolders?: {
    user: string;
    /**
     * Somebody outside the company.
     */
    external: boolean;
    /**
     * By the profile System Administrator, where everybody expects it.
     */
    admin: boolean;
    /**
     * ViewAllData, ModifyAllData...
     */
    permissions: string[];
    /**
     * The profile or permission set.
     */
    by: string;
  }[];
}

export const orgSchema: Schema<Org> = { name: 'providers/salesforce/external/org' };
