// Database Migration Service: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, typed } from '../../../snapshot/resource.ts';
import { LAST_PORT } from '../network/ports.ts';
import { publishedAssessment } from '../network/published.ts';
import { replicationInstanceSchema } from './replication-instance.generated.ts';

/** A replication instance with a public address is as open as its security groups (DMS user guide, "Setting up a network for a replication instance"). */
export function analyseDms(resource: Resource, context: Context): Assessment {
  const instance = typed(resource, replicationInstanceSchema);
  return publishedAssessment(instance, {}, [{ protocol: 'tcp', from: 0, to: LAST_PORT }], context);
}
