// What is covered, in words: lines for people, and a page of the documents.
import type { Road } from './exposable.ts';

/** One thing that can be exposed. */
export interface Covered {
  name: string;
  by?: Road;
  covered: boolean;
  /** Types here that stand for it. */
  types: string[];
  analyzer?: string;
}

export interface Coverage {
  /** Day on which the lists were last looked at. */
  asOf: string;
  accessAnalyzer: Covered[];
  community: Covered[];
  /** What neither list has, and is looked at all the same. */
  beyond: Covered[];
}

const WORDS = {
  en: {
    accessAnalyzer: 'IAM Access Analyzer (external access)',
    community: 'Community list of exposable AWS resources',
    beyond: 'On neither list',
    of: (some: number, all: number) => `${some} of ${all}`,
    yes: 'yes',
    no: 'NO',
  },
  ja: {
    accessAnalyzer: 'IAM Access Analyzer（外部アクセス）',
    community: '公開され得る AWS リソースのコミュニティ一覧',
    beyond: 'どちらの一覧にもないもの',
    of: (some: number, all: number) => `${all} 件中 ${some} 件`,
    yes: '対応',
    no: '未対応',
  },
};

/** As lines for people. */
export function coverageText(found: Coverage, lang: 'en' | 'ja'): string {
  const words = WORDS[lang];
  const parts = (['accessAnalyzer', 'community', 'beyond'] as const).map((list) => {
    const entries = found[list];
    const lines = entries.map(
      ({ name, covered, types }) =>
        `  ${(covered ? words.yes : words.no).padEnd(4)} ${name}${types.length > 0 ? ` [${types.join(', ')}]` : ''}`,
    );
    const number = list === 'beyond' ? entries.length : countOf(entries, words.of);
    return `${words[list]}: ${number}\n${lines.join('\n')}\n`;
  });
  return parts.join('\n');
}

/** The same as a page of the documents. */
export function coverageMarkdown(found: Coverage): string {
  const table = (entries: Covered[]) =>
    entries
      .map(
        ({ name, covered, types, analyzer }) =>
          `| ${name}${analyzer === undefined ? '' : ` (\`${analyzer}\`)`} | ${covered ? 'yes' : 'no'} | ${types.map((type) => `\`${type}\``).join(', ')} |`,
      )
      .join('\n');
  const section = (title: string, entries: Covered[]) =>
    `## ${title}\n\n${entries === found.beyond ? entries.length : countOf(entries, WORDS.en.of)}.\n\n| What | Covered | Type |\n|---|---|---|\n${table(entries)}\n`;
  return `# What is covered in AWS

Against the lists of others, as they were on ${found.asOf}. \`tojimari coverage\` prints the same, \`--format json\` for programs.

${section('IAM Access Analyzer, external access', found.accessAnalyzer)}
${section('The community list of exposable AWS resources', found.community)}
The list is github.com/SummitRoute/aws_exposable_resources. Elastic IP addresses, ECS services and EMR clusters are seen as the network
interfaces and instances that they stand for. ACLs of single S3 objects are not read: see [limits](limits.md).

${section('On neither list', found.beyond)}`;
}

function countOf(entries: Covered[], of: (some: number, all: number) => string): string {
  return of(entries.filter(({ covered }) => covered).length, entries.length);
}
