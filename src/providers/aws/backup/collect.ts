// Reads AWS Backup through the SDK: the vaults of a region and their access policies.
import {
  BackupClient,
  GetBackupVaultAccessPolicyCommand,
  ListBackupVaultsCommand,
} from '@aws-sdk/client-backup';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type RegionalCollector } from '../collector.ts';
import { policyIn } from '../policy/project.ts';

/** AWS Backup, live. A vault without a policy, and one that is gone, give the same answer. */
export const backup: RegionalCollector = {
  service: 'backup',
  regional: true,
  collect(place) {
    const client = connect(BackupClient, place);
    return readList(place, {
      type: 'aws.backup.vault',
      permission: 'backup:ListBackupVaults',
      page: async (NextToken) => {
        const answer = await client.send(new ListBackupVaultsCommand({ NextToken }));
        return { items: answer.BackupVaultList, next: answer.NextToken };
      },
      read: async ({ BackupVaultName = '', BackupVaultArn = '' }) => {
        const question = {
          setting: 'policy',
          permission: 'backup:GetBackupVaultAccessPolicy',
          absent: ['ResourceNotFoundException'],
        };
        const answer = await ask(place.calls, question, () =>
          client.send(new GetBackupVaultAccessPolicyCommand({ BackupVaultName })),
        );
        const vault = resourceOf(place, 'aws.backup.vault', BackupVaultArn, BackupVaultName);
        settle(
          vault,
          'policy',
          andThen(answer, ({ Policy }) => policyIn(Policy)),
        );
        return vault;
      },
    });
  },
};
