// Rules as SARIF describes them: one descriptor a rule, and one more for each severity its findings have beside its own.
import { filled } from './commands.ts';
import { visible } from './escape.ts';
import type { Finding, Report, RuleReport, Severity } from './report.ts';
import type { Descriptor, Level } from './sarif-log.ts';
import type { Lang } from './words.ts';

export const LEVELS: Record<Severity, Exclude<Level, 'none'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};
// GitHub reads over 9.0 as critical, from 7.0 as high, from 4.0 as medium; the middle of each band stays clear of the edges.
const SCORES: Record<Severity, string> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' };
const PROBLEMS: Record<Exclude<Level, 'none'>, string> = {
  error: 'error',
  warning: 'warning',
  note: 'recommendation',
};
const MAX_TEXT = 1024;
const MAX_NAME = 255;
const MAX_TAGS = 10;

/**
 * The rule id of a finding. GitHub keeps severity with the rule, so that a finding off its rule's severity has an id
 * of its own, `id/severity`; all others keep theirs, whatever happens to their neighbours.
 */
export function ruleIdOf(finding: Finding, rules: Map<string, RuleReport>): string {
  const rule = rules.get(finding.rule);
  return rule === undefined || rule.severity === finding.severity
    ? finding.rule
    : `${finding.rule}/${finding.severity}`;
}

/** Descriptors of every rule that was run, fired or not, sorted by id. */
export function descriptors(report: Report, lang: Lang): Descriptor[] {
  const rules = new Map(report.rules.map((rule) => [rule.id, rule]));
  const found = new Map<string, Descriptor>();
  for (const rule of report.rules) found.set(rule.id, descriptor(rule.id, rule, rule.severity, lang));
  for (const finding of report.findings) {
    const id = ruleIdOf(finding, rules);
    if (!found.has(id))
      found.set(id, descriptor(id, rules.get(finding.rule) ?? unnamed(finding), finding.severity, lang));
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function descriptor(id: string, rule: RuleReport, severity: Severity, lang: Lang): Descriptor {
  const level = LEVELS[severity];
  const [reference] = [rule.page ?? '', ...rule.references].filter((url) => url.startsWith('https://'));
  return {
    id,
    name: pascal(id).slice(0, MAX_NAME),
    shortDescription: { text: clip(sentence(rule.title[lang], lang)) },
    fullDescription: { text: clip(sentence(rule.why[lang], lang)) },
    help: { text: helpText(rule, lang), markdown: helpMarkdown(rule, lang) },
    ...(reference === undefined ? {} : { helpUri: reference }),
    defaultConfiguration: { level },
    properties: {
      tags: tagsOf(rule),
      precision: 'high',
      'problem.severity': PROBLEMS[level],
      'security-severity': SCORES[severity],
    },
  };
}

function tagsOf({ id, controls }: RuleReport): string[] {
  const [provider = '', service = ''] = id.split('.');
  const weaknesses = controls['cwe'] ?? [];
  const tags = ['security', ...weaknesses.map((cwe) => `external/cwe/${cwe.toLowerCase()}`)];
  tags.push(provider, service);
  for (const [framework, ids] of Object.entries(controls).sort(([a], [b]) => (a < b ? -1 : 1)))
    if (framework !== 'cwe') tags.push(...ids.map((id) => `${framework}/${id}`));
  return [...new Set(tags.filter((tag) => tag !== ''))].slice(0, MAX_TAGS);
}

function helpText(rule: RuleReport, lang: Lang): string {
  const steps = rule.fix.map((fix) => fix[lang]).join(' ');
  return visible(`${rule.why[lang]} ${steps}`.trim()) || rule.id;
}

/** Why, what the evidence is, how to fix it on the console, the command line and in Terraform, where to read on; then in Japanese. */
function helpMarkdown(rule: RuleReport, lang: Lang): string {
  const en = [
    `## Why it matters\n\n${rule.why.en}`,
    '## Evidence\n\nThe message of each alert names the settings that decide. `tojimari scan` prints a request that would succeed, and re-judges the fix where it can.',
    `## How to fix\n\n${steps(rule, 'en')}`,
  ];
  if (rule.references.length > 0)
    en.push(
      `## References\n\n${rule.references.map((url) => `- <${url.replace(/[<>\s]/g, '')}>`).join('\n')}`,
    );
  const ja = `## 日本語\n\n**${rule.title.ja}**\n\n${rule.why.ja}\n\n### 閉じ方\n\n${steps(rule, 'ja')}`;
  return (lang === 'ja' ? [ja, ...en] : [...en, ja]).join('\n\n');
}

function steps({ fix }: RuleReport, lang: Lang): string {
  if (fix.length === 0) return lang === 'ja' ? '設定を見直してください。' : 'Review the setting.';
  return fix
    .map((step, index) => {
      const parts = [`${index + 1}. ${step[lang]}`];
      if (step.console !== undefined)
        parts.push(
          `${lang === 'ja' ? 'コンソール' : 'Console'}: ${(lang === 'ja' ? step.consoleJa : undefined) ?? step.console}`,
        );
      if (step.cli !== undefined)
        parts.push(
          `${lang === 'ja' ? 'コマンド' : 'Command line'}:`,
          fenced(filled(step.cli, undefined), 'sh'),
        );
      if (step.terraform !== undefined) parts.push('Terraform:', fenced(step.terraform, 'hcl'));
      if (step.cloudformation !== undefined)
        parts.push('CloudFormation:', fenced(step.cloudformation, 'yaml'));
      if (step.metadata !== undefined) parts.push('Metadata:', fenced(step.metadata, 'xml'));
      return parts.join('\n\n').replaceAll('\n', '\n   ');
    })
    .join('\n\n');
}

function fenced(code: string, language: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code.trimEnd()}\n${fence}`;
}

/** `aws.s3.bucket-public-read/medium` as `AwsS3BucketPublicReadMedium`. */
function pascal(id: string): string {
  return id
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** The sentence with its full stop. */
export function sentence(text: string, lang: Lang): string {
  const shown = visible(text).trim();
  if (shown === '' || /[.。!?！？]$/.test(shown)) return shown;
  return shown + (lang === 'ja' ? '。' : '.');
}

function clip(text: string): string {
  return text.length <= MAX_TEXT ? text : `${[...text].slice(0, MAX_TEXT / 2).join('')}…`;
}

/** A rule that the report does not describe: its findings must still be shown. */
function unnamed({ rule, severity, resource }: Finding): RuleReport {
  const words = { en: rule, ja: rule };
  const counts = { passed: 0, failed: 1, undecided: 0, weight: 0 };
  return {
    id: rule,
    title: words,
    severity,
    resource: resource.type,
    why: words,
    fix: [],
    controls: {},
    references: [],
    ...counts,
  };
}
