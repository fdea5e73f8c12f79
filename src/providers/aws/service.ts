// A service of AWS: what the provider contract asks for, what its collector may ask, and the collector itself.
import type { Text } from '../../snapshot/resource.ts';
import type { Service } from '../provider.ts';
import type { Collector, RegionalCollector } from './collector.ts';

/** A permission that a live collection uses. */
export interface Needed {
  /** `sns:ListTopics` */
  permission: string;
  service: string;
  purpose: Text;
}

export interface AwsService extends Service {
  permissions: Needed[];
  /** Loads the collector, and with it the SDK client. Absent where nothing is collected. */
  collector?(): Promise<Collector | RegionalCollector>;
}

/** `needs('sns', 'sns:ListTopics', 'which topics there are', 'トピックの一覧')` */
export function needs(service: string, permission: string, en: string, ja: string): Needed {
  return { permission, service, purpose: { en, ja } };
}
