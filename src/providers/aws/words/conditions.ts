// The Condition of a policy statement in words, for people who read a report.
import ipaddr from 'ipaddr.js';
import type { Text } from '../../../snapshot/resource.ts';
import { raw } from '../answers/shape.ts';
import { many } from '../answers/statements.ts';

const MOST_VALUES = 4;

/** What an operator says of one value, of one of several, and in Japanese after `KEY が`. */
interface Words {
  one: string;
  several: string;
  ja(values: string): string;
}

const IS: Words = { one: 'is', several: 'is', ja: (values) => values };
const IS_NOT: Words = { one: 'is not', several: 'is none of', ja: (values) => `${values} 以外` };
const LIKE: Words = { one: 'matches', several: 'matches', ja: (values) => `${values} に一致` };
const NOT_LIKE: Words = {
  one: 'does not match',
  several: 'matches none of',
  ja: (values) => `${values} に不一致`,
};
const compared = (one: string, ja: string): Words => ({ one, several: one, ja: (v) => `${v} ${ja}` });
/** By the operator without its type: `Equals` for StringEquals, ArnEquals and so on. */
const OPERATORS: Record<string, Words> = {
  Equals: IS,
  EqualsIgnoreCase: IS,
  Bool: IS,
  NotEquals: IS_NOT,
  NotEqualsIgnoreCase: IS_NOT,
  Like: LIKE,
  NotLike: NOT_LIKE,
  IpAddress: { one: 'is in', several: 'is in', ja: (values) => `${values} の範囲内` },
  NotIpAddress: { one: 'is outside', several: 'is outside', ja: (values) => `${values} の範囲外` },
  LessThan: compared('is below', '未満'),
  LessThanEquals: compared('is at most', '以下'),
  GreaterThan: compared('is above', '超'),
  GreaterThanEquals: compared('is at least', '以上'),
};

/**
 * What a statement asks of a request, to be put behind what it allows: ` from 192.0.2.0/24`, ` if aws:Referer matches X`;
 * empty without conditions. The Japanese comes in brackets. Values are raw: reporters escape.
 */
export function conditionWords(statement: Record<string, unknown> | undefined): Text {
  const from: Text[] = [];
  const others: Text[] = [];
  for (const [operator, block] of Object.entries(raw(statement?.['Condition']) ?? {}))
    for (const [key, value] of Object.entries(raw(block) ?? {})) {
      const values = many(value).map(String);
      if (operator === 'IpAddress' && key.toLowerCase() === 'aws:sourceip') from.push(origin(values));
      else others.push(clause(operator, key, values));
    }
  if (from.length + others.length === 0) return { en: '', ja: '' };
  const asked = others.map(({ en }) => en).join(' and ');
  return {
    en: from.map(({ en }) => ` ${en}`).join('') + (asked && ` if ${asked}`),
    ja: ` (条件: ${[...from, ...others].map(({ ja }) => ja).join('、')})`,
  };
}

/** The names of the keys that a statement's conditions ask about, in lower case. */
export function conditionKeys(statement: Record<string, unknown> | undefined): string[] {
  return Object.values(raw(statement?.['Condition']) ?? {})
    .flatMap((block) => Object.keys(raw(block) ?? {}))
    .map((key) => key.toLowerCase());
}

function origin(networks: string[]): Text {
  const whole = coverInternet(networks);
  const en = `from ${listed(networks, 'and')}`;
  const ja = `接続元 IP アドレスが ${listed(networks, 'または')}`;
  if (!whole) return { en, ja };
  const together = networks.length > 1;
  return {
    en: `${en} (${together ? 'together ' : ''}the whole internet)`,
    ja: `${ja}、${together ? '合わせて' : 'つまり'}インターネット全体`,
  };
}

function clause(operator: string, key: string, values: string[]): Text {
  const [, quantifier, name = operator] = /^(?:(ForAnyValue|ForAllValues):)?(.*)$/.exec(operator) ?? [];
  const [, bare = name, ifExists] = /^(.*?)(IfExists)?$/.exec(name) ?? [];
  if (bare === 'Null') {
    const absent = values[0]?.toLowerCase() === 'true';
    return absent
      ? { en: `${key} is absent`, ja: `${key} がない` }
      : { en: `${key} is present`, ja: `${key} がある` };
  }
  const words = OPERATORS[bare.replace(/^(String|Arn|Numeric|Date|Binary)(?=[A-Z])/, '')];
  const subject =
    quantifier === undefined
      ? { en: key, ja: key }
      : quantifier === 'ForAllValues'
        ? { en: `every value of ${key}, if there are any,`, ja: `${key} の値 (あれば) のすべて` }
        : { en: `a value of ${key}`, ja: `${key} の値のいずれか` };
  const or = ifExists === undefined ? { en: '', ja: '' } : { en: ' or is absent', ja: ' またはキーなし' };
  if (words === undefined)
    return {
      en: `${subject.en} ${bare} ${listed(values, 'or')}${or.en}`,
      ja: `${subject.ja} ${bare} ${listed(values, 'または')}${or.ja}`,
    };
  const verb = values.length > 1 ? words.several : words.one;
  return {
    en: `${subject.en} ${verb} ${listed(values, 'or')}${or.en}`,
    ja: `${subject.ja} が ${words.ja(listed(values, 'または'))}${or.ja}`,
  };
}

/** `A, B or C`; of many, the first few and how many more there are. */
function listed(values: string[], last: 'and' | 'or' | 'または'): string {
  if (values.length > MOST_VALUES) {
    const rest = values.length - (MOST_VALUES - 1);
    const first = values.slice(0, MOST_VALUES - 1);
    return last === 'または'
      ? `${first.join('、')} 他 ${rest} 件`
      : `${first.join(', ')} ${last} ${rest} more`;
  }
  if (last === 'または') return values.join(' または ');
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} ${last} ${values.at(-1)}`;
}

/** True when IPv4 ranges leave no address out. */
function coverInternet(networks: string[]): boolean {
  const ranges = networks.flatMap((network): { from: number; to: number }[] => {
    const text = network.includes('/') ? network : `${network}/32`;
    if (!ipaddr.IPv4.isValidCIDR(text)) return [];
    const [address, bits] = ipaddr.IPv4.parseCIDR(text);
    const size = 2 ** (32 - bits);
    const value = address.toByteArray().reduce((sum, byte) => sum * 256 + byte, 0);
    const from = Math.floor(value / size) * size;
    return [{ from, to: from + size }];
  });
  let reached = 0;
  for (const { from, to } of ranges.sort((a, b) => a.from - b.from)) {
    if (from > reached) return false;
    reached = Math.max(reached, to);
  }
  return reached === 2 ** 32;
}
