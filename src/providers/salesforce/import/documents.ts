// Document files of an export -> those that are marked as externally available.

import type { Known } from '../../../snapshot/resource.ts';
import type { PublicDocument } from '../documents/from-metadata.ts';
import type { Exported } from './components.ts';
import { flag, text } from './xml.ts';

/** documents/Folder/logo.png-meta.xml, or documents/Folder/logo.document-meta.xml beside logo.png. */
const DOCUMENT = /(?:^|\/)documents\/((?:[^/]+\/)+)([^/]+)-meta\.xml$/;

/** Wildcards of a manifest bring no documents: an export without any was made without a way to hold them. */
export async function publicDocuments({ files, parsed }: Exported): Promise<Known<PublicDocument[]>> {
  const value: PublicDocument[] = [];
  let seen = 0;
  for (const file of files) {
    const [, folder = '', base = ''] = DOCUMENT.exec(file.path) ?? [];
    if (base === '' || base.endsWith('.documentFolder')) continue;
    const root = await parsed(file);
    if (typeof root === 'string')
      return { state: 'unknown', why: { setting: 'Document', reason: 'malformed', detail: root } };
    if (root.name !== 'Document') continue;
    seen += 1;
    if (flag(root, 'public') !== true) continue;
    const stem = base.replace(/\.document$/, '');
    const start = file.path.slice(0, -'.document-meta.xml'.length);
    const beside = files.find(({ path }) => path !== file.path && path.startsWith(`${start}.`));
    const ending = base.endsWith('.document')
      ? (beside?.path.slice(start.length) ?? endingOf(text(root, 'name')))
      : '';
    value.push({
      name: `${folder}${stem}${ending}`,
      origin: { file: file.path, line: root.line, column: root.column },
    });
  }
  const detail = 'no documents are in this export: name their folders to retrieve them';
  if (seen === 0) return { state: 'unknown', why: { setting: 'Document', reason: 'not-held', detail } };
  return { state: 'present', value };
}

function endingOf(name = ''): string {
  return /\.[a-z0-9]+$/i.exec(name)?.[0] ?? '';
}
