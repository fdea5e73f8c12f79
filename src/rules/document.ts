// The pages about rules in docs/rules: one a rule, and an index by service, severity, incident and control.
import { type Rule, SEVERITIES, typesOf } from './rule.ts';
import { rulePage } from './show.ts';

/** A public incident of the same class, as a link from docs. */
export interface SameClass {
  id: string;
  name: string;
}

/** Where the page of a rule lies below docs/rules: aws.s3.bucket-public-read is aws/s3/bucket-public-read.md. */
export function pageOf(id: string): string {
  return `${id.replaceAll('.', '/')}.md`;
}

/** File below docs/rules -> text: a page for each rule and README.md, the index. */
export function ruleDocuments(rules: Rule[], incidentsOf: (id: string) => SameClass[]): Map<string, string> {
  const sorted = rules.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const files = new Map(sorted.map((rule) => [pageOf(rule.id), page(rule, incidentsOf(rule.id))]));
  files.set('README.md', index(sorted, incidentsOf));
  return files;
}

function page(rule: Rule, incidents: SameClass[]): string {
  const up = '../'.repeat(rule.id.split('.').length);
  const types = typesOf(rule);
  return [
    rulePage(rule, 'en').trimEnd(),
    ...(incidents.length === 0
      ? []
      : [
          '## Incidents of the same class',
          incidents.map(({ id, name }) => `- [${escaped(name)}](${up}incidents.md#${id})`).join('\n'),
        ]),
    '## Cases',
    `The rule file holds these settings with the verdicts that they must give; \`tojimari rules test\` runs them.`,
    [
      '| case | verdict |',
      '|---|---|',
      ...rule.cases.map((one) => {
        const type = one.resource === undefined || types.length === 1 ? '' : ` (${one.resource})`;
        return `| ${escaped(one.name + type)} | ${one.expect} |`;
      }),
    ].join('\n'),
    '## 日本語',
    `**${rule.title.ja}**`,
    rule.why.ja.trim(),
    rule.fix.map((step, number) => `${number + 1}. ${step.ja.trim()}`).join('\n'),
    `[All rules](${up}rules/README.md) · \`tojimari rules show ${rule.id} --lang ja\``,
  ]
    .join('\n\n')
    .concat('\n');
}

function index(rules: Rule[], incidentsOf: (id: string) => SameClass[]): string {
  const services = grouped(rules, ({ id }) => [id.split('.').slice(0, 2).join('.')]);
  const incidents = new Map<string, { name: string; rules: Rule[] }>();
  for (const rule of rules)
    for (const { id, name } of incidentsOf(rule.id)) {
      const found = incidents.get(id) ?? { name, rules: [] };
      found.rules.push(rule);
      incidents.set(id, found);
    }
  const controls = grouped(rules, ({ controls = {} }) => Object.keys(controls));
  return [
    '# The rules',
    `${rules.length} rules. Each page says why, how to close it, which settings decide, and where catalogues of controls speak of it. [rules.md](../rules.md) and [write-a-rule.md](../write-a-rule.md) are about writing your own; [severity.md](../severity.md) says how severities come about.`,
    '## By service',
    ...[...services].flatMap(([service, some]) => [`### ${service}`, table(some)]),
    '## By severity',
    ...SEVERITIES.map((severity) => {
      const some = rules.filter((rule) => rule.severity === severity);
      return `**${severity}** (${some.length}): ${some.map(link).join(', ')}`;
    }),
    '## By incident',
    'Public incidents whose sources name the platform and the setting.',
    [...incidents]
      .map(
        ([id, { name, rules: some }]) =>
          `- [${escaped(name)}](../incidents.md#${id}): ${some.map(link).join(', ')}`,
      )
      .join('\n'),
    '## By control',
    'Only what was checked against the catalogue itself, or against the vendor of the check.',
    ...[...controls].flatMap(([catalogue, some]) => [
      `### ${catalogue}`,
      [...grouped(some, ({ controls: all = {} }) => all[catalogue] ?? [])]
        .map(([control, those]) => `- ${escaped(control)}: ${those.map(link).join(', ')}`)
        .join('\n'),
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}

function table(rules: Rule[]): string {
  return [
    '| rule | severity | |',
    '|---|---|---|',
    ...rules.map((rule) => `| ${link(rule)} | ${rule.severity} | ${escaped(rule.title.en)} |`),
  ].join('\n');
}

function link({ id }: Rule): string {
  return `[${id}](${pageOf(id)})`;
}

/** Things by each of their keys, keys in natural order. */
function grouped<T>(things: T[], keysOf: (thing: T) => string[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const thing of things)
    for (const key of keysOf(thing)) found.set(key, [...(found.get(key) ?? []), thing]);
  const order = new Intl.Collator('en', { numeric: true });
  return new Map([...found].sort(([a], [b]) => order.compare(a, b)));
}

/** A name as one cell of a table. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
}
