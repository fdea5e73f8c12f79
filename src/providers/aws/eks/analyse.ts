// EKS: settings -> exposures. Pure.
import type { Assessment, Context, Evidence } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { directAssessment } from '../network/direct.ts';
import { unreadAssessment } from '../network/exposures.ts';
import { sourceWords } from '../network/words.ts';
import { shellWord } from '../words/shell.ts';
import { clusterSchema } from './cluster.generated.ts';

const HTTPS = { protocol: 'tcp', from: 443, to: 443 } as const;

/**
 * The API of a cluster answers the networks that it names, and all when it names none (EKS user guide, "Cluster API server endpoint").
 * Whoever reaches it still has to sign in to do anything.
 */
export function analyseEks(resource: Resource, context: Context): Assessment {
  const cluster = typed(resource, clusterSchema);
  const open = setting(cluster, 'endpointPublicAccess');
  const named = setting(cluster, 'publicAccessCidrs');
  if (open.state === 'unknown') return unreadAssessment(open.why);
  if (open.state === 'absent' || !open.value)
    return { exposures: [], facts: { internetTcp: [], internetUdp: [] } };
  if (named.state === 'unknown') return unreadAssessment(named.why);
  const cidrs = named.state === 'present' && named.value.length > 0 ? named.value : ['0.0.0.0/0', '::/0'];
  const endpoint = setting(cluster, 'endpoint');
  const from = sourceWords(cidrs);
  const evidence: Evidence[] = [
    {
      setting: 'endpointPublicAccess',
      text: { en: 'the API endpoint is public', ja: 'API エンドポイントのパブリックアクセスが有効です' },
      value: 'true',
    },
    {
      setting: 'publicAccessCidrs',
      text: { en: `it answers ${from.en}`, ja: `${from.ja} からのアクセスに応答します` },
    },
  ];
  const region = cluster.region === undefined ? '' : ` --region ${shellWord(cluster.region)}`;
  return directAssessment(
    { rules: [{ ...HTTPS, cidrs }], listening: [HTTPS] },
    {
      id: cluster.id,
      kind: 'cluster-endpoint',
      ...(endpoint.state === 'present' && { host: endpoint.value.replace(/^https:\/\//, '') }),
      cures: [
        {
          text: {
            en: 'let the API answer inside the VPC alone, or name the networks that need it',
            ja: 'API を VPC 内からのみ利用できるようにするか、必要なネットワークだけを指定します',
          },
          command: `aws eks update-cluster-config --name ${shellWord(cluster.name)}${region} --resources-vpc-config endpointPublicAccess=false,endpointPrivateAccess=true`,
          rejudged: true,
        },
      ],
    },
    context.ours,
    () => evidence,
  );
}
