// Generated from rest-api.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of a REST API that decide who can call it.
 */
export interface RestApi {
  /**
   * The resource policy; null when there is none.
   */
  policy?: {} | null;
  /**
   * EDGE, REGIONAL or PRIVATE.
   */
  endpoint?: string;
  /**
   * False when the execute-api address is turned off and only custom domain names lead here.
   */
  defaultEndpoint?: boolean;
  /**
   * Methods that ask for no authorization and no API key, without those for CORS: GET /orders.
   */
  open?: string[];
  /**
   * Methods that ask for a signature of IAM.
   */
  signed?: string[];
  /**
   * Names of its stages; without one nothing is deployed. Only read where a method may be reached from outside.
   */
  stages?: string[];
}

export const restApiSchema: Schema<RestApi> = { name: 'providers/aws/apigateway/rest-api' };
