// Things of a service that have a switch "publicly accessible": databases, warehouses, brokers, replication machines. Pure.
import type { Assessment, Context, Evidence } from '../../../exposure.ts';
import { type Resource, setting, type Unknown } from '../../../snapshot/resource.ts';
import { networkAssessment, type Target, unreadAssessment } from './exposures.ts';
import type { PortRange } from './ports.ts';
import type { Reach } from './reach.generated.ts';
import { networkIn } from './read.ts';

/** Settings that all of them have. */
export interface Published extends Omit<Reach, 'interfaces'> {
  /** Whether it has a public address; null: the service said nothing, which means no. */
  publiclyAccessible?: boolean | null;
  interfaces?: Reach['interfaces'] | null;
}

/** Judges it as a thing behind its security groups when it has a public address; nobody outside reaches it when it has none. */
export function publishedAssessment<S extends Published>(
  thing: Resource<S>,
  target: Omit<Target, 'id'>,
  listening: PortRange[],
  context: Context,
): Assessment {
  const resource: Resource<Published> = thing;
  const open = setting(resource, 'publiclyAccessible');
  if (open.state === 'unknown') return unreadAssessment(open.why);
  const interfaces = setting(resource, 'interfaces');
  const on = open.state === 'present' && open.value === true;
  if (on && interfaces.state === 'unknown') return unreadAssessment(interfaces.why);
  const at = on && interfaces.state === 'present' ? interfaces.value : [];
  if (on && at.length === 0) return unreadAssessment(NOWHERE);
  const { exposures, ...facts } = networkAssessment(
    networkIn(resource, at, listening),
    { id: resource.id, ...target },
    context.ours,
  );
  return {
    ...facts,
    exposures: exposures.map((one) =>
      one.state === 'unknown' ? one : { ...one, evidence: [...one.evidence, PUBLIC] },
    ),
  };
}

/** The switch is on. */
export const PUBLIC: Evidence = {
  setting: 'publiclyAccessible',
  text: { en: 'it is publicly accessible', ja: 'パブリックアクセスが有効です' },
  value: 'true',
};

/** A thing with a public address stands somewhere. */
export const NOWHERE: Unknown = {
  setting: 'interfaces',
  reason: 'missing',
  detail: 'in which subnets it stands was not said',
  detailJa: 'どのサブネットにあるかが示されていません',
};
