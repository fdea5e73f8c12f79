// Generated from flow.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * A flow: in whose name it runs, what it takes in, and which records it touches.
 */
export interface Flow {
  name?: string;
  /**
   * Prefix of the package it belongs to. Null: of the org itself.
   */
  namespace?: string | null;
  /**
   * Active, Draft, Obsolete...
   */
  status?: string;
  /**
   * Flow (with screens), AutoLaunchedFlow...
   */
  processType?: string | null;
  /**
   * DefaultMode, SystemModeWithSharing, SystemModeWithoutSharing, UserMode. Null: not said, the default.
   */
  runInMode?: string | null;
  /**
   * It overrides the default and runs only for those it is granted to.
   */
  needsPermission?: boolean | null;
  /**
   * Variables that whoever starts it can fill in.
   */
  inputs?: string[];
  /**
   * It has screens, on which visitors fill in fields.
   */
  screens?: boolean;
  /**
   * Elements that read or change records.
   */
  data?: {
    name: string;
    does: 'get' | 'update' | 'delete' | 'create';
    /**
     * Null: of a record that came from elsewhere in the flow.
     */
    object: string | null;
    /**
     * Input variables and screen fields that it names itself.
     */
    fed: string[];
  }[];
  /**
   * Subflows and actions, which are not followed.
   */
  calls?: string[];
}

export const flowSchema: Schema<Flow> = { name: 'providers/salesforce/code/flow' };
