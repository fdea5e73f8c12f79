// Generated from secret.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of a secret of Secrets Manager that decide who can read it.
 */
export interface Secret {
  /**
   * The resource policy of the secret as it is; null when there is none.
   */
  policy?: {} | null;
  /**
   * The customer key that encrypts the secret, as it is named: its id, ARN or alias; null for the key that AWS manages, which nobody outside the account can use.
   */
  key?: string | null;
  /**
   * The policy of the customer key; null for the key that AWS manages. Not asked for where the secret has no policy, because nothing depends on it then.
   */
  keyPolicy?: {} | null;
}

export const secretSchema: Schema<Secret> = { name: 'providers/aws/secretsmanager/secret' };
