// The account itself: who it is, and which accounts are its siblings.
import type { Context } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import type { AwsService } from '../service.ts';
import { accountSchema } from './account.generated.ts';
import { accountPermissions } from './permissions.ts';

export const account: AwsService = {
  name: 'account',
  types: [
    {
      type: 'aws.account',
      name: { en: 'AWS account', ja: 'AWS アカウント' },
      plural: { en: 'AWS accounts', ja: 'AWS アカウント' },
      schema: 'providers/aws/account/account',
      context: true,
      carrier: true,
      settings: {
        accountId: { en: 'account id', ja: 'アカウント ID' },
        partition: { en: 'partition', ja: 'パーティション' },
        alias: { en: 'account alias', ja: 'アカウントの別名' },
        organization: { en: 'organization', ja: 'アカウントが属する組織' },
        siblings: { en: 'other accounts of the organization', ja: '組織のほかのアカウント' },
        resourceControlPolicies: {
          en: 'resource control policies of the organization',
          ja: '組織のリソースコントロールポリシー',
        },
      },
      doors: [],
      guards: ['resourceControlPolicies'],
    },
  ],
  analyse: () => ({ exposures: [], facts: {} }),
  ours: siblingsOf,
  permissions: accountPermissions,
};

/**
 * The accounts of the organization and its id; undefined where they could not be read, or where there is no organization:
 * then an account that is not listed may still be ours.
 */
export function siblingsOf(resource: Resource): { accounts: string[]; organizations: string[] } | undefined {
  const account = typed(resource, accountSchema);
  const organization = setting(account, 'organization');
  const siblings = setting(account, 'siblings');
  if (organization.state !== 'present' || siblings.state !== 'present') return undefined;
  return { accounts: siblings.value.map(({ id }) => id), organizations: [organization.value.id] };
}

/** Who is ours when a resource of this scope is judged: what the run knows, this account, and its organization. */
export function oursIn(
  context: Context,
  scope: string,
): { accounts: string[]; organizations: string[]; networks: string[] } {
  const { accounts, organizations, networks } = context.ours;
  const own = /^aws\/(\d{12})$/.exec(scope)?.[1];
  const found = { accounts: [...accounts], organizations: [...organizations], networks };
  if (own !== undefined) found.accounts.push(own);
  for (const resource of context.all('aws.account', scope)) {
    const account = typed(resource, accountSchema);
    const id = setting(account, 'accountId');
    if (id.state === 'present' && id.value !== own) found.accounts.push(id.value);
    const organization = setting(account, 'organization');
    if (organization.state === 'present') found.organizations.push(organization.value.id);
  }
  return found;
}
