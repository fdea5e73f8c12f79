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
  /**
   * Grants of the customer key to principals of other accounts; null for the key that AWS manages. Asked for where keyPolicy is.
   */
  keyGrants?:
    | {
        /**
         * Id of the grant.
         */
        id: string;
        /**
         * Name of the grant.
         */
        name?: string;
        /**
         * ARN of the principal that may use the key.
         */
        grantee: string;
        /**
         * What it may do: Decrypt, GenerateDataKey, CreateGrant and so on.
         */
        operations: string[];
        /**
         * The grant asks for an encryption context, which the caller chooses.
         */
        encryptionContext?: boolean;
      }[]
    | null;
}

export const secretSchema: Schema<Secret> = { name: 'providers/aws/secretsmanager/secret' };
