// Rules for people: the list, and one rule as a page of Markdown that also reads well as plain text.
import { consolePath } from './console.ts';
import { type Fix, type Rule, typesOf } from './rule.ts';
import { conditionInWords } from './words.ts';

type Lang = 'en' | 'ja';

const HEADINGS = {
  en: {
    severity: 'Why this severity',
    deprecated: 'deprecated',
    aliases: 'formerly',
    why: 'Why',
    fix: 'Fix',
    fails: 'Fails when',
    controls: 'Controls',
    references: 'References',
    incidents: 'Incidents',
  },
  ja: {
    severity: '深刻度の理由',
    deprecated: '非推奨',
    aliases: '旧 ID',
    why: 'なぜ問題か',
    fix: '対処',
    fails: '不合格となる条件',
    controls: '管理策',
    references: '参考資料',
    incidents: '事例',
  },
};

/** One line a rule: severity, id, title; columns aligned. */
export function ruleList(rules: Rule[], lang: Lang): string[] {
  const width = Math.max(0, ...rules.map(({ id }) => id.length));
  return rules.map(({ severity, id, title, deprecated }) => {
    const note = deprecated === undefined ? '' : ` (${HEADINGS[lang].deprecated})`;
    return `${severity.padEnd(8)}  ${id.padEnd(width)}  ${title[lang]}${note}`;
  });
}

/** A rule as a page of Markdown, ending with a line break. */
export function rulePage(rule: Rule, lang: Lang): string {
  const headings = HEADINGS[lang];
  const section = (heading: string, lines: string[]): string[] =>
    lines.length === 0 ? [] : [`## ${heading}`, '', ...lines, ''];
  const controls = Object.entries(rule.controls ?? {});
  return [
    `# ${rule.title[lang]}`,
    '',
    `\`${rule.id}\` · ${rule.severity} · ${typesOf(rule).join(', ')}`,
    '',
    ...(rule.aliases === undefined
      ? []
      : [`${headings.aliases}: ${rule.aliases.map((id) => `\`${id}\``).join(', ')}`, '']),
    ...(rule.deprecated === undefined ? [] : [`**${headings.deprecated}**: ${rule.deprecated[lang]}`, '']),
    ...section(headings.why, [rule.why[lang].trimEnd()]),
    ...(rule.severity_reason === undefined
      ? []
      : section(headings.severity, [rule.severity_reason[lang].trimEnd()])),
    ...section(
      headings.fix,
      rule.fix.flatMap((step, index) => fixLines(step, index + 1, lang)),
    ),
    ...section(headings.fails, conditionInWords(rule.fail, lang)),
    ...section(
      headings.controls,
      controls.map(([name, ids]) => `- ${name}: ${ids.join(', ')}`),
    ),
    ...section(
      headings.references,
      rule.references.map((link) => `- <${link}>`),
    ),
    ...section(
      headings.incidents,
      (rule.incidents ?? []).map((link) => `- <${link}>`),
    ),
  ]
    .join('\n')
    .replace(/\n*$/, '\n');
}

function fixLines(step: Fix, number: number, lang: Lang): string[] {
  const block = (language: string, text: string | undefined): string[] =>
    text === undefined
      ? []
      : [
          '',
          `   \`\`\`${language}`,
          ...text
            .trimEnd()
            .split('\n')
            .map((line) => `   ${line}`),
          '   ```',
        ];
  return [
    `${number}. ${step[lang].trimEnd()}`,
    ...(step.console === undefined ? [] : ['', `   ${consolePath(step.console.trimEnd(), lang)}`]),
    ...block(
      'sh',
      step.cli?.replace(/\{(name|id|account)\}/g, (_whole, word: string) => word.toUpperCase()),
    ),
    ...block('hcl', step.terraform),
    ...block('yaml', step.cloudformation),
    ...block('xml', step.metadata),
  ];
}
