// MSK: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, typed } from '../../../snapshot/resource.ts';
import type { PortRange } from '../network/ports.ts';
import { publishedAssessment } from '../network/published.ts';
import { clusterSchema } from './cluster.generated.ts';

/** Ports on which brokers answer from outside: TLS, SASL/SCRAM, IAM (MSK developer guide, "Port information"). Without public access they do not listen. */
const PUBLIC_PORTS: PortRange[] = [9194, 9196, 9198].map((port) => ({
  protocol: 'tcp',
  from: port,
  to: port,
}));

/** Outsiders reach brokers with public access that their security groups let them reach. */
export function analyseKafka(resource: Resource, context: Context): Assessment {
  return publishedAssessment(
    typed(resource, clusterSchema),
    {
      kind: 'database-port',
      cures: [
        {
          text: {
            en: 'turn public access of the brokers off (SERVICE_PROVIDED_EIPS to DISABLED)',
            ja: 'ブローカーのパブリックアクセスを無効にします (SERVICE_PROVIDED_EIPS から DISABLED へ)',
          },
          rejudged: true,
        },
      ],
    },
    PUBLIC_PORTS,
    context,
  );
}
