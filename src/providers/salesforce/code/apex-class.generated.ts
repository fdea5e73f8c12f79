// Generated from apex-class.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * What the source of an Apex class shows: how it shares, how it can be called, what it reads and writes. The source itself is not kept.
 */
export interface ApexClass {
  /**
   * With the prefix of its package: Orders, kagipkg__Orders.
   */
  name?: string;
  /**
   * Prefix of the package it belongs to. Null: of the org itself.
   */
  namespace?: string | null;
  /**
   * From 67 on, a class without a sharing keyword runs with sharing.
   */
  apiVersion?: number;
  /**
   * A test class, which nobody can call.
   */
  test?: boolean;
  /**
   * The class itself and the classes inside it, each with its sharing keyword. Null: it has none.
   */
  classes?: {
    name: string;
    sharing: 'with' | 'without' | 'inherited' | null;
    line: number;
  }[];
  /**
   * Methods that can be called from outside.
   */
  entryPoints?: {
    kind: 'aura' | 'rest' | 'remote' | 'invocable' | 'webservice';
    name: string;
    /**
     * Of REST: the URL mapping.
     */
    path?: string;
    line: number;
  }[];
  /**
   * Queries and changes of records, each kind once.
   */
  data?: {
    does: 'read' | 'write';
    /**
     * SOQL, SOSL, dynamic SOQL, insert, update...
     */
    verb: string;
    /**
     * Where a query says it.
     */
    object?: string;
    /**
     * The class, or class inside it, whose sharing holds.
     */
    class: string;
    /**
     * user: WITH USER_MODE, as user, AccessLevel.USER_MODE. default: nothing said.
     */
    mode: 'user' | 'system' | 'default';
    line: number;
  }[];
  /**
   * Checks of object and field permissions that stand in the source: stripInaccessible, WITH SECURITY_ENFORCED, describe calls. None of them looks at sharing.
   */
  guards?: string[];
  /**
   * Other classes that it uses, which are not followed.
   */
  calls?: string[];
}

export const apexClassSchema: Schema<ApexClass> = { name: 'providers/salesforce/code/apex-class' };
