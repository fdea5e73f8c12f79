// Marks that people put on data that must not get out.
import type { Text } from '../../../snapshot/resource.ts';
import type { Tag } from './bucket.generated.ts';

/** Tag keys that classify data, without case and separators. */
const KEYS = new Set([
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
const VALUES = new Set([
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
const FLAGS = new Set(['confidential', 'containspii', 'phi', 'pci', 'pii', 'sensitive']);
const YES = new Set(['true', 'yes', '1', 'y']);

/** What marks a bucket as sensitive, in words, by its tags; undefined when nothing does. */
export function sensitiveMark(tags: Tag[]): Text | undefined {
  for (const { key, value } of tags) {
    const name = plain(key);
    const words = value.toLowerCase().split(/[^\p{L}\p{N}]+/u);
    const marked = KEYS.has(name) && (VALUES.has(plain(value)) || words.some((word) => VALUES.has(word)));
    if (marked && !words.includes('non') && !words.includes('not'))
      return { en: `its tag ${key} is ${value}`, ja: `タグ ${key} の値が ${value}` };
    if (FLAGS.has(name) && YES.has(plain(value)))
      return { en: `its tag ${key} is ${value}`, ja: `タグ ${key} の値が ${value}` };
  }
  return undefined;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[\s_:./-]+/g, '');
}
