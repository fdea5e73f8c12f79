// Amazon MQ: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { directAssessment } from '../network/direct.ts';
import type { Target } from '../network/exposures.ts';
import { LAST_PORT, type PortRange } from '../network/ports.ts';
import { PUBLIC, publishedAssessment } from '../network/published.ts';
import { brokerSchema } from './broker.generated.ts';

/**
 * Outsiders reach a public broker that its security groups let them reach. A public broker of RabbitMQ has none: everybody reaches it
 * (Amazon MQ developer guide, "Public access to Amazon MQ brokers").
 */
export function analyseMq(resource: Resource, context: Context): Assessment {
  const broker = typed(resource, brokerSchema);
  const known = setting(broker, 'endpoints');
  const endpoints = known.state === 'present' ? known.value : [];
  const ports = [...new Set(endpoints.map(({ port }) => port))].sort((a, b) => a - b);
  const listening: PortRange[] =
    ports.length === 0
      ? [{ protocol: 'tcp', from: 1, to: LAST_PORT }]
      : ports.map((port) => ({ protocol: 'tcp', from: port, to: port }));
  const [first] = endpoints;
  const target: Omit<Target, 'id'> = {
    kind: 'database-port',
    ...(first !== undefined && { host: first.host }),
    cures: [
      {
        text: {
          en: 'make the broker anew without public access: it cannot be turned off',
          ja: 'パブリックアクセスは後から無効にできないため、無効にしたブローカーを作成し直します',
        },
        rejudged: true,
      },
    ],
  };
  const open = setting(broker, 'publiclyAccessible');
  const bare = setting(broker, 'securityGroups').state === 'absent';
  if (bare && open.state === 'present' && open.value)
    return directAssessment({ listening }, { id: broker.id, ...target }, context.ours, () => [PUBLIC]);
  return publishedAssessment(broker, target, listening, context);
}
