// Generated from app.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * A connected app or external client app: who may authorize it, what its tokens reach and how long they last. Keys and secrets are never kept.
 */
export interface App {
  name?: string;
  kind?: 'connected-app' | 'external-client-app';
  /**
   * The app uses OAuth at all.
   */
  oauth?: boolean;
  /**
   * Any user of the org may authorize it; false: only those an administrator approved.
   */
  selfAuthorized?: boolean;
  /**
   * OAuth scopes that it may ask for.
   */
  scopes?: string[];
  /**
   * How long a refresh token lasts: infinite, zero, specific_lifetime...
   */
  refreshTokenPolicy?: string | null;
  /**
   * Whether IP restrictions of users count: ENFORCE, BYPASS...
   */
  ipRelaxation?: string | null;
  /**
   * Visitors without a password get tokens by the code and credential flow.
   */
  guestFlow?: boolean | null;
}

export const appSchema: Schema<App> = { name: 'providers/salesforce/apps/app' };
