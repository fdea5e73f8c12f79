// Generated from permissions.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * What a profile or permission set that outsiders hold allows.
 */
export interface Permissions {
  name?: string;
  /**
   * A permission set group stands for what its sets give together, without what it mutes.
   */
  kind?: 'profile' | 'permission-set' | 'permission-set-group';
  /**
   * Of permission sets in exports: permission set groups that include it. Who holds it otherwise is not metadata.
   */
  groups?: string[];
  /**
   * User licence: Guest User License, Customer Community...
   */
  license?: string | null;
  /**
   * Whether objects that are not listed are known to have no permission (every-object), or were perhaps not retrieved with it (listed-objects).
   */
  covers?: 'every-object' | 'listed-objects';
  /**
   * True: read from the running org. False: read from a file, which may say what the platform no longer honours.
   */
  inEffect?: boolean;
  objectPermissions?: {
    object: string;
    read: boolean;
    create: boolean;
    edit: boolean;
    delete: boolean;
    viewAll: boolean;
    modifyAll: boolean;
    /**
     * True: the file does not list the object, though it was retrieved with it, so that nothing is granted.
     */
    implied?: boolean;
    viewAllFields?: boolean;
  }[];
  /**
   * Object -> fields that field-level security lets its holders read. Required fields and the name are never listed.
   */
  readableFields?: {
    [k: string]: string[];
  };
  /**
   * Of guests' containers: Apex classes that they may use; kagipkg__Orders is a class of a package.
   */
  classAccess?: string[];
  /**
   * Of guests' containers: Visualforce pages that they may open.
   */
  pageAccess?: string[];
  /**
   * Of guests' containers: flows that they may run. Each is granted by name since Spring '23.
   */
  flowAccess?: string[];
  /**
   * Of guests' containers: custom settings and custom metadata types that they may read.
   */
  settingAccess?: string[];
  /**
   * Enabled system permissions: ApiEnabled, ViewAllData...
   */
  systemPermissions?: string[];
}

export const permissionsSchema: Schema<Permissions> = { name: 'providers/salesforce/guest/permissions' };
