// Generated from site.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * A site that people reach without a password: its state, its guest user and its switches.
 */
export interface Site {
  /**
   * Developer name of the site.
   */
  name?: string;
  label?: string | null;
  /**
   * ChatterNetwork, Visualforce or Siteforce.
   */
  siteType?: string | null;
  urlPathPrefix?: string | null;
  /**
   * False: the site answers nobody.
   */
  active?: boolean;
  /**
   * State of the Experience Cloud site: Live, UnderConstruction, DownForMaintenance. Null: not an Experience Cloud site.
   */
  networkStatus?: string | null;
  /**
   * Visitors can use Lightning requests, which list and read records.
   */
  auraRequests?: boolean | null;
  /**
   * Nickname of the guest user, which sharing rules name.
   */
  guestUser?: string;
  /**
   * Name of the guest user's profile.
   */
  guestProfile?: string;
  /**
   * Permission sets assigned to the guest user besides its profile.
   */
  guestPermissionSets?: string[];
  /**
   * Owner of the records that guests create.
   */
  defaultOwner?: string | null;
  /**
   * Let guest users see other members of this site.
   */
  guestMemberVisibility?: boolean | null;
  /**
   * See other members of this site.
   */
  memberVisibility?: boolean | null;
  /**
   * Allow guest users to access public APIs.
   */
  guestPublicApi?: boolean | null;
  /**
   * Anybody can sign up.
   */
  selfRegistration?: boolean | null;
  /**
   * Profile of those who sign up; null: code decides.
   */
  selfRegProfile?: string | null;
}

export const siteSchema: Schema<Site> = { name: 'providers/salesforce/guest/site' };
