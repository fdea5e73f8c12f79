// Generated from identity.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings that decide who can send as an SES identity.
 */
export interface Identity {
  /**
   * The sending authorization policies by their names; null when there are none.
   */
  policies?: {
    [k: string]: {};
  } | null;
}

export const identitySchema: Schema<Identity> = { name: 'providers/aws/ses/identity' };
