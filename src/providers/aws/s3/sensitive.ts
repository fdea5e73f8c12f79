// Marks that people put on data that must not get out.
import type { SensitiveNames } from '../../../exposure.ts';
import type { Text } from '../../../snapshot/resource.ts';
import type { Tag } from './bucket.generated.ts';

/** Tag keys that classify data, without case and separators. */
export const CLASSIFYING_TAGS = new Set([
  'classification',
  'confidentiality',
  'data',
  'dataclass',
  'dataclassification',
  'datasensitivity',
  'informationclassification',
  'sensitivity',
]);
/** Values of those tags that mean "must not get out", as whole words. */
export const SENSITIVE_VALUES = new Set([
  'confidential',
  'highlyconfidential',
  'personal',
  'phi',
  'pci',
  'pii',
  'restricted',
  'secret',
  'sensitive',
  '個人情報',
  '極秘',
  '機密',
  '秘',
]);
/** Tag keys that say it by themselves, when their value is yes. */
export const SENSITIVE_TAGS = new Set(['confidential', 'containspii', 'phi', 'pci', 'pii', 'sensitive']);
const YES = new Set(['true', 'yes', '1', 'y']);

/**
 * What marks a bucket as sensitive, in words, by its tags; undefined when nothing does. Names of people's own count as
 * values and as tags that say it by themselves.
 */
export function sensitiveMark(tags: Tag[], own?: SensitiveNames): Text | undefined {
  const [values, flags] = [SENSITIVE_VALUES, SENSITIVE_TAGS].map((names) => withOwn(names, own));
  for (const { key, value } of tags) {
    const name = plainKey(key);
    if (!CLASSIFYING_TAGS.has(name) && flags?.has(name) !== true) continue;
    const words = value.toLowerCase().split(/[^\p{L}\p{N}]+/u);
    const said = values?.has(plain(value)) === true || words.some((word) => values?.has(word) === true);
    const marked = CLASSIFYING_TAGS.has(name) && said;
    if (marked && !words.includes('non') && !words.includes('not'))
      return { en: `its tag ${key} is ${value}`, ja: `タグ ${key} の値が ${value}` };
    if (flags?.has(name) === true && YES.has(plain(value)))
      return { en: `its tag ${key} is ${value}`, ja: `タグ ${key} の値が ${value}` };
  }
  return undefined;
}

function withOwn(built: Set<string>, own: SensitiveNames | undefined): Set<string> {
  if (own === undefined) return built;
  const found = new Set([...built, ...own.names.map(plain)]);
  for (const name of own.ignore) found.delete(plain(name));
  return found;
}

/** An estate has few keys, and each of them a million times. */
const keys = new Map<string, string>();
const MOST_KEYS = 1000;

function plainKey(key: string): string {
  const known = keys.get(key);
  if (known !== undefined) return known;
  const found = plain(key);
  if (keys.size < MOST_KEYS) keys.set(key, found);
  return found;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[\s_:./-]+/g, '');
}
