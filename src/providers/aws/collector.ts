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

/** An account as it is asked in one region. */
export interface Place extends Session {
  region: string;
}

/** Reads one service of one account in one region; called once for each region of the run. Its listings and resources carry the region. */
export interface RegionalCollector {
  service: string;
  regional: true;
  /** Context resources of the region, read before anything that is no context, in any region. */
  context?(place: Place): AsyncIterable<Listing | Resource>;
  collect(place: Place): AsyncIterable<Listing | Resource>;
}

/** Id of an account's scope. */
export function accountScope(account: string): string {
  return `aws/${account}`;
}

/** What a client of one region is made with: `new SNSClient(clientOptions(place))`. */
export function clientOptions({ options, region }: Place): Session['options'] & { region: string } {
  return { ...options, region };
}
