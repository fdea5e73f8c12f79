// A service of AWS: what the provider contract asks for, what its collector may ask, and the collector itself.
import type { Text } from '../../snapshot/resource.ts';
import type { CollectRequest, Service } from '../provider.ts';
import type { Collector, RegionalCollector } from './collector.ts';

/** A permission that a live collection uses. */
export interface Needed {
  /** `sns:ListTopics` */
  permission: string;
  service: string;
  purpose: Text;
  /** How often it is asked; absent: as its verb says, see `howOften`. */
  per?: Per;
}

/** Once in an account, once in each region of it, once for each thing that is found, or only where something else calls for it. */
export type Per = 'account' | 'region' | 'resource' | 'sometimes';

export interface AwsService extends Service {
  permissions: Needed[];
  /** Whether a request wants it at all; absent: every request does. */
  wanted?(request: CollectRequest): boolean;
  /** Loads the collector, and with it the SDK client: for a request, or for all that it can read. Absent where nothing is collected. */
  collector?(request?: CollectRequest): Promise<Collector | RegionalCollector>;
}

/** `needs('sns', 'sns:ListTopics', 'which topics there are', 'トピックの一覧')` */
export function needs(service: string, permission: string, en: string, ja: string, per?: Per): Needed {
  return { permission, service, purpose: { en, ja }, ...(per !== undefined && { per }) };
}

/**
 * Lists (List and Describe of many things) are asked once, or once in each region where the service has regions; whatever else, for each
 * thing that they name.
 */
export function howOften({ permission, per }: Needed, regional: boolean): Per {
  if (per !== undefined) return per;
  if (!/:(List|Describe\w+s$)/.test(permission)) return 'resource';
  return regional ? 'region' : 'account';
}
