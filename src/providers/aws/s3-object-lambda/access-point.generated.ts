// Generated from access-point.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings that decide who can use an Object Lambda access point.
 */
export interface AccessPoint {
  /**
   * The policy of the access point, as it is; null when there is none.
   */
  policy?: {} | null;
  /**
   * True when a public policy lets nobody outside in.
   */
  blockPublicAccess?: boolean;
}

export const accessPointSchema: Schema<AccessPoint> = { name: 'providers/aws/s3-object-lambda/access-point' };
