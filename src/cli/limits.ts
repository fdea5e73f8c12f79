// What settings can never show. The one list behind `explain limits` and docs/limits.md.
import { DEFAULTS } from '../snapshot/bounds.ts';
import type { Text } from '../snapshot/resource.ts';

export interface Limit {
  title: Text;
  text: Text;
}

/** One example of every bound. */
const EXAMPLE =
  'file=400,line=64,element=128,depth=1000,files=500000,archive=8192,tar=1024,ratio=5000,archives=5,xml=200,nesting=100,elements=5000000,template=8,yaml=400,values=1000000,aliases=1000,folders=100,policy=128,references=80,places=20000,apex=8';

/** The bounds of `snapshot/bounds.ts` in words. */
const BOUNDS_IN_WORDS: Limit = {
  title: { en: 'Files that are too large', ja: '大きすぎるファイル' },
  text: {
    en: `A file is read up to ${DEFAULTS.file} MB; snapshots and AWS Config snapshots, which are read piece by piece, are of any size, with lines of ${DEFAULTS.line} MB and items of ${DEFAULTS.element} MB. JSON may be nested ${DEFAULTS.depth} levels deep, a folder or an archive hold ${DEFAULTS.files} files, folders stand ${DEFAULTS.folders} deep in each other, a zip archive expand to ${DEFAULTS.archive} MB and a tar archive to ${DEFAULTS.tar} MB. A zip archive that would expand to more than 16 MB may expand to ${DEFAULTS.ratio} times its own size, and archives in archives are opened ${DEFAULTS.archives} deep. A file of Salesforce metadata may have ${DEFAULTS.xml} MB, ${DEFAULTS.elements} elements and ${DEFAULTS.nesting} in each other; a CloudFormation template in YAML ${DEFAULTS.template} MB and ${DEFAULTS.aliases} aliases, any template ${DEFAULTS.yaml} levels and ${DEFAULTS.values} values; an Apex class ${DEFAULTS.apex} MB. The text of a policy may be nested ${DEFAULTS.policy} levels deep and have 1 MB, far more than AWS takes. References of a Terraform plan are followed ${DEFAULTS.references} deep; what lies behind is unknown. For the place of a setting ${DEFAULTS.places} values of an answer are looked at; beyond, the place is the answer as a whole. What goes beyond is a mistake with its place, or a list that was not seen to its end. The environment variable TOJIMARI_BOUNDS moves the bounds: ${EXAMPLE}.`,
    ja: `ファイルは ${DEFAULTS.file} MB まで読みます。少しずつ読むスナップショットと AWS Config のスナップショットは大きさを問いませんが、1 行は ${DEFAULTS.line} MB、1 項目は ${DEFAULTS.element} MB までです。JSON の入れ子は ${DEFAULTS.depth} 段、フォルダーやアーカイブの中のファイルは ${DEFAULTS.files} 個、フォルダーの入れ子は ${DEFAULTS.folders} 段、展開後の大きさは zip で ${DEFAULTS.archive} MB、tar で ${DEFAULTS.tar} MB までです。展開後に 16 MB を超える zip は元の大きさの ${DEFAULTS.ratio} 倍まで、アーカイブの中のアーカイブは ${DEFAULTS.archives} 段まで開きます。Salesforce のメタデータは 1 ファイル ${DEFAULTS.xml} MB、要素 ${DEFAULTS.elements} 個、入れ子 ${DEFAULTS.nesting} 段まで、YAML の CloudFormation テンプレートは ${DEFAULTS.template} MB、エイリアス ${DEFAULTS.aliases} 個まで、テンプレート全般では入れ子 ${DEFAULTS.yaml} 段、値 ${DEFAULTS.values} 個まで、Apex クラスは ${DEFAULTS.apex} MB までです。ポリシーの本文は入れ子 ${DEFAULTS.policy} 段、1 MB まで読みますが、AWS が受け付ける大きさはこれよりはるかに小さいものです。Terraform プランの参照は ${DEFAULTS.references} 段までたどり、その先は不明とします。設定の場所を探すときは 1 つの応答につき値 ${DEFAULTS.places} 個まで調べ、見つからなければ応答全体を場所とします。これを超えるものは、場所を示して誤りとするか、最後まで見ていない一覧として扱います。上限は環境変数 TOJIMARI_BOUNDS で変えられます: ${EXAMPLE}`,
  },
};

