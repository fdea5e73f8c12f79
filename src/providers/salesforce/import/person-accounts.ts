// Does an export show that person accounts are on, elsewhere than in the fields of Account?
import type { InputFile } from '../../../snapshot/files.ts';
import type { Resource } from '../../../snapshot/resource.ts';
import type { Permissions } from '../guest/permissions.generated.ts';
import { ofPersonAccount } from './objects.ts';

/** Record types and layouts of PersonAccount, and permissions on fields that only person accounts have. */
export function showsPersonAccounts(files: InputFile[], containers: Resource<Permissions>[]): boolean {
  if (files.some(({ path }) => /(?:^|\/)objects\/PersonAccount[./]/.test(path))) return true;
  return containers.some(({ settings }) => {
    const fields = Object.entries(settings.readableFields ?? {}).find(
      ([object]) => object === 'Account',
    )?.[1];
    return (fields ?? []).some(ofPersonAccount);
  });
}
