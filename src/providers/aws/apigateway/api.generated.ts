// Generated from api.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of an HTTP or WebSocket API that decide who can call it.
 */
export interface Api {
  /**
   * HTTP or WEBSOCKET.
   */
  protocol?: string;
  /**
   * False when the execute-api address is turned off and only custom domain names lead here.
   */
  defaultEndpoint?: boolean;
  /**
   * Routes that ask for no authorization: GET /orders, $default, $connect.
   */
  open?: string[];
  /**
   * Names of its stages; without one nothing is deployed. Only read where a route is open.
   */
  stages?: string[];
}

export const apiSchema: Schema<Api> = { name: 'providers/aws/apigateway/api' };
