// Conditions in words, one line a node, for people who read a rule.
import { type OperatorName, operatorsOf } from './operators.ts';
import type { Condition, Exposed } from './rule.ts';

type Lang = 'en' | 'ja';

const WORDS: Record<Lang, Record<'all' | 'any' | 'not' | 'some' | 'every' | 'none', string>> = {
  en: {
    all: 'all of:',
    any: 'at least one of:',
    not: 'not:',
    some: 'for at least one entry of',
    every: 'for every entry of',
    none: 'for no entry of',
  },
  ja: {
    all: '次のすべて:',
    any: '次のいずれか:',
    not: '次に当てはまらない:',
    some: '次のリストの少なくとも 1 件について:',
    every: '次のリストのすべてについて:',
    none: '次のリストのどれも当てはまらない:',
  },
};

/** A condition as an indented list of Markdown items. */
export function conditionInWords(condition: Condition, lang: Lang, indent = ''): string[] {
  const words = WORDS[lang];
  const below = `${indent}  `;
  for (const keyword of ['all', 'any'] as const) {
    const children = condition[keyword];
    if (children !== undefined)
      return [
        `${indent}- ${words[keyword]}`,
        ...children.flatMap((child) => conditionInWords(child, lang, below)),
      ];
  }
  if (condition.not !== undefined)
    return [`${indent}- ${words.not}`, ...conditionInWords(condition.not, lang, below)];
  for (const keyword of ['some', 'every', 'none'] as const) {
    const path = condition[keyword];
    if (path !== undefined && condition.where !== undefined)
      return [`${indent}- ${words[keyword]} \`${path}\``, ...conditionInWords(condition.where, lang, below)];
  }
  if (condition.exposed !== undefined) return [`${indent}- ${exposedInWords(condition.exposed, lang)}`];
  const [operator] = operatorsOf(condition);
  return [
    `${indent}- \`${condition.field}\` ${operator === undefined ? '' : operatorInWords(operator, condition)}`,
  ];
}

function operatorInWords(operator: OperatorName, condition: Condition): string {
  return `${operator.replaceAll('_', ' ')} \`${JSON.stringify(condition[operator])}\``;
}

function exposedInWords({ to, to_at_least, for: access, via, states }: Exposed, lang: Lang): string {
  const who = to ?? to_at_least ?? '';
  const what = access === undefined ? '' : [access].flat().join(' + ');
  const road = via === undefined ? '' : [via].flat().join(', ');
  const state = (states ?? ['open', 'open-unless']).join(', ');
  if (lang === 'ja') {
    const wider = to === undefined ? '（またはより広い範囲）' : '';
    return `${who}${wider} に公開${what && `: ${what}`}${road && `、経路 ${road}`}（状態: ${state}）`;
  }
  const wider = to === undefined ? ' or wider' : '';
  return `exposed to ${who}${wider}${what && ` for ${what}`}${road && ` via ${road}`} (${state})`;
}
