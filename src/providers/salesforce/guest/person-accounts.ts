// Person accounts: an account that is a person brings its contact with it, whatever the default of contacts says.
import { type Resource, setting, type Unknown } from '../../../snapshot/resource.ts';
import type { GuestRule } from './model.ts';
import type { Object as ObjectSettings } from './object.generated.ts';

type Lookup = (name: string) => Resource<ObjectSettings> | undefined;

/**
 * Do contacts with a default of their own come with the accounts that they are? Sources: object reference, "ContactShare"
 * (ImplicitPerson: access to the contact of a person account by access to the account); help, "Enable Person Accounts"
 * (contacts are controlled by their parent, or accounts and contacts are both private).
 */
export function personAccounts(lookup: Lookup): { is: 'yes' | 'no' } | { is: 'unknown'; missing: Unknown[] } {
  const account = lookup('Account');
  const model = account === undefined ? undefined : setting(account, 'sharingModel');
  if (model?.state === 'present' && model.value !== 'Private') return { is: 'no' };
  const known = account === undefined ? undefined : setting(account, 'personAccounts');
  if (known?.state === 'present') return { is: known.value ? 'yes' : 'no' };
  if (known?.state === 'absent') return { is: 'no' };
  return {
    is: 'unknown',
    missing: [
      {
        reason: 'missing',
        detail: 'whether person accounts are on: retrieve CustomObject Account',
        detailJa: '個人取引先の利用有無（CustomObject Account を取得してください）',
        ...known?.why,
        setting: 'salesforce.object#personAccounts',
      },
    ],
  };
}

/** Does a rule for accounts leave out those that are persons? Only criteria that all have to match can say so. */
export function leavesOutPersons({ criteria, logic = '' }: GuestRule): boolean {
  if (logic !== '') return false;
  return criteria.some(({ field, operation, value = '' }) => {
    if (!/(^|\.)IsPersonAccount$/.test(field)) return false;
    const said = /^(true|1)$/i.test(value.trim());
    return operation === 'equals' ? !said : operation === 'notEqual' && said;
  });
}
