// Glacier: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import type { Resource } from '../../../snapshot/resource.ts';
import { analysePolicyAlone } from '../policy/alone.ts';
import { shellWord } from '../words/shell.ts';
import { vaultSchema } from './vault.generated.ts';

/** A vault is reached through its access policy; its lock policy can only deny (Glacier developer guide, "Vault Access Policies"). */
export function analyseGlacier(resource: Resource, context: Context): Assessment {
  return analysePolicyAlone(resource, context, {
    schema: vaultSchema,
    kind: 'generic',
    apply: ({ name }, document) =>
      `aws glacier set-vault-access-policy --account-id - --vault-name ${shellWord(name)} --policy "$(jq -n --arg policy ${document} '{Policy: $policy}')"`,
    remove: ({ name }) =>
      `aws glacier delete-vault-access-policy --account-id - --vault-name ${shellWord(name)}`,
  });
}
