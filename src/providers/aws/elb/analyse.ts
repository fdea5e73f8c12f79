// Load balancers: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { networkAssessment, unreadAssessment } from '../network/exposures.ts';
import type { PortRange } from '../network/ports.ts';
import { NOWHERE } from '../network/published.ts';
import { networkIn } from '../network/read.ts';
import { loadBalancerSchema } from './load-balancer.generated.ts';

/**
 * Outsiders reach the listeners of an internet-facing load balancer that its security groups let them reach. A Network Load Balancer
 * without security groups passes everything on, and those of its targets decide (Network Load Balancers guide, "Security groups").
 */
export function analyseElb(resource: Resource, context: Context): Assessment {
  const balancer = typed(resource, loadBalancerSchema);
  const scheme = setting(balancer, 'scheme');
  if (scheme.state === 'unknown') return unreadAssessment(scheme.why);
  if (scheme.state === 'absent' || scheme.value !== 'internet-facing')
    return { exposures: [], facts: { internetTcp: [], internetUdp: [] } };
  for (const name of ['interfaces', 'listeners'] as const) {
    const known = setting(balancer, name);
    if (known.state === 'unknown') return unreadAssessment(known.why);
  }
  const { interfaces = [], listeners = [] } = balancer.settings;
  if (interfaces.length === 0) return unreadAssessment(NOWHERE);
  const dnsName = setting(balancer, 'dnsName');
  const bare = setting(balancer, 'securityGroups').state === 'absent';
  return networkAssessment(
    networkIn(balancer, interfaces, listeners.flatMap(portsOf)),
    {
      id: balancer.id,
      ...(dnsName.state === 'present' && { host: dnsName.value }),
      ...(bare && {
        unless: {
          en: 'the security groups of its targets',
          ja: 'ターゲットのセキュリティグループ',
        },
      }),
    },
    context.ours,
  );
}

/** TCP_UDP listens for both; QUIC travels over UDP. */
function portsOf({ port, protocol }: { port: number; protocol: string }): PortRange[] {
  const udp = { protocol: 'udp', from: port, to: port } as const;
  const tcp = { protocol: 'tcp', from: port, to: port } as const;
  if (protocol === 'TCP_UDP' || protocol === 'TCP_QUIC') return [tcp, udp];
  return [protocol === 'UDP' || protocol === 'QUIC' ? udp : tcp];
}
