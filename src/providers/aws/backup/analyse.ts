// AWS Backup: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { commandsOf, ownerOf } from '../policy/alone.ts';
import { policyExposures } from '../policy/doors.ts';
import { shellWord } from '../words/shell.ts';
import { vaultSchema } from './vault.generated.ts';

/** Of other accounts AWS Backup rejects everything else, whatever the policy says (AWS Backup developer guide, "Vault access policies"). */
const ONLY_COPIES = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', NotAction: 'backup:CopyIntoBackupVault', Resource: '*' }],
};

/** A vault is reached from other accounts through its access policy, and only to copy backups into it. */
export function analyseBackup(resource: Resource, context: Context): Assessment {
  const vault = typed(resource, vaultSchema);
  const exposures = policyExposures(
    {
      setting: 'policy',
      policy: setting(vault, 'policy'),
      about: { kind: 'generic', resource: vault.id, ...ownerOf(vault.id) },
      refuses: [ONLY_COPIES],
      ...commandsOf(resource, {
        apply: ({ name }, document) =>
          `aws backup put-backup-vault-access-policy --backup-vault-name ${shellWord(name)} --policy ${document}`,
        remove: ({ name }) =>
          `aws backup delete-backup-vault-access-policy --backup-vault-name ${shellWord(name)}`,
      }),
    },
    vault.scope,
    context,
  );
  return { exposures, facts: {} };
}
