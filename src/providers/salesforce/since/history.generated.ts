// Generated from history.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * When what opens an org to visitors was made and changed. Only a running org says so.
 */
export interface History {
  /**
   * What the setup audit trail says of profiles of guests and of sharing rules. Null: it holds no entry at all.
   */
  trail?: {
    /**
     * Time of its oldest entry, ISO 8601.
     */
    from: string;
    changes: {
      /**
       * ISO 8601.
       */
      date: string;
      what: 'object-permission' | 'system-permission' | 'profile' | 'sharing-rule';
      /**
       * Name of the profile; for a rule, API name of the object.
       */
      of: string;
      /**
       * API name of the object or of the system permission; full name of the rule; name of the profile.
       */
      name: string;
      /**
       * What was done, where the entry says so beyond doubt; `changed` is also what an entry may mean that only names it.
       */
      did: 'created' | 'changed' | 'removed';
      /**
       * Rights before, where the entry was understood; of a system permission `on` or nothing.
       */
      before?: string[];
      /**
       * Rights after.
       */
      after?: string[];
    }[];
  } | null;
  /**
   * Creation dates. None of them says since when something is open, only that it cannot be for longer.
   */
  made?: {
    /**
     * ISO 8601.
     */
    date: string;
    what: 'site' | 'activation' | 'guest-user' | 'object-permission' | 'sharing-rule';
    /**
     * Name of the site; of the profile; for a rule, API name of the object.
     */
    of: string;
    /**
     * Name of the site; API name of the object; full name of the rule.
     */
    name: string;
  }[];
}

export const historySchema: Schema<History> = { name: 'providers/salesforce/since/history' };
