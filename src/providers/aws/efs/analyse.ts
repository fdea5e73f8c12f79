// EFS: settings -> exposures. Pure.
import type { Assessment, Context, Exposure } from '../../../exposure.ts';
import type { Resource } from '../../../snapshot/resource.ts';
import { analysePolicyAlone } from '../policy/alone.ts';
import { shutBy } from '../policy/guarded.ts';
import { shellWord } from '../words/shell.ts';
import { fileSystemSchema } from './file-system.generated.ts';

/**
 * Without a policy every NFS client that reaches a mount target gets in, and mount targets stand in the networks of the owner: nobody
 * outside does (EFS user guide, "Default EFS file system policy"). A policy that is open to everybody says no more than that for clients;
 * servers of AWS Transfer Family in other accounts, the one road past the mount targets, are turned away by EFS where the policy is public
 * ("Blocking public access to EFS file systems"). Named accounts are let in on that road.
 */
export function analyseEfs(resource: Resource, context: Context): Assessment {
  const { exposures, facts } = analysePolicyAlone(resource, context, {
    schema: fileSystemSchema,
    kind: 'efs',
    apply: ({ id }, document) =>
      `aws efs put-file-system-policy --file-system-id ${shellWord(idOf(id))} --policy ${document}`,
    remove: ({ id }) => `aws efs delete-file-system-policy --file-system-id ${shellWord(idOf(id))}`,
  });
  return { exposures: exposures.flatMap((one) => (isClient(one) ? shutBy([one], NETWORK) : [one])), facts };
}

const NETWORK = {
  en: 'the network of its mount targets',
  ja: 'マウントターゲットのネットワーク',
};

/** Only NFS clients come unsigned, so what anyone may do they do through a mount target. */
function isClient({ audience }: Exposure): boolean {
  return audience === 'anyone';
}

/** `fs-0123456789abcdef0` */
function idOf(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}
