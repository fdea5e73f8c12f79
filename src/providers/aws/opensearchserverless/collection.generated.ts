// Generated from collection.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of a collection of OpenSearch Serverless that decide who can reach and use it.
 */
export interface Collection {
  /**
   * A network policy lets requests from the internet reach the collection; each has to be signed by a principal of a data access policy all the same.
   */
  publicEndpoint?: boolean;
  /**
   * The rules of data access policies that cover the collection or its indexes.
   */
  access?: {
    /**
     * Name of the data access policy.
     */
    policy: string;
    /**
     * ARNs of IAM principals; saml/ACCOUNT/PROVIDER/user/NAME for others.
     */
    principals: string[];
    /**
     * What they may do: aoss:ReadDocument, aoss:*.
     */
    permissions: string[];
  }[];
}

export const collectionSchema: Schema<Collection> = { name: 'providers/aws/opensearchserverless/collection' };
