// Generated from apex-page.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * A Visualforce page and the classes behind it.
 */
export interface ApexPage {
  name?: string;
  /**
   * Prefix of the package it belongs to. Null: of the org itself.
   */
  namespace?: string | null;
  /**
   * Object whose standard controller it uses; that one keeps to the visitor's permissions.
   */
  standardController?: string | null;
  /**
   * Its own Apex class.
   */
  controller?: string | null;
  /**
   * Further Apex classes.
   */
  extensions?: string[];
  /**
   * Where they are named.
   */
  line?: number;
}

export const apexPageSchema: Schema<ApexPage> = { name: 'providers/salesforce/code/apex-page' };
