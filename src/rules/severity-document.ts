// docs/severity.md: the table of severities, and the rules that depart from it.
import { pageOf } from './document.ts';
import type { Rule } from './rule.ts';
import { CAPS, HYGIENE, TABLE } from './severity-table.ts';

/** The page, from the table that the tests hold the shipped rules to. */
export function severityPage(rules: Rule[]): string {
  const departing = rules.filter(({ severity_reason }) => severity_reason !== undefined);
  return [
    '# Severity',
    'The severity of a rule is that of the worst exposure that it finds: who gets in, times what they may do. The first line that fits holds.',
    [
      '| who gets in | what they may do | severity |',
      '|---|---|---|',
      ...TABLE.map(
        ({ audience, access, severity }) =>
          `| ${audience} | ${access.join(' and ') || 'anything else'} | ${severity} |`,
      ),
      `| nobody: a setting | – | ${HYGIENE} |`,
    ].join('\n'),
    `At most, whoever gets in: ${CAPS.map(({ state, most }) => `**${most}** where the state is \`${state}\``).join(', ')}.`,
    'A single finding can be one step off, for example where a guard could not be read or data is marked as sensitive: see [rules.md](rules.md#severity).',
    `## Rules that depart from the table`,
    `${departing.length} of ${rules.length}, each with its reason:`,
    [
      '| rule | severity | why |',
      '|---|---|---|',
      ...departing
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .map(
          ({ id, severity, severity_reason: reason }) =>
            `| [${id}](rules/${pageOf(id)}) | ${severity} | ${reason?.en ?? ''} |`,
        ),
    ].join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}
