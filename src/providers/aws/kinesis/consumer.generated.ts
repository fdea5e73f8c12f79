// Generated from consumer.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of a registered consumer of a Kinesis data stream that decide who can use it.
 */
export interface Consumer {
  /**
   * The resource policy of the consumer as it is; null when there is none.
   */
  policy?: {} | null;
}

export const consumerSchema: Schema<Consumer> = { name: 'providers/aws/kinesis/consumer' };