export const LIMITS: Limit[] = [
  {
    title: { en: 'Places you did not connect', ja: '接続していない場所' },
    text: {
      en: 'Other accounts, other orgs, shadow IT and the systems of contractors. A report speaks of what it looked at, which it names first.',
      ja: 'ほかのアカウントや組織、シャドー IT、委託先のシステムは見ていません。レポートが述べるのは、冒頭に挙げた「見た範囲」だけです。',
    },
  },
  {
    title: { en: 'Copies that were already taken', ja: 'すでに持ち出されたコピー' },
    text: {
      en: 'A door that is shut today may have been open yesterday. Settings say nothing about who came through; access logs do, if they were switched on.',
      ja: '今日閉じている入口も、昨日は開いていたかもしれません。誰が通ったかは設定からは分からず、記録が有効ならアクセスログにだけ残っています。',
    },
  },
  {
    title: { en: 'ACLs of single objects', ja: 'オブジェクト単位の ACL' },
    text: {
      en: 'Where ACLs are still enabled, each object can be made public on its own. tojimari does not read objects; it says where ACLs are enabled.',
      ja: 'ACL が有効なバケットでは、オブジェクトを一つずつ公開できます。tojimari はオブジェクトを読まず、ACL が有効な場所を知らせます。',
    },
  },
  {
    title: { en: 'Presigned URLs and share links', ja: '署名付き URL と共有リンク' },
    text: {
      en: 'Whoever holds a presigned URL gets in until it expires. No setting lists them. Salesforce file links are counted only where the org gives them out.',
      ja: '署名付き URL を持つ人は、期限まで誰でも入れます。発行済みの一覧はどの設定にもありません。Salesforce のファイルリンクは、組織が返す範囲でだけ数えます。',
    },
  },
  {
    title: { en: 'S3 Access Grants', ja: 'S3 Access Grants' },
    text: {
      en: 'Grants to people of a directory through S3 Access Grants are not read.',
      ja: 'S3 Access Grants によるディレクトリ利用者への許可は読みません。',
    },
  },
  {
    title: {
      en: 'S3 Object Lambda, and access points to buckets of others',
      ja: 'S3 Object Lambda と、他アカウントのバケットへのアクセスポイント',
    },
    text: {
      en: 'Object Lambda Access Points always block public access, and AWS lets nobody turn that off; which named accounts their policies let in is not read. A bucket of another account behind your access point, or yours behind theirs, is judged by its own policy, where it is read.',
      ja: 'Object Lambda アクセスポイントでは公開アクセスが常にブロックされ、解除できません。ポリシーで指名された他アカウントは読みません。自社のアクセスポイントの先にある他アカウントのバケットや、他社のアクセスポイントの先にある自社のバケットは、そのバケットを読み取ったときに、バケット自身のポリシーで判定します。',
    },
  },
  {
    title: { en: 'Aliases and versions of Lambda functions', ja: 'Lambda 関数のエイリアスとバージョン' },
    text: {
      en: 'An alias or a version of a function can have a policy of its own. It is read where a function URL leads to the alias, and not otherwise.',
      ja: '関数のエイリアスやバージョンには独自のポリシーを付けられます。関数 URL を持つエイリアスだけを読み、それ以外は読みません。',
    },
  },
  {
    title: { en: 'Stolen credentials', ja: '盗まれた認証情報' },
    text: {
      en: 'A leaked key, a phished session or a malicious colleague uses doors that are meant to be there. tojimari shows old and unused keys, not stolen ones.',
      ja: '漏れたキー、盗まれたセッション、悪意のある同僚は、正規の入口を使います。tojimari が示すのは古いキーや使われていないキーで、盗まれたキーではありません。',
    },
  },
  {
    title: { en: 'Attacks on applications, people and paper', ja: 'アプリケーション、人、紙への攻撃と誤り' },
    text: {
      en: 'SQL injection and altered payment pages, colleagues who pass on what they may see, photographs of a screen, the wrong file on a public page, fraud: no cloud setting shows them.',
      ja: 'SQL インジェクションや決済ページの改ざん、閲覧を許された人による持ち出し、画面の撮影、公開ページへの誤ったファイルの掲載、詐欺。いずれもクラウドの設定には現れません。',
    },
  },
  {
    title: { en: 'What code does behind a door', ja: '入口の先で動くコードの動作' },
    text: {
      en: 'Apex, functions and servers can hand out data on their own. That a guest can call them is shown; what they answer is not judged.',
      ja: 'Apex や関数、サーバーは独自にデータを返せます。ゲストが呼び出せることは示しますが、何を返すかは判定しません。',
    },
  },
  {
    title: { en: 'Where Apex and flows lead on', ja: 'Apex やフローの呼び出し先' },
    text: {
      en: 'Of Apex that guests can call, one class at a time is read: its sharing keywords, entry points, queries and changes of records. Other classes that it calls, parent classes, queries made of text, custom components of a page, subflows and actions are not followed, and nobody but its maker sees the code of a managed package.',
      ja: 'ゲストが呼び出せる Apex は、クラスごとに共有キーワード、呼び出せるメソッド、クエリ、レコードの変更を読みます。呼び出し先のクラス、親クラス、文字列で組み立てたクエリ、ページ内のカスタムコンポーネント、サブフローやアクションの先は追いません。管理パッケージのコードは提供元にしか見えません。',
    },
  },
  {
    title: { en: 'What other people run', ja: '他社が運用するもの' },
    text: {
      en: 'A vendor whose role you trust may be open itself. tojimari shows whom you trust and how, not how they lock their own doors.',
      ja: '信頼している事業者自身が開いている場合もあります。tojimari は誰をどう信頼しているかを示しますが、相手先の戸締まりは分かりません。',
    },
  },
  {
    title: { en: 'Policies of the organization', ja: '組織全体のポリシー' },
    text: {
      en: 'Resource control policies can close a door from above, and a member account usually cannot read them. Then a door stays open in the report, and the scope says so. Service control policies never stop an outsider.',
      ja: 'リソースコントロールポリシー（RCP）は上位から入口を閉じられますが、メンバーアカウントからはたいてい読めません。その場合、入口は「開いている」のままとし、範囲の欄にその旨を書きます。サービスコントロールポリシー（SCP）は外部の人を止めません。',
    },
  },
  {
    title: { en: 'What the asking identity may not read', ja: '実行者に読み取りが許されていない設定' },
    text: {
      en: 'A setting that was denied is unknown, and never a pass. The report lists it with the permission that would settle it.',
      ja: '読み取りを拒否された設定は「判定できない」であり、合格にはしません。レポートに、必要な権限とあわせて挙げます。',
    },
  },
  {
    title: { en: 'What an export does not hold', ja: 'エクスポートに含まれない設定' },
    text: {
      en: 'Exported settings are as old as the export, and each kind of export leaves things out. They are listed under "not in here", never taken for safe.',
      ja: 'エクスポートした設定は取得時点のもので、種類ごとに含まれない項目があります。それらは「ここに含まれないもの」に挙げ、安全とはみなしません。',
    },
  },
  {
    title: { en: 'What the data is worth', ja: 'データの重要度' },
    text: {
      en: 'Names and tags hint at what is sensitive. tojimari never reads the data itself.',
      ja: '機微かどうかの手がかりは名前とタグだけです。tojimari はデータそのものを読みません。',
    },
  },
  BOUNDS_IN_WORDS,
];

/** The list as plain text, wrapped by the terminal. */
export function limitsText(lang: 'en' | 'ja'): string {
  const head = {
    en: 'What settings can never show, and so no report of tojimari either:',
    ja: '設定からは決して分からないこと（tojimari のレポートにも出ません）:',
  };
  const parts = LIMITS.map(({ title, text }) => `${title[lang]}\n  ${text[lang]}`);
  return `${[head[lang], ...parts].join('\n\n')}\n`;
}

/** The list as docs/limits.md. */
export function limitsMarkdown(): string {
  const parts = LIMITS.map(({ title, text }) => `## ${title.en}\n\n${text.en}`);
  const head =
    '# What tojimari cannot see\n\nSettings can never show the following, and so no report does either.';
  return `${[head, ...parts].join('\n\n')}\n`;
}
