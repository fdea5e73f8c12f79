// Generated from function.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of a Lambda function, or of an alias of one that has a URL of its own, that decide who can call or change it.
 */
export interface Function {
  /**
   * The resource policy of the function, or of the alias, as it is; null when there is none.
   */
  policy?: {} | null;
  /**
   * The function URL; null when there is none.
   */
  url?: {
    /**
     * Where it is: https://….lambda-url.eu-west-1.on.aws/
     */
    address?: string;
    /**
     * NONE: Lambda asks for no signature. AWS_IAM: it does.
     */
    authType: string;
    /**
     * ISO 8601.
     */
    created?: string;
  } | null;
}

export const functionSchema: Schema<Function> = { name: 'providers/aws/lambda/function' };
