// Generated from database.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of a Lightsail database that decide who on the internet reaches it. It has no firewall.
 */
export interface Database {
  /**
   * Whether it answers on the internet.
   */
  publiclyAccessible?: boolean | null;
  /**
   * Host name; null while it has none.
   */
  endpoint?: string | null;
  /**
   * Port; null while it has none.
   */
  port?: number | null;
  state?: string;
}

export const databaseSchema: Schema<Database> = { name: 'providers/aws/lightsail/database' };
