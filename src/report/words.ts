// The words of the text report in both languages: labels, severities, reasons, numbers and lists.
import type { Missing, RenderOptions, Severity, Text } from './report.ts';

export type Lang = RenderOptions['lang'];

export const SEVERITY_WORDS: Record<Severity, Text> = {
  critical: { en: 'CRITICAL', ja: '緊急' },
  high: { en: 'HIGH', ja: '重要' },
  medium: { en: 'MEDIUM', ja: '警告' },
  low: { en: 'LOW', ja: '注意' },
};

/** Labels at the left of a line. */
export const LABELS = {
  lookedAt: { en: 'looked at', ja: '見た範囲' },
  askingAs: { en: 'asking as', ja: '実行者' },
  notInHere: { en: 'not in here', ja: '入力にない' },
  note: { en: 'note', ja: '補足' },
  compared: { en: 'compared', ja: '比較' },
  where: { en: 'where', ja: '場所' },
  declared: { en: 'declared', ja: '宣言' },
  because: { en: 'because', ja: '理由' },
  who: { en: 'who', ja: '相手' },
  since: { en: 'since', ja: 'いつから' },
  data: { en: 'data', ja: 'データ' },
  level: { en: 'level', ja: '深刻度' },
  proof: { en: 'proof', ja: '確かめ方' },
  decide: { en: 'decide', ja: '判定には' },
  close: { en: 'close', ja: '閉じ方' },
  paste: { en: 'paste', ja: '貼り付け' },
  rule: { en: 'rule', ja: 'ルール' },
  couldNotTell: { en: 'COULD NOT TELL', ja: '判定できなかった設定' },
  next: { en: 'next', ja: '次の一手' },
  intended: { en: 'intended', ja: '意図した公開' },
  intent: { en: 'intent', ja: '意図の宣言' },
  hygiene: { en: 'hygiene', ja: '設定の整理' },
  hidden: { en: 'hidden', ja: '表示なし' },
  notSeen: { en: 'not seen', ja: '見ていない範囲' },
  sameClass: { en: 'same class as', ja: '同種の事例' },
  result: { en: 'RESULT', ja: '結果' },
} satisfies Record<string, Text>;

const REASONS: Record<Missing['reason'], { after: Text; alone: Text }> = {
  denied: { after: { en: 'denied', ja: 'が拒否されました' }, alone: { en: 'denied', ja: '拒否されました' } },
  throttled: {
    after: { en: 'throttled', ja: 'が流量制限で読めませんでした' },
    alone: { en: 'throttled', ja: '流量制限で読めませんでした' },
  },
  failed: { after: { en: 'failed', ja: 'が失敗しました' }, alone: { en: 'failed', ja: '失敗しました' } },
  'cut-short': {
    after: { en: 'cut short', ja: 'が途中で切れました' },
    alone: { en: 'cut short', ja: '途中で切れました' },
  },
  malformed: {
    after: { en: 'could not be parsed', ja: 'を解釈できませんでした' },
    alone: { en: 'could not be parsed', ja: '解釈できませんでした' },
  },
  disputed: {
    after: { en: 'disputed', ja: 'の内容が一致しません' },
    alone: { en: 'disputed', ja: '内容が一致しません' },
  },
  missing: {
    after: { en: 'missing from the input', ja: 'が入力にありません' },
    alone: { en: 'missing from the input', ja: '入力にありません' },
  },
  'not-held': {
    after: { en: 'never in this kind of input', ja: 'はこの種類の入力に含まれません' },
    alone: { en: 'never in this kind of input', ja: 'この種類の入力に含まれません' },
  },
};

/**
 * `s3:GetBucketPolicy denied`; with the service's own words where there is no permission to name. `whose` says what
 * the setting belongs to, when that is another resource than the one at hand.
 */
export function reasonWords(missing: Missing, whose?: Text): Text {
  const { setting, reason, permission, detail, detailJa = detail } = missing;
  const { after, alone } = REASONS[reason];
  if (permission !== undefined && !isInput(missing))
    return { en: `${permission} ${after.en}`, ja: `${permission} ${after.ja}` };
  const tail = detail === undefined ? { en: '', ja: '' } : { en: `: ${detail}`, ja: `: ${detailJa}` };
  // The list of a type carries the type's own name as its setting, which says nothing.
  if (missing.name === undefined && setting.includes('.') && !setting.includes('#'))
    return { en: alone.en + tail.en, ja: alone.ja + tail.ja };
  const name = nameOf(missing);
  const en = whose === undefined ? name.en : `${name.en} of the ${whose.en}`;
  const ja = whose === undefined ? name.ja : `${whose.ja}の${name.ja}`;
  return { en: `${en} ${after.en}${tail.en}`, ja: `${ja}${gap(ja, after.ja)}${after.ja}${tail.ja}` };
}

/** Japanese sets a space between Latin letters and its own. */
function gap(before: string, after: string): string {
  return /[\x21-\x7e]$/.test(before) && !/^[\x21-\x7e]/.test(after) ? ' ' : '';
}

/** True when the input itself lacks the setting, so that no permission would help. */
export function isInput({ reason }: Missing): boolean {
  return reason === 'missing' || reason === 'malformed' || reason === 'disputed' || reason === 'not-held';
}

/** What people call a setting; else its own name: of `aws.s3.account#blockPublicAccess`, what follows the type. */
export function nameOf({ setting, name }: Pick<Missing, 'setting' | 'name'>): Text {
  const own = setting.slice(setting.indexOf('#') + 1);
  return name ?? { en: own, ja: own };
}

/** 2204 as `2,204`. */
export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** The first few names and how many more there are. */
export function listed(names: string[], limit: number, lang: Lang): string {
  const shown = names.length === limit + 1 ? names : names.slice(0, limit);
  const rest = names.length - shown.length;
  const joined = shown.join(lang === 'ja' ? '、' : ', ');
  if (rest === 0) return joined;
  return lang === 'ja' ? `${joined} 他 ${count(rest)} 件` : `${joined} and ${count(rest)} more`;
}

/** `list, read and write` */
export function joinAnd(words: string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** A number of things: `12 buckets`, `バケット 12 件`. */
export function counted(n: number, noun: { name: Text; plural: Text }): Text {
  const what = n === 1 ? noun.name : noun.plural;
  return { en: `${count(n)} ${what.en}`, ja: `${what.ja} ${count(n)} 件` };
}

/** What settings can never show, whoever asks. */
export const NEVER_SEEN: Text = {
  en: 'accounts, orgs and contractors not named above; copies already taken; links and pre-signed URLs already given out; object ACLs; what application code lets through',
  ja: '上に挙げていないアカウント・組織・委託先、すでに持ち出されたコピー、発行済みのリンクや署名付き URL、オブジェクト単位の ACL、アプリケーションのコードが許す操作',
};

/** Where the limits of every settings audit are explained. */
export const LIMITS_PAGE = 'https://github.com/tojimari/tojimari/blob/main/docs/limits.md';
