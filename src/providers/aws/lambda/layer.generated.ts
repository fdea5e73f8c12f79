// Generated from layer.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of a version of a Lambda layer that decide who can use and download it.
 */
export interface Layer {
  /**
   * The policy of the layer version as it is; null when there is none.
   */
  policy?: {} | null;
}

export const layerSchema: Schema<Layer> = { name: 'providers/aws/lambda/layer' };
