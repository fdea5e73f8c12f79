// What a rule said about a resource, for people: one line a node, with the value that it saw.
import type { Exposure } from '../exposure.ts';
import type { Resource, Unknown } from '../snapshot/resource.ts';
import type { Rule, Verdict } from './rule.ts';
import type { Truth } from './truth.ts';
import type { Step, Walk } from './walk.ts';
import { conditionInWords } from './words.ts';

type Lang = 'en' | 'ja';

const WORDS = {
  en: {
    true: 'true',
    false: 'false',
    unknown: 'unknown',
    fail: 'fails',
    pass: 'passes',
    cannot: 'cannot tell',
    absent: 'not there',
    entries: (count: number) => (count === 1 ? '1 entry' : `${count} entries`),
    none: 'nothing is exposed',
    part: 'part',
  },
  ja: {
    true: '真',
    false: '偽',
    unknown: '不明',
    fail: '不合格',
    pass: '合格',
    cannot: '確認不可',
    absent: '設定なし',
    entries: (count: number) => `${count} 件`,
    none: '公開されているものはありません',
    part: '対象',
  },
};

const LONGEST = 120;

/** The verdict, then the condition as it was walked. Names are as they came: escape before printing. */
export function walkLines(
  rule: Rule,
  resource: Resource,
  verdicts: Verdict[],
  walks: Walk[],
  lang: Lang,
): string[] {
  const words = WORDS[lang];
  const worst =
    verdicts.find(({ verdict }) => verdict === 'fail') ??
    verdicts.find(({ verdict }) => verdict === 'unknown');
  const verdict = worst === undefined ? words.pass : worst.verdict === 'fail' ? words.fail : words.cannot;
  const shown = walks.filter(({ truth }) => truth !== false);
  return [
    `${rule.id}  ${verdict}`,
    `  ${resource.name}  ${resource.id}`,
    ...(shown.length === 0 ? walks.slice(0, 1) : shown).flatMap(({ subject, steps }) => [
      ...(subject === undefined ? [] : [`  ${words.part} ${subject}`]),
      ...steps.map((step) => line(step, lang)),
    ]),
  ];
}

function line(step: Step, lang: Lang): string {
  const what = step.entry ?? conditionInWords(step.condition ?? {}, lang)[0]?.slice(2) ?? '';
  const saw = seen(step, lang);
  const indent = '  '.repeat(step.depth);
  return `  ${truthWord(step.truth, lang)}  ${indent}${what}${saw === '' ? '' : `  <- ${saw}`}`;
}

function truthWord(truth: Truth, lang: Lang): string {
  const word = WORDS[lang][truth === 'unknown' ? 'unknown' : truth ? 'true' : 'false'];
  return lang === 'ja' ? word.padEnd(2, '\u3000') : word.padEnd(7);
}

function seen({ condition, exposures, value, reasons }: Step, lang: Lang): string {
  const words = WORDS[lang];
  if (exposures !== undefined)
    return exposures.length === 0 ? words.none : exposures.map(exposureWord).join('; ');
  const looked = condition?.field ?? condition?.some ?? condition?.every ?? condition?.none;
  if (looked === undefined) return '';
  if (value === undefined) return (reasons ?? []).map(reasonWord).join('; ') || words.unknown;
  if (value === null) return words.absent;
  if (condition?.where !== undefined && Array.isArray(value)) return words.entries(value.length);
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function exposureWord({ audience, access, via, state, missing = [] }: Exposure): string {
  const why = missing.length === 0 ? '' : `(${missing.map(reasonWord).join('; ')})`;
  return [audience, access.join('+'), via ?? '', state, why].filter((word) => word !== '').join(' ');
}

function reasonWord({ setting, reason, permission }: Unknown): string {
  return `${permission ?? setting} ${reason}`;
}
