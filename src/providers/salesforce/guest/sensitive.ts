// Which fields look like personal or secret data, by classification or by name. A guess, and said to be one.
import type { Text } from '../../../snapshot/resource.ts';

interface Kind {
  kind: Text;
  /** Matched against the API name and the label, case ignored. */
  pattern: RegExp;
}

/**
 * Kinds of data and the names that give them away, in English and Japanese. Names are split at `_` and capitals, so
 * that `Card__c` and `CreditCardNumber__c` match and `Cardinality__c` does not.
 */
export const SENSITIVE_KINDS: Kind[] = [
  {
    kind: { en: 'bank account or card', ja: '口座・カード情報' },
    pattern:
      /\b(bank|iban|swift|card|credit card|account number|routing number|payment)\b|口座|銀行|カード|クレジット|支払/,
  },
  {
    kind: { en: 'identity number', ja: '識別番号' },
    pattern:
      /\b(ssn|social security|my number|passport|driver.?s? licen[cs]e|tax id|national id)\b|マイナンバー|個人番号|旅券|パスポート|免許証|保険証|基礎年金/,
  },
  {
    kind: { en: 'date of birth', ja: '生年月日' },
    pattern: /\b(birth ?date|birth ?day|date of birth|dob|person birthdate)\b|生年月日|誕生日/,
  },
  {
    kind: { en: 'health', ja: '健康・医療情報' },
    pattern:
      /\b(health|medical|diagnos[ie]s|patient|disability|allerg(y|ies))\b|病歴|診断|既往|障害者|障がい|健康|アレルギー/,
  },
  {
    kind: { en: 'password or key', ja: 'パスワード・鍵' },
    pattern: /\b(password|passcode|secret|api ?key|access ?token|private key)\b|パスワード|暗証番号|秘密鍵/,
  },
  {
    kind: { en: 'pay', ja: '給与' },
    pattern: /\b(salary|wage|payroll|income)\b|給与|年収|賞与|報酬/,
  },
  {
    kind: { en: 'contact details', ja: '連絡先' },
    pattern:
      /\b(e ?mail|phone|mobile|fax|mailing (street|address)|billing street|home address)\b|電話|携帯|メールアドレス|住所|郵便番号|連絡先/,
  },
];

/** A field as far as it is described. */
export interface FieldDescription {
  name: string;
  label?: string;
  classification?: string;
  compliance?: string;
}

/** Levels of the standard data sensitivity list that mean "not for the public". */
const CLASSIFIED = /confidential|restricted|missioncritical|internal/i;

/** What a field seems to hold, or undefined. `marked`: the org's own classification says so; otherwise it is a guess by name. */
export function sensitivity(field: FieldDescription): { kind: Text; marked: boolean } | undefined {
  const { classification, compliance } = field;
  if (compliance !== undefined && compliance !== '')
    return { kind: { en: compliance, ja: compliance }, marked: true };
  if (classification !== undefined && CLASSIFIED.test(classification))
    return { kind: { en: classification, ja: classification }, marked: true };
  const words = `${spaced(field.name)} | ${field.label === undefined ? '' : spaced(field.label)}`;
  const found = SENSITIVE_KINDS.find(({ pattern }) => pattern.test(words));
  return found === undefined ? undefined : { kind: found.kind, marked: false };
}

/** Does a name speak of passwords or keys? Also of tokens and credentials, which a setting holds and a record rarely does. */
export function secretField({ name, label }: FieldDescription): boolean {
  const words = `${spaced(name)} | ${label === undefined ? '' : spaced(label)}`;
  return /\b(pass ?word|passcode|passphrase|secrets?|api ?keys?|(access|auth|bearer|refresh) ?tokens?|private ?key|credentials?|client ?secret|hmac|signing ?key|encryption ?key)\b|パスワード|暗証番号|秘密鍵|シークレット|トークン|認証情報/.test(
    words,
  );
}

function spaced(name: string): string {
  return name
    .replace(/__[a-z]+$/i, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
}

/** The sentence for an exposure: which of these fields look sensitive; undefined when none does. At most five are named. */
export function sensitiveText(fields: FieldDescription[]): Text | undefined {
  const hits = fields
    .map((field) => ({ field, hit: sensitivity(field) }))
    .filter((entry) => entry.hit !== undefined);
  if (hits.length === 0) return undefined;
  const guessed = hits.some((entry) => entry.hit?.marked === false);
  const shown = hits.slice(0, 5);
  const more = hits.length - shown.length;
  const list = (lang: 'en' | 'ja') =>
    shown
      .map(({ field, hit }) => `${field.name} (${hit?.kind[lang] ?? ''})`)
      .join(lang === 'en' ? ', ' : '、');
  return {
    en: `${list('en')}${more > 0 ? ` and ${more} more` : ''}${guessed ? '; judged by name' : '; classified in the org'}`,
    ja: `${list('ja')}${more > 0 ? ` ほか${more}項目` : ''}（${guessed ? '名前からの推定' : '組織での分類による'}）`,
  };
}
