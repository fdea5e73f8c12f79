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
   * Permission set groups assigned to the guest user.
   */
  guestPermissionSetGroups?: string[];
  /**
   * Owner of the records that guests create.
   */
  defaultOwner?: string | null;
  /**
   * Administrative system permissions of that owner: ViewAllData. Null: there is no owner.
   */
  defaultOwnerPowers?: string[] | null;
  /**
   * Protections that are off and standard pages that are on: clickjackProtectionLevel=AllowAllFraming.
   */
  looseSwitches?: string[];
  /**
   * Records that the guest user owns, counted by object.
   */
  guestOwned?: {
    object: string;
    count: number;
  }[];
  /**
   * Records shared with the guest user otherwise than by a guest rule, counted by object and reason.
   */
  guestShares?: {
    object: string;
    cause: string;
    count: number;
  }[];
  /**
   * What could be counted of guestOwned and guestShares where not everything could be: more may be there. Null: everything could.
   */
  guestCounted?: {
    owned: {
      object: string;
      count: number;
    }[];
    shares: {
      object: string;
      cause: string;
      count: number;
    }[];
  } | null;
  /**
   * What was tried in the org itself, by object that is open to the guest user or could be. It can only confirm: not every way of sharing leaves a row.
   */
  guestTried?: {
    object: string;
    /**
     * Sharing rows of this guest user with the reason GuestRule.
     */
    shared?: number;
    /**
     * Records of the object, as far as the asking user sees them.
     */
    records?: number;
    /**
     * Records that were tried with UserRecordAccess.
     */
    sampled?: number;
    /**
     * Those that the guest user can read.
     */
    readable?: number;
    /**
     * What could not be tried, and why.
     */
    failed?: string;
  }[];
  /**
   * Public groups and queues that the guest user is a member of.
   */
  guestGroups?: string[];
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
