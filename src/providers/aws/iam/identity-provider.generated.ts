// Generated from identity-provider.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * An identity provider whose tokens or assertions roles can trust.
 */
export interface IdentityProvider {
  /**
   * OpenID Connect or SAML.
   */
  kind?: 'oidc' | 'saml';
  /**
   * OIDC: issuer, without https://.
   */
  url?: string;
  /**
   * OIDC: audiences that it accepts.
   */
  clientIds?: string[];
  /**
   * When it was made. ISO 8601, UTC.
   */
  createdAt?: string | null;
}

export const identityProviderSchema: Schema<IdentityProvider> = { name: 'providers/aws/iam/identity-provider' };
