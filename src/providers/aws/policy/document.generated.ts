// Generated from document.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * A resource policy before it is applied, and what it is for.
 */
export interface Document {
  /**
   * The policy document as it was written.
   */
  policy?: {};
  /**
   * What kind of resource it is for: s3-bucket, role-trust, sns, generic and so on.
   */
  kind?: string;
  /**
   * ARN of the resource; null: neither the document nor anybody else says.
   */
  arn?: string | null;
  /**
   * Twelve digits of the account that owns the resource; null: neither the document nor anybody else says.
   */
  account?: string | null;
}

export const documentSchema: Schema<Document> = { name: 'providers/aws/policy/document' };
