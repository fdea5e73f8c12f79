// Redshift snapshots: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { keyGuard } from '../sharing/key.ts';
import { shareExposures } from '../sharing/shares.ts';
import { shellWord } from '../words/shell.ts';
import { snapshotSchema } from './snapshot.generated.ts';

/** A snapshot is restored by the accounts that it was shared with (Redshift management guide, "Sharing snapshots"). */
export function analyseRedshiftSnapshots(resource: Resource, context: Context): Assessment {
  const snapshot = typed(resource, snapshotSchema);
  const { name, region } = snapshot;
  const where = `--snapshot-identifier ${shellWord(name)}${region === undefined ? '' : ` --region ${shellWord(region)}`}`;
  const exposures = shareExposures(
    {
      setting: 'sharedWith',
      shares: setting(snapshot, 'sharedWith'),
      access: ['list', 'read'],
      action: 'redshift:RestoreFromClusterSnapshot',
      look: `aws redshift describe-cluster-snapshots ${where}`,
      unshare: (share) =>
        share.with === 'account'
          ? `aws redshift revoke-snapshot-access ${where} --account-with-restore-access ${shellWord(share.account)}`
          : undefined,
      guard: (share) => keyGuard(snapshot, share, context),
    },
    resource,
    context,
  );
  return { exposures, facts: {} };
}
