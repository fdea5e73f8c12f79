// Generated from vault.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings that decide who can use a Glacier vault.
 */
export interface Vault {
  /**
   * The access policy of the vault, as it is; null when there is none.
   */
  policy?: {} | null;
}

export const vaultSchema: Schema<Vault> = { name: 'providers/aws/glacier/vault' };
