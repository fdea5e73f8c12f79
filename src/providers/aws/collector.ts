// What a service's collector looks like to the provider, and how it gets its SDK client.
import type { MiddlewareStack } from '@smithy/types';
import type { Listing, Resource } from '../../snapshot/resource.ts';
import type { CollectRequest } from '../provider.ts';
import type { Session } from './session/session.ts';

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

/** A client of one region: `connect(SNSClient, place)`. Every collector gets its clients here, so that saved answers can stand in. */
export function connect<C extends { middlewareStack: object }, M extends object = object>(
  make: new (options: Session['options'] & { region: string } & M) => C,
  { options, region, replay }: Place,
  more?: M,
): C {
  const client = new make(Object.assign({ ...options, region }, more));
  if (replay !== undefined && isStack(client.middlewareStack))
    client.middlewareStack.add(
      (_send, { clientName = '', commandName = '' }) =>
        async ({ input }) => ({ output: await replay(clientName, commandName, input), response: undefined }),
      { step: 'initialize', name: 'replay', priority: 'high' },
    );
  return client;
}

/** Each client types its stack by its own operations; what is added here does not care which. */
function isStack(stack: object): stack is MiddlewareStack<object, object> {
  return 'add' in stack && typeof stack.add === 'function';
}
