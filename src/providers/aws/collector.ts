// What a service's collector looks like to the provider.
import type { Listing, Resource } from '../../snapshot/resource.ts';
import type { CollectRequest } from '../provider.ts';
import type { Session } from './session.ts';

/** Reads one service of one account. Nothing here throws for a denied or failed call. */
export interface Collector {
  /** The service's name: `s3`. */
  service: string;
  /** Context resources, read first; absent when the service has none. */
  context?(session: Session, request: CollectRequest): AsyncIterable<Listing | Resource>;
  /** All other resources, with a listing for each type. */
  collect(session: Session, request: CollectRequest): AsyncIterable<Listing | Resource>;
}

/** Id of an account's scope. */
export function accountScope(account: string): string {
  return `aws/${account}`;
}
