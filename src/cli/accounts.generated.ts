// Generated from accounts.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../schema.ts';

/**
 * A list of AWS accounts to read: the file of --accounts.
 *
 * @minItems 1
 *
 * Items: An account id, the ARN of a role in it, or both with an external id.
 */
export type Accounts = (
  | string
  | {
      /**
       * Account id, twelve digits.
       */
      account: string;
      /**
       * Name of the role to assume, or its ARN.
       */
      role?: string;
      /**
       * External id that the role asks for.
       */
      externalId?: string;
    }
)[];

export const accountsSchema: Schema<Accounts> = { name: 'cli/accounts' };
