// EBS snapshots: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, type Text, typed } from '../../../snapshot/resource.ts';
import { keyGuard } from '../sharing/key.ts';
import { type Share, type ShareGuard, shareExposures } from '../sharing/shares.ts';
import { shellWord } from '../words/shell.ts';
import { regionSchema } from './region.generated.ts';
import { snapshotSchema } from './snapshot.generated.ts';

const BLOCK: Text = {
  en: 'block public access for EBS snapshots of the region',
  ja: 'リージョンの EBS スナップショットのパブリックアクセスブロック',
};

/**
 * A snapshot is read by whom its permissions to create volumes name (EBS user guide, "Share an Amazon EBS snapshot"). Of block public
 * access, block-all-sharing hides from the public what is shared with everyone; block-new-sharing leaves it public; neither stops sharing
 * with named accounts (EC2 API reference, EnableSnapshotBlockPublicAccess).
 */
export function analyseEbs(resource: Resource, context: Context): Assessment {
  if (resource.type !== 'aws.ebs.snapshot') return { exposures: [], facts: {} };
  const snapshot = typed(resource, snapshotSchema);
  const { name, region } = snapshot;
  const where = `${shellWord(name)}${region === undefined ? '' : ` --region ${shellWord(region)}`}`;
  const block = blockOf(resource, context);
  const exposures = shareExposures(
    {
      setting: 'sharedWith',
      shares: setting(snapshot, 'sharedWith'),
      access: ['list', 'read'],
      action: 'ec2:CreateVolume',
      look: `aws ec2 describe-snapshots --snapshot-ids ${where}`,
      unshare: (share) =>
        `aws ec2 modify-snapshot-attribute --snapshot-id ${where} --attribute createVolumePermission --operation-type remove ${whom(share)}`,
      guard: (share) => {
        if (share.with === 'everyone') return block;
        return keyGuard(snapshot, share, context);
      },
    },
    resource,
    context,
  );
  return { exposures, facts: {} };
}

function blockOf({ scope, region }: Resource, context: Context): ShareGuard | undefined {
  const found = context.all('aws.ebs.region', scope).find((one) => one.region === region);
  if (found === undefined)
    return {
      state: 'unread',
      text: BLOCK,
      missing: [{ setting: 'blockPublicAccess', reason: 'missing' }],
    };
  const block = setting(typed(found, regionSchema), 'blockPublicAccess');
  if (block.state === 'unknown') return { state: 'unread', text: BLOCK, missing: [block.why] };
  if (block.state === 'absent' || block.value !== 'block-all-sharing') return undefined;
  const text = {
    en: 'block public access of the region is block-all-sharing',
    ja: 'リージョンのパブリックアクセスブロックは block-all-sharing です',
  };
  const about = { type: found.type, id: found.id };
  return {
    state: 'on',
    text: BLOCK,
    evidence: { resource: about, setting: 'blockPublicAccess', text, value: block.value },
  };
}

function whom(share: Share): string {
  return share.with === 'account' ? `--user-ids ${shellWord(share.account)}` : '--group-names all';
}
