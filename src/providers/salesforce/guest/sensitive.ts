// Which fields look like personal or secret data, by classification or by name. A guess, and said to be one.
import type { SensitiveNames } from '../../../exposure.ts';
import type { Text } from '../../../snapshot/resource.ts';

interface Kind {
  kind: Text;
  /** Whole words of the API name or the label. A blank or hyphen may also be missing: `api key` finds ApiKey__c and apikey. */
  names: string[];
  /** Anywhere in the label or the API name: Japanese puts no blanks between words. */
  partsJa: string[];
}

/**
 * Kinds of data and the names that give them away, in English and Japanese. API names are split at `_` and capitals, so
 * that `Card__c` and `CreditCardNumber__c` are found and `Cardinality__c` is not.
 */
export const SENSITIVE_KINDS: Kind[] = [
  {
    kind: { en: 'bank account or card', ja: '口座・カード情報' },
    names: ['bank', 'iban', 'swift', 'card', 'credit card', 'account number', 'routing number', 'payment'],
    partsJa: ['口座', '銀行', 'カード', 'クレジット', '支払'],
  },
  {
    kind: { en: 'identity number', ja: '識別番号' },
    names: [
      'ssn',
      'social security',
      'my number',
      'passport',
      'driver license',
      'drivers license',
      'driver licence',
      'drivers licence',
      'tax id',
      'national id',
    ],
    partsJa: ['マイナンバー', '個人番号', '旅券', 'パスポート', '免許証', '保険証', '基礎年金'],
  },
  {
    kind: { en: 'date of birth', ja: '生年月日' },
    names: ['birth date', 'birth day', 'date of birth', 'dob'],
    partsJa: ['生年月日', '誕生日'],
  },
  {
    kind: { en: 'health', ja: '健康・医療情報' },
    names: ['health', 'medical', 'diagnosis', 'diagnoses', 'patient', 'disability', 'allergy', 'allergies'],
    partsJa: ['病歴', '診断', '既往', '障害者', '障がい', '健康', 'アレルギー'],
  },
  {
    kind: { en: 'password or key', ja: 'パスワード・鍵' },
    names: ['password', 'passcode', 'secret', 'api key', 'access token', 'private key'],
    partsJa: ['パスワード', '暗証番号', '秘密鍵'],
  },
  {
    kind: { en: 'pay', ja: '給与' },
    names: ['salary', 'wage', 'payroll', 'income'],
    partsJa: ['給与', '年収', '賞与', '報酬'],
  },
  {
    kind: { en: 'contact details', ja: '連絡先' },
    names: [
      'e-mail',
      'phone',
      'mobile',
      'fax',
      'mailing street',
      'mailing address',
      'billing street',
      'home address',
    ],
    partsJa: ['電話', '携帯', 'メールアドレス', '住所', '郵便番号', '連絡先'],
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

/** Where a field is, and what people call sensitive besides the built-in names. */
export interface About {
  object?: string;
  own?: SensitiveNames | undefined;
}

/** What a field seems to hold, or undefined. `marked`: the org's own classification says so; otherwise it is a guess by name. */
export function sensitivity(
  field: FieldDescription,
  { object = '', own }: About = {},
): { kind: Text; marked: boolean } | undefined {
  const { classification, compliance } = field;
  if (compliance !== undefined && compliance !== '')
    return { kind: { en: compliance, ja: compliance }, marked: true };
  if (classification !== undefined && CLASSIFIED.test(classification))
    return { kind: { en: classification, ja: classification }, marked: true };
  const words = `${spaced(field.name)} | ${field.label === undefined ? '' : spaced(field.label)}`;
  const { fields, ignored, kinds } = patternsOf(own);
  const whole = `${object}.${field.name}`.toLowerCase();
  if (fields.has(whole)) return { kind: OWN, marked: false };
  if (ignored.has(whole)) return undefined;
  const found = kinds.find(({ pattern }) => pattern.test(words));
  return found === undefined ? undefined : { kind: found.kind, marked: false };
}

const OWN: Text = { en: 'listed in tojimari.yaml', ja: 'tojimari.yaml で指定' };

interface Patterns {
  /** `contact.score__c`: single fields that are sensitive, and that are not. */
  fields: Set<string>;
  ignored: Set<string>;
  kinds: { kind: Text; pattern: RegExp }[];
}

const NONE: SensitiveNames = { names: [], ignore: [] };
const KNOWN = new WeakMap<SensitiveNames, Patterns>();

/** Made once for a run: every field of every object asks. */
function patternsOf(own: SensitiveNames = NONE): Patterns {
  const known = KNOWN.get(own) ?? compiled(own);
  KNOWN.set(own, known);
  return known;
}

function compiled({ names, ignore }: SensitiveNames): Patterns {
  const one = (list: string[]) => new Set(list.filter(isField).map((name) => name.toLowerCase()));
  const off = new Set(ignore.map(nameKey));
  const kinds = SENSITIVE_KINDS.map(({ kind, names: words, partsJa }) => ({
    kind,
    names: [...words, ...partsJa].filter((name) => !off.has(nameKey(name))),
  }));
  const all = [{ kind: OWN, names: names.filter((name) => !isField(name)) }, ...kinds];
  return {
    fields: one(names),
    ignored: one(ignore),
    kinds: all
      .filter((each) => each.names.length > 0)
      .map((each) => ({ kind: each.kind, pattern: patternOf(each.names) })),
  };
}

/** `Contact.Score__c`, and no word. */
export function isField(name: string): boolean {
  return /^\w+\.\w+$/.test(name);
}

/** What makes two spellings of a name one: `E-Mail`, `email`. */
export function nameKey(name: string): string {
  return spaced(name).replaceAll(' ', '');
}

/** Every name that is built in. */
export function builtInNames(): string[] {
  return SENSITIVE_KINDS.flatMap(({ names, partsJa }) => [...names, ...partsJa]);
}

function patternOf(names: string[]): RegExp {
  const sources = names.map((name) => {
    const source = spaced(name)
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll(' ', ' ?');
    return /^[a-z0-9 ?]+$/.test(source) ? `\\b${source}\\b` : source;
  });
  return new RegExp(sources.join('|'));
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
    .replace(/['’]/g, '')
    .replace(/[_\s-]+/g, ' ')
    .trim()
    .toLowerCase();
}

/** The sentence for an exposure: which of these fields look sensitive; undefined when none does. At most five are named. */
export function sensitiveText(fields: FieldDescription[], about: About = {}): Text | undefined {
  const hits = fields
    .map((field) => ({ field, hit: sensitivity(field, about) }))
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
