// Generated from bus.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of an event bus that decide who can send events to it.
 */
export interface Bus {
  /**
   * The resource policy of the bus as it is; null when there is none.
   */
  policy?: {} | null;
}

export const busSchema: Schema<Bus> = { name: 'providers/aws/eventbridge/bus' };
