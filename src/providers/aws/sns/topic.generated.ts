// Generated from topic.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of an SNS topic that decide who can use it.
 */
export interface Topic {
  /**
   * The access policy of the topic as it is; null when there is none.
   */
  policy?: {} | null;
}

export const topicSchema: Schema<Topic> = { name: 'providers/aws/sns/topic' };
