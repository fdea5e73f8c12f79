// Snapshots of databases: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { keyGuard } from '../sharing/key.ts';
import { type Share, shareExposures } from '../sharing/shares.ts';
import { shellWord } from '../words/shell.ts';
import { snapshotSchema } from './snapshot.generated.ts';

/**
 * A manual snapshot is copied and restored by whom its restore attribute names, `all` for every account (RDS API reference,
 * DescribeDBSnapshotAttributes). Encrypted ones cannot be public, and need their key too. No switch of the account blocks it.
 */
export function analyseRdsSnapshots(resource: Resource, context: Context): Assessment {
  const cluster = resource.type === 'aws.rds.cluster-snapshot';
  const snapshot = typed(resource, snapshotSchema);
  const { id, name, region } = snapshot;
  const where = region === undefined ? '' : ` --region ${shellWord(region)}`;
  const words = cluster ? 'db-cluster-snapshot' : 'db-snapshot';
  const exposures = shareExposures(
    {
      setting: 'sharedWith',
      shares: setting(snapshot, 'sharedWith'),
      access: ['list', 'read'],
      action: cluster ? 'rds:RestoreDBClusterFromSnapshot' : 'rds:RestoreDBInstanceFromDBSnapshot',
      look: `aws rds describe-${words}s --${words}-identifier ${shellWord(id)} --include-public --include-shared${where}`,
      unshare: (share) =>
        `aws rds modify-${words}-attribute --${words}-identifier ${shellWord(name)} --attribute-name restore --values-to-remove ${whom(share)}${where}`,
      guard: (share) => keyGuard(snapshot, share, context),
    },
    resource,
    context,
  );
  return { exposures, facts: {} };
}

function whom(share: Share): string {
  return share.with === 'account' ? shellWord(share.account) : 'all';
}
