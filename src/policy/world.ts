// One class of caller on one road, and how callers are told apart.
import type { Statement } from './document.ts';
import type { Caller } from './question.ts';
import type { Sender } from './sender.ts';

export interface World {
  caller: Caller;
  sender: Sender;
  /** Which Allow statements are of interest; all when left out. */
  about?: (statement: Statement) => boolean;
  /** Callers (see `callerKey`) whose exact grants make this world uninteresting for the same action. */
  covered: string[];
  /** Why such a caller may not exist; its grants are then `maybe`. */
  doubt?: string;
}

/** Identity of a caller. */
export function callerKey(caller: Caller): string {
  switch (caller.class) {
    case 'service':
      return `service ${caller.confused} ${caller.service}`;
    case 'web-identity':
      return `web-identity ${caller.issuer}`;
    case 'named-identity':
      return `named-identity ${caller.issuer} ${caller.subjects.join()}`;
    case 'named-account':
      return `named-account ${caller.externalId} ${caller.accounts.join()}`;
    case 'organization':
      return `organization ${caller.organizations.join()}`;
    default:
      return caller.class;
  }
}

/** Nobody in particular, on the internet. */
export const base: Sender = {
  kind: 'anonymous',
  account: 'stranger',
  organization: 'none',
  forwarded: false,
  road: 'internet',
  source: 'stranger',
};
