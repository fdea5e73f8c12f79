// One class of caller on one road, and how callers are told apart.

import type { Caller } from '../question.ts';
import type { Statement } from '../read/document.ts';
import type { Sender } from './sender.ts';

export interface World {
  caller: Caller;
  /** Identity of the caller (see `callerKey`). */
  key: string;
  sender: Sender;
  /** Callers (see `callerKey`) whose exact grants make this world uninteresting for the same action. */
  covered: string[];
  /** Which Allow statements are of interest, by their places among them, in order; all when left out. */
  about: number[] | undefined;
  /** Why such a caller may not exist; its grants are then `maybe`. */
  doubt: string | undefined;
}

/** A world of a caller. */
export function worldOf(
  caller: Caller,
  sender: Sender,
  covered: string[],
  about?: number[],
  doubt?: string,
): World {
  return { caller, key: callerKey(caller), sender, covered, about, doubt };
}

/** The places of the statements for which something holds. */
export function placesOf(statements: Statement[], holds: (statement: Statement) => boolean): number[] {
  const found: number[] = [];
  for (const [at, statement] of statements.entries()) if (holds(statement)) found.push(at);
  return found;
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
  withoutExternalId: false,
  service: undefined,
  source: 'stranger',
  issuer: undefined,
};
