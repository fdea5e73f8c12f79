// The controls of rules as taxonomies, and the texts of rules in the other language; in the profile `full`.
import type { Report } from './report.ts';
import { uuid } from './sarif-full.ts';
import type { ComponentName, Descriptor, Taxonomy, Translation } from './sarif-log.ts';
import { descriptors } from './sarif-rules.ts';
import type { Lang } from './words.ts';

/** The id that all tools give the Common Weakness Enumeration. */
const CWE = '25f72d7e-8a92-459d-ad67-64853f788765';

const KNOWN: Record<string, { name: string; organization: string; informationUri: string }> = {
  cwe: { name: 'CWE', organization: 'MITRE', informationUri: 'https://cwe.mitre.org/' },
  'cis-aws': {
    name: 'CIS AWS Foundations Benchmark',
    organization: 'CIS',
    informationUri: 'https://www.cisecurity.org/benchmark/amazon_web_services',
  },
  'aws-fsbp': {
    name: 'AWS Foundational Security Best Practices',
    organization: 'AWS',
    informationUri: 'https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html',
  },
  'aws-security-hub': {
    name: 'AWS Security Hub controls',
    organization: 'AWS',
    informationUri:
      'https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html',
  },
  sbs: {
    name: 'Security Benchmark for Salesforce',
    organization: 'Security Benchmark for Salesforce',
    informationUri: 'https://github.com/Salesforce-Security-Benchmark/docs-site',
  },
};

export interface Taxonomies {
  taxonomies: Taxonomy[];
  components: ComponentName[];
  /** The rules with their relationships. */
  related: Descriptor[];
}

/** One taxonomy a framework. Of controls only the ids stand here: their texts belong to others. */
export function taxonomiesOf(report: Report, rules: Descriptor[]): Taxonomies {
  const controls = new Map(report.rules.map((rule) => [rule.id, rule.controls]));
  const ofRule = ({ id }: Descriptor) => controls.get(id) ?? controls.get(id.replace(/\/[a-z]+$/, '')) ?? {};
  const frameworks = new Map<string, Set<string>>();
  for (const rule of rules)
    for (const [framework, ids] of Object.entries(ofRule(rule)))
      for (const id of ids) frameworks.set(framework, (frameworks.get(framework) ?? new Set()).add(id));
  const taxonomies = [...frameworks.keys()].sort().map((framework): Taxonomy => {
    const [, family = framework, version] = /^(.*?)-(\d[\w.]*)$/.exec(framework) ?? [];
    const { name = framework, ...about } = KNOWN[family] ?? {};
    return {
      name,
      guid: framework === 'cwe' ? CWE : uuid(`taxonomy ${framework}`),
      ...(version !== undefined && { version }),
      ...about,
      shortDescription: { text: `The controls of ${name}${version === undefined ? '' : ` ${version}`}.` },
      taxa: [...(frameworks.get(framework) ?? [])].sort().map((id) => ({ id })),
    };
  });
  const names = [...frameworks.keys()].sort();
  const components = taxonomies.map(({ name, guid }, index) => ({ name, guid, index }));
  const related = rules.map((rule) => {
    const relationships = Object.entries(ofRule(rule)).flatMap(([framework, ids]) => {
      const toolComponent = components[names.indexOf(framework)];
      if (toolComponent === undefined) return [];
      const kinds = [framework === 'cwe' ? 'superset' : 'relevant'];
      return ids.map((id) => ({ target: { id, toolComponent }, kinds }));
    });
    return relationships.length === 0 ? rule : { ...rule, relationships };
  });
  return { taxonomies, components, related };
}

/** The texts of the rules in a language that is not the log's. */
export function translationOf(report: Report, rules: Descriptor[], language: Lang): Translation {
  const ids = new Set(rules.map(({ id }) => id));
  return {
    name: 'tojimari',
    language: language === 'ja' ? 'ja' : 'en-US',
    contents: ['localizedData'],
    translationMetadata: {
      name: `tojimari ${language}`,
      shortDescription: { text: 'The rules of tojimari in another language.' },
    },
    rules: descriptors(report, language)
      .filter(({ id }) => ids.has(id))
      .map(({ id, shortDescription, fullDescription, help }) => ({
        id,
        shortDescription,
        fullDescription,
        help,
      })),
  };
}
