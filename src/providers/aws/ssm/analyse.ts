// Systems Manager documents: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { shareExposures } from '../sharing/shares.ts';
import { shellWord } from '../words/shell.ts';
import { documentSchema } from './document.generated.ts';

/**
 * A document is read and run by the accounts of its Share permission, `all` for every account (Systems Manager API reference,
 * DescribeDocumentPermission). The block of the region refuses new public shares; nothing says that it ends those that are there.
 */
export function analyseSsm(resource: Resource, context: Context): Assessment {
  if (resource.type !== 'aws.ssm.document') return { exposures: [], facts: {} };
  const document = typed(resource, documentSchema);
  const { id, name, region } = document;
  const where = region === undefined ? '' : ` --region ${shellWord(region)}`;
  const exposures = shareExposures(
    {
      setting: 'sharedWith',
      shares: setting(document, 'sharedWith'),
      access: ['list', 'read'],
      action: 'ssm:GetDocument',
      look: `aws ssm describe-document --name ${shellWord(id)}${where}`,
      unshare: (share) =>
        `aws ssm modify-document-permission --name ${shellWord(name)} --permission-type Share --account-ids-to-remove ${share.with === 'account' ? shellWord(share.account) : 'All'}${where}`,
    },
    resource,
    context,
  );
  return { exposures, facts: {} };
}
