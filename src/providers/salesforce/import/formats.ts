// The exports of Salesforce that can be read, and the command that makes each.
import type { Format } from '../../provider.ts';

export const FORMATS: Format[] = [
  {
    name: { en: 'SFDX project', ja: 'SFDX プロジェクト' },
    made: 'tojimari export-script salesforce > export.sh && bash export.sh ORG_ALIAS',
    holds: {
      en: 'sites, profiles, permission sets, sharing, code, settings; as a folder or packed',
      ja: 'サイト、プロファイル、権限セット、共有、コード、設定。フォルダーのままでもアーカイブでも可',
    },
  },
  {
    name: { en: 'Metadata API folder or zip', ja: 'Metadata API のフォルダーまたは zip' },
    made: 'sf project retrieve start --manifest package.xml --target-metadata-dir export --target-org ORG_ALIAS',
    holds: { en: 'the same', ja: '同上' },
  },
];
