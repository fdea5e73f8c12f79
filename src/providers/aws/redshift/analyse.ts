// Redshift: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { LAST_PORT } from '../network/ports.ts';
import { publishedAssessment } from '../network/published.ts';
import { inRegion, shellWord } from '../words/shell.ts';
import { clusterSchema } from './cluster.generated.ts';

/** Outsiders reach a cluster that is publicly accessible and whose security groups let them in (Redshift management guide, "Redshift resources in a VPC"). */
export function analyseRedshift(resource: Resource, context: Context): Assessment {
  const cluster = typed(resource, clusterSchema);
  const port = setting(cluster, 'port');
  const endpoint = setting(cluster, 'endpoint');
  const status = setting(cluster, 'status');
  const [from, to] = port.state === 'present' ? [port.value, port.value] : [1, LAST_PORT];
  const paused = status.state === 'present' && /^paus/.test(status.value);
  return publishedAssessment(
    cluster,
    {
      kind: 'database-port',
      ...(endpoint.state === 'present' && { host: endpoint.value }),
      ...(paused && { shutBy: { en: 'the cluster is paused', ja: 'クラスターが一時停止していること' } }),
      cures: [
        {
          text: {
            en: 'turn public access of the cluster off',
            ja: 'クラスターのパブリックアクセスを無効にします',
          },
          command: `aws redshift modify-cluster --cluster-identifier ${shellWord(cluster.name)} --no-publicly-accessible${inRegion(cluster)}`,
          rejudged: true,
        },
      ],
    },
    [{ protocol: 'tcp', from, to }],
    context,
  );
}
