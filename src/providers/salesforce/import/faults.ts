// What is wrong with files of an export, said in Japanese too: the messages of readers and of the XML parser.
import type { SnapshotRecord, Unknown } from '../../../snapshot/resource.ts';

/** What a message ends with -> the same in Japanese. Rarer words of the parser stay as they are, after what they are about. */
const MESSAGES: [RegExp, string][] = [
  [/is not text in UTF-8 or UTF-16$/, 'UTF-8・UTF-16 のテキストではありません'],
  [/is larger than (\d+) MB$/, '$1 MB を超えています'],
  [/declares a document type, which metadata never does$/, 'メタデータにはない文書型宣言があります'],
  [/nests deeper than (\d+) elements$/, '要素の入れ子が $1 段を超えています'],
  [/holds more than (\d+) elements$/, '要素が $1 個を超えています'],
  [/is empty$/, '空です'],
  [/document must contain a root element\.$/, 'ルート要素がありません'],
  [/unexpected end\.$/, '途中で終わっています'],
  [/unclosed tag: (\S+)$/, '閉じられていないタグ: $1'],
  [/unexpected close tag\.$/, '余分な閉じタグがあります'],
  [/unmatched closing tag: (\S+)\.?$/, '対応しない閉じタグ: $1'],
  [/text data outside of root node\.$/, 'ルート要素の外に文字があります'],
  [/documents may contain only one root\.$/, 'ルート要素が複数あります'],
  [/undefined entity: (\S+)\.?$/, '未定義の実体参照: $1'],
  [/disallowed character(?: in [a-z ]+)?\.?$/, '使えない文字があります'],
];

/** The message in Japanese; its place, before the last colon and space, stays. */
export function faultJa(message: string): string {
  for (const [pattern, ja] of MESSAGES) if (pattern.test(message)) return message.replace(pattern, ja);
  return message;
}

/** A record of which every malformed setting says why in both languages. */
export function withFaults(record: SnapshotRecord): SnapshotRecord {
  if (record.record === 'listing') return inBoth(record);
  if (record.record !== 'resource') return record;
  return { ...record, unknowns: record.unknowns.map(inBoth) };
}

function inBoth<T extends Partial<Unknown>>(one: T): T {
  const { reason, detail, detailJa } = one;
  if (reason !== 'malformed' || detail === undefined || detailJa !== undefined) return one;
  return { ...one, detailJa: faultJa(detail) };
}
