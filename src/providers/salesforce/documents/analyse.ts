// Public documents and shared folders -> who can open them: one exposure each, however many there are. Pure.
import type { Assessment, Exposure } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { external } from '../external/exposure.ts';
import { someOf } from '../guest/names.ts';
import { evidence } from '../guest/proof.ts';
import { documentsSchema } from './documents.generated.ts';

/** Judges the documents and folders of an org. */
export function analyseDocuments(resource: Resource): Assessment {
  const org = typed(resource, documentsSchema);
  const exposures: Exposure[] = [];
  const open = setting(org, 'publicDocuments');
  const toAnyone = {
    audience: 'anyone',
    access: ['read'],
    via: 'public-document',
    basis: 'configuration',
  } as const;
  if (open.state === 'unknown' && open.why.reason !== 'not-held')
    exposures.push({ ...toAnyone, access: ['read'], state: 'unknown', missing: [open.why], evidence: [] });
  if (open.state === 'present' && open.value.length > 0) {
    const some = someOf(open.value);
    const text = {
      en: `${open.value.length} documents open without signing in: ${some.en}`,
      ja: `ドキュメント ${open.value.length} 件がログインなしで開ける: ${some.ja}`,
    };
    exposures.push({
      ...toAnyone,
      access: ['read'],
      subjectName: open.value.join(', '),
      state: 'open',
      evidence: [evidence(org, 'publicDocuments', text, { own: true })],
      cures: [
        {
          text: {
            en: 'take the mark "Externally Available Image" from them (Classic > Documents > Edit Properties)',
            ja: '「外部参照可能な画像」のチェックを外す（Classic > ドキュメント > プロパティの編集）',
          },
          rejudged: false,
        },
      ],
    });
  }
  const folders = setting(org, 'sharedFolders');
  if (folders.state === 'unknown' && folders.why.reason !== 'not-held')
    exposures.push({
      ...external('shared-folder', ['read']),
      state: 'unknown',
      missing: [folders.why],
      evidence: [],
    });
  if (folders.state === 'present' && folders.value.length > 0) {
    const some = someOf(folders.value.map(({ kind, name, to }) => `${kind}/${name} (${to})`));
    const text = {
      en: `${folders.value.length} folders are shared with external users: ${some.en}`,
      ja: `外部ユーザーに共有されたフォルダー ${folders.value.length} 件: ${some.ja}`,
    };
    exposures.push({
      ...external('shared-folder', ['read']),
      subjectName: folders.value.map(({ name }) => name).join(', '),
      state: 'open',
      evidence: [evidence(org, 'sharedFolders', text, { own: true })],
    });
  }
  return { exposures, facts: {} };
}
