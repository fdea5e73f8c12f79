// Generated from domain.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of an OpenSearch domain that decide who can reach and use it.
 */
export interface Domain {
  /**
   * The access policy of the domain as it is; null when there is none.
   */
  policy?: {} | null;
  /**
   * The VPC in which its endpoint stands; null: it has a public endpoint.
   */
  vpc?: string | null;
  /**
   * Host name of the public endpoint; null while there is none.
   */
  endpoint?: string | null;
  /**
   * Fine-grained access control, which asks every caller who they are after the access policy let them in; null: off.
   */
  fineGrainedAccess?: {
    /**
     * True in the time of migration, in which callers without credentials are let through.
     */
    anonymous?: boolean;
  } | null;
  /**
   * Accounts that may reach the domain through VPC endpoints of their own. Asked only where the endpoint of the domain stands in a VPC; null: it has a public one.
   */
  endpointAccounts?: string[] | null;
}

export const domainSchema: Schema<Domain> = { name: 'providers/aws/opensearch/domain' };
