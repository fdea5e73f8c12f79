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
        siblingsAt: { en: 'where those accounts are listed', ja: 'それらのアカウントの記載先' },
        alongside: { en: 'accounts of the same run', ja: '同時に調べたアカウント' },
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
 * The accounts of the organization and its id, and those that were read in the same run. Where the organization could not be read, or where
 * there is none, an account that is not listed may still be ours.
 */
export function siblingsOf(
  resource: Resource,
): { accounts: string[]; organizations: string[]; partial?: true } | undefined {
  const account = typed(resource, accountSchema);
  const organization = setting(account, 'organization');
  const siblings = setting(account, 'siblings');
  const { alongside = [], siblingsAt } = account.settings;
  if (organization.state === 'present' && siblingsAt !== undefined)
    return { accounts: alongside, organizations: [organization.value.id] };
  if (organization.state === 'present' && siblings.state === 'present')
    return {
      accounts: [...siblings.value.map(({ id }) => id), ...alongside],
      organizations: [organization.value.id],
    };
  return alongside.length === 0 ? undefined : { accounts: alongside, organizations: [], partial: true };
}

/** What a scope says of itself, worked out once: every resource of it is judged by it. */
const known = new WeakMap<Resource, { account?: string; organization?: string }>();

function itself(resource: Resource): { account?: string; organization?: string } {
  const before = known.get(resource);
  if (before !== undefined) return before;
  const account = typed(resource, accountSchema);
  const id = setting(account, 'accountId');
  const organization = setting(account, 'organization');
  const found = {
    ...(id.state === 'present' && { account: id.value }),
    ...(organization.state === 'present' && { organization: organization.value.id }),
  };
  known.set(resource, found);
  return found;
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
    const { account, organization } = itself(resource);
    if (account !== undefined && account !== own) found.accounts.push(account);
    if (organization !== undefined) found.organizations.push(organization);
  }
  return found;
}
