// Generated from queue.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of an SQS queue that decide who can use it.
 */
export interface Queue {
  /**
   * The access policy of the queue as it is; null when there is none.
   */
  policy?: {} | null;
}

export const queueSchema: Schema<Queue> = { name: 'providers/aws/sqs/queue' };
