// Generated from destination.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings that decide who can use a destination of logs.
 */
export interface Destination {
  /**
   * The access policy of the destination, as it is; null when there is none.
   */
  policy?: {} | null;
}

export const destinationSchema: Schema<Destination> = { name: 'providers/aws/logs/destination' };
