// Things that no VPC of ours surrounds: what their own list of addresses lets in, everybody reaches. Pure.
import type { Assessment, Cure, Evidence, Exposure, Ours } from '../../../exposure.ts';
import type { Known } from '../../../snapshot/resource.ts';
import { networkAssessment, type Target } from './exposures.ts';
import type { PortRange } from './ports.ts';
import type { IngressRule, Network, SecurityGroup } from './reach.ts';

const SUBNET = 'any';
/** Id of the group that stands for the list of addresses. */
const LIST = 'list';

/** A thing with addresses of these families in an open subnet, behind these groups; behind none, everybody is let in. */
export function openNetwork(
  groups?: { id: string; securityGroups: Known<SecurityGroup[]> },
  families: ('ipv4' | 'ipv6')[] = ['ipv4', 'ipv6'],
): Network {
  const everything = ['0.0.0.0/0', '::/0'].map((cidr) => ({ allow: true, protocol: '-1', cidr }));
  return {
    interfaces: [{ families, ...(groups && { groups: [groups.id] }), subnet: SUBNET }],
    securityGroups: groups?.securityGroups ?? { state: 'absent' },
    subnets: {
      state: 'present',
      value: [{ id: SUBNET, routes: [{ to: ['0.0.0.0/0', '::/0'], kind: 'internet' }] }],
    },
    networkAcls: {
      state: 'present',
      value: [{ id: SUBNET, subnets: [SUBNET], inbound: everything, outbound: everything }],
    },
    block: { state: 'absent' },
  };
}

/** What is let in, and the ports that something listens on. */
export interface Direct {
  /** Left out: everybody. */
  rules?: IngressRule[];
  families?: ('ipv4' | 'ipv6')[];
  listening?: PortRange[];
}

/**
 * Judges it by its own list. `words` says what lets outsiders in, by the positions of the deciding rules in it, and `close` how to take those
 * out; changes of security groups are no cure here.
 */
export function directAssessment(
  { rules, families, listening }: Direct,
  target: Target,
  ours: Ours,
  words: (rules: number[]) => Evidence[],
  close?: (rules: number[], exposure: Exposure) => Cure[],
): Assessment {
  const list: Known<SecurityGroup[]> = { state: 'present', value: [{ id: LIST, rules: rules ?? [] }] };
  const network = openNetwork(rules === undefined ? undefined : { id: LIST, securityGroups: list }, families);
  const found = networkAssessment({ ...network, ...(listening && { listening }) }, target, ours);
  return {
    ...found,
    exposures: found.exposures.map(({ evidence, cures: _groups, ...one }) => {
      const deciding = evidence.flatMap(({ pointer = '' }) => {
        const index = /^\/0\/rules\/(\d+)$/.exec(pointer)?.[1];
        return index === undefined ? [] : [Number(index)];
      });
      const exposure: Exposure = { ...one, evidence: words(deciding) };
      const cures = [...(close?.(deciding, exposure) ?? []), ...(target.cures ?? [])];
      return cures.length === 0 ? exposure : { ...exposure, cures };
    }),
  };
}
