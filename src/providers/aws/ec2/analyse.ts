// EC2: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, type Text, typed } from '../../../snapshot/resource.ts';
import { networkAssessment, unreadAssessment } from '../network/exposures.ts';
import { networkIn } from '../network/read.ts';
import { analyseGroup } from './analyse-group.ts';
import { instanceSchema } from './instance.generated.ts';
import { networkInterfaceSchema } from './network-interface.generated.ts';

export function analyseEc2(resource: Resource, context: Context): Assessment {
  if (resource.type === 'aws.ec2.security-group') return analyseGroup(resource, context);
  const thing =
    resource.type === 'aws.ec2.instance'
      ? typed(resource, instanceSchema)
      : typed(resource, networkInterfaceSchema);
  const interfaces = setting(thing, 'interfaces');
  if (interfaces.state === 'unknown') return unreadAssessment(interfaces.why);
  const state = setting(thing, 'state');
  const idle = state.state === 'present' && IDLE[state.value];
  const open = interfaces.state === 'present' ? interfaces.value : [];
  return networkAssessment(
    networkIn(thing, open),
    { id: thing.id, ...(idle && { shutBy: idle }) },
    context.ours,
  );
}

/** States in which nothing answers, although addresses and rules stay. */
const IDLE: Record<string, Text> = {
  stopped: { en: 'the instance is stopped', ja: 'インスタンスが停止していること' },
  stopping: { en: 'the instance is stopped', ja: 'インスタンスが停止していること' },
  available: {
    en: 'the network interface is attached to nothing',
    ja: 'ネットワークインターフェイスが何にもアタッチされていないこと',
  },
};
