// Generated from file-system.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of an EFS file system that decide who can use it.
 */
export interface FileSystem {
  /**
   * The file system policy as it is; without one every NFS client that reaches a mount target may read and write, and the policy is null.
   */
  policy?: {} | null;
}

export const fileSystemSchema: Schema<FileSystem> = { name: 'providers/aws/efs/file-system' };
