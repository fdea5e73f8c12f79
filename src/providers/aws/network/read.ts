// The network around a resource, as its settings hold it.
import { type Resource, setting } from '../../../snapshot/resource.ts';
import type { PortRange } from './ports.ts';
import type { Reach } from './reach.generated.ts';
import type { Interface, Network } from './reach.ts';

type Around = Pick<Reach, 'securityGroups' | 'subnets' | 'networkAcls' | 'vpcBlockPublicAccess'>;

/** For `openingsOf` and `networkAssessment`. `interfaces` are those that traffic from the internet may arrive at. */
export function networkIn<S extends Around>(
  resource: Resource<S>,
  interfaces: Interface[],
  listening?: PortRange[],
): Network {
  const around: Resource<Around> = resource;
  return {
    interfaces,
    securityGroups: setting(around, 'securityGroups'),
    subnets: setting(around, 'subnets'),
    networkAcls: setting(around, 'networkAcls'),
    block: setting(around, 'vpcBlockPublicAccess'),
    ...(listening !== undefined && { listening }),
  };
}
