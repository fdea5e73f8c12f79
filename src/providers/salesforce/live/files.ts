// Answers about public links -> public file resources.
import type { Resource, Unknown } from '../../../snapshot/resource.ts';
import type { PublicFile } from '../files/public-file.generated.ts';
import { at, flagAt, type Row, textAt } from './row.ts';

/** One public link. */
export function fileFrom(row: Row, scope: string): Resource<PublicFile> {
  const id = textAt(row, 'Id') ?? '';
  const settings: Partial<PublicFile> = { name: textAt(row, 'Name') ?? id };
  const unknowns: Unknown[] = [];
  const document = textAt(row, 'ContentDocumentId');
  if (document !== undefined) settings.document = document;
  const ends = flagAt(row, 'PreferencesExpires');
  if (ends === undefined) unknowns.push({ setting: 'expires', reason: 'failed' });
  else settings.expires = ends ? (textAt(row, 'ExpiryDate') ?? null) : null;
  const password = flagAt(row, 'PreferencesPasswordRequired');
  if (password === undefined) unknowns.push({ setting: 'passwordRequired', reason: 'failed' });
  else settings.passwordRequired = password;
  const views = at(row, 'ViewCount');
  settings.views = typeof views === 'number' ? views : null;
  settings.originalDownload = flagAt(row, 'PreferencesAllowOriginalDownload') ?? null;
  settings.lastViewed = textAt(row, 'LastViewDate') ?? null;
  settings.created = textAt(row, 'CreatedDate') ?? null;
  return {
    record: 'resource',
    type: 'salesforce.public-file',
    id,
    name: settings.name ?? id,
    scope,
    settings,
    unknowns,
  };
}
