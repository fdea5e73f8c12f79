// Generated from stream.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of the stream of a DynamoDB table that decide who can read it.
 */
export interface Stream {
  /**
   * The resource policy of the stream as it is; null when there is none.
   */
  policy?: {} | null;
}

export const streamSchema: Schema<Stream> = { name: 'providers/aws/dynamodb/stream' };
