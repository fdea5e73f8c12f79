// The permissions of a live collection as a permission set that can be deployed: made of what the questions declare.
import type { Text } from '../../snapshot/resource.ts';
import { MANAGE_SHARING, METADATA, NEWEST, OF_APPS, SETUP, USERS, VIEW_ALL } from './live/query.ts';

const API_VERSION = `${NEWEST}.0`;

const NAME = 'Tojimari_Auditor';

interface Grant {
  /** API name, by the WSDL's PermissionSet fields without `Permissions`. */
  name: string;
  /** What a deployment refuses it without. */
  with?: string[];
  /** What it gives besides, so that people can decide. */
  also?: Text;
}

/** Names in Setup -> API names. */
const GRANTS: Record<string, Grant> = {
  'API Enabled': { name: 'ApiEnabled' },
  [SETUP]: { name: 'ViewSetup', with: ['ViewRoles'] },
  [USERS]: { name: 'ViewAllUsers' },
  [VIEW_ALL]: {
    name: 'ViewAllData',
    with: ['ViewEventLogFiles', 'ViewPublicDashboards', 'ViewPublicReports'],
    also: {
      en: 'It shows every record. tojimari asks for counts, ids, and names of public files and documents. Without it only those are unknown.',
      ja: 'すべてのレコードが見える権限です。tojimari が取得するのは件数・ID・公開ファイルと公開ドキュメントの名前だけです。外すとそれらだけが不明になります。',
    },
  },
  [METADATA]: {
    name: 'ModifyMetadata',
    also: {
      en: 'The Metadata API asks for it even to read. tojimari only reads. Without it sharing rules and org settings are unknown.',
      ja: 'メタデータ API は読み取りにもこの権限を求めます。tojimari は読み取りだけを行います。外すと共有ルールと組織の設定が不明になります。',
    },
  },
  [MANAGE_SHARING]: {
    name: 'ManageSharing',
    also: {
      en: 'The sharing settings of the org ask for it even to read. Without it those alone are unknown.',
      ja: '組織の共有設定は読み取りにもこの権限を求めます。外すとそれだけが不明になります。',
    },
  },
  [OF_APPS]: {
    name: 'ExternalClientAppAdmin',
    also: {
      en: 'The types of external client apps ask for it even to read.',
      ja: '外部クライアントアプリケーションのメタデータは読み取りにもこの権限を求めます。',
    },
  },
};

/**
 * A PermissionSet in source format that grants these permissions, by their names in Setup, and how to deploy and assign it.
 * What has no known API name is named in a comment. No object permissions: View All Data covers what is counted.
 */
export function permissionSet(permissions: string[], lang: 'en' | 'ja'): string {
  const wanted = [...new Set(['API Enabled', ...permissions])];
  const names = new Map<string, string[]>();
  const unnamed: string[] = [];
  for (const permission of wanted) {
    const grant = GRANTS[permission];
    if (grant === undefined) {
      unnamed.push(permission);
      continue;
    }
    names.set(grant.name, [permission, ...(grant.also === undefined ? [] : [grant.also[lang]])]);
    for (const other of grant.with ?? [])
      if (!names.has(other))
        names.set(other, [
          lang === 'ja' ? `${grant.name} に必要` : `${grant.name} cannot be deployed without it`,
        ]);
  }
  const sorted = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    ...comment(howTo(lang)),
    '<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">',
    `    <description>${lang === 'ja' ? 'tojimari による読み取り専用の監査' : 'Read-only audit by tojimari'}</description>`,
    '    <hasActivationRequired>false</hasActivationRequired>',
    '    <label>Tojimari Auditor</label>',
    ...unnamed.flatMap((permission) => comment([unnamedText(permission, lang)])).map((line) => `    ${line}`),
    ...sorted.flatMap(([name, about]) => [
      ...comment(about).map((line) => `    ${line}`),
      '    <userPermissions>',
      '        <enabled>true</enabled>',
      `        <name>${name}</name>`,
      '    </userPermissions>',
    ]),
    '</PermissionSet>',
    '',
  ].join('\n');
}

// Short flags: a comment of XML must not hold two hyphens.
function howTo(lang: 'en' | 'ja'): string[] {
  const file = `force-app/main/default/permissionsets/${NAME}.permissionset-meta.xml`;
  const head =
    lang === 'ja'
      ? `API ${API_VERSION}。SFDX プロジェクトに保存: ${file}`
      : `API ${API_VERSION}. Save it in an SFDX project: ${file}`;
  return [
    head,
    `sf project deploy start -d ${file} -o ORG -a ${API_VERSION}`,
    `sf org assign permset -n ${NAME} -b USER -o ORG`,
  ];
}

function unnamedText(permission: string, lang: 'en' | 'ja'): string {
  return lang === 'ja' ? `設定で付与してください: ${permission}` : `Grant in Setup: ${permission}`;
}

/** Lines of a comment; what could end it early is taken apart. */
function comment(lines: string[]): string[] {
  const safe = lines.map((line) => line.replace(/-(?=-)/g, '- ').replace(/[<>]/g, ' '));
  if (safe.length === 1) return [`<!-- ${safe[0]} -->`];
  return ['<!--', ...safe.map((line) => `  ${line}`), '-->'];
}
