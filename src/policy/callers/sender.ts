// One class of caller on one road, as the key tables see it.
import type { Issuer } from './issuers.ts';

/** Everything about the caller that decides what the request's context holds. All have all members: the hottest code meets one form. */
export interface Sender {
  kind: 'anonymous' | 'signed' | 'service' | 'web-identity' | 'saml';
  /** signed: this account, or any that nobody named. */
  account: string | 'stranger';
  /** signed: none, a stranger's, a given one, or any (`free`). */
  organization: 'none' | 'stranger' | 'free' | { id: string };
  /** A service forwards the caller's credentials. */
  forwarded: boolean;
  road: 'internet' | 'vpc-endpoint' | 'foreign-access-point' | 'function-url';
  /** Sends no external id that the policy spells out. */
  withoutExternalId: boolean;
  /** service: its name, or any. */
  service: string | undefined;
  /** service: works for a stranger, or for anybody. */
  source: 'stranger' | 'anybody';
  issuer: { name: string; known?: Issuer; guests?: 'only' | 'never' } | undefined;
}
