// IAM Access Analyzer: what AWS itself finds, to be compared. Read only where it was asked for.
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import type { Opinion } from '../../provider.ts';
import { accountScope } from '../collector.ts';
import { EXPOSABLE } from '../exposable.ts';
import { type AwsService, needs } from '../service.ts';
import { analyzerSchema } from './analyzer.generated.ts';

export const accessAnalyzer: AwsService = {
  name: 'access-analyzer',
  types: [
    {
      type: 'aws.access-analyzer.analyzer',
      name: { en: 'analyzer of IAM Access Analyzer', ja: 'IAM Access Analyzer のアナライザー' },
      plural: { en: 'analyzers of IAM Access Analyzer', ja: 'IAM Access Analyzer のアナライザー' },
      schema: 'providers/aws/access-analyzer/analyzer',
      context: true,
      carrier: true,
      settings: {
        zone: { en: 'zone of trust', ja: '信頼ゾーン' },
        active: { en: 'whether it is active', ja: '有効かどうか' },
        findings: { en: 'findings', ja: '検出結果' },
      },
      doors: [],
      guards: [],
    },
  ],
  wanted: ({ accessAnalyzer: asked }) => asked === true,
  analyse: () => ({ exposures: [], facts: {} }),
  opinion: opinionOf,
  permissions: [
    needs(
      'access-analyzer',
      'access-analyzer:ListAnalyzers',
      'which analyzers there are (--access-analyzer)',
      'アナライザーの一覧 (--access-analyzer)',
    ),
    needs(
      'access-analyzer',
      'access-analyzer:ListFindings',
      'what an analyzer finds (--access-analyzer)',
      'アナライザーの検出結果 (--access-analyzer)',
      'resource',
    ),
  ],
  collector: async () => (await import('./collect.ts')).accessAnalyzer,
};

const TYPES = new Map(
  EXPOSABLE.flatMap(({ analyzer, types }) => (analyzer ? [[analyzer, types] as const] : [])),
);

/** What one analyzer finds of its region: of its account, or of every account of the organization. */
function opinionOf(resource: Resource): Opinion | undefined {
  const analyzer = typed(resource, analyzerSchema);
  const findings = setting(analyzer, 'findings');
  const { zone, active } = analyzer.settings;
  if (findings.state !== 'present' || active !== true) return undefined;
  return {
    source: 'IAM Access Analyzer',
    looked: {
      types: [...TYPES.values()].flat(),
      ...(zone === 'ACCOUNT' && { scope: resource.scope }),
      ...(resource.region !== undefined && { region: resource.region }),
    },
    says: findings.value.flatMap(({ resource: id, type, account, public: open, who, archived }) =>
      (TYPES.get(type) ?? []).map((ours) => ({
        type: ours,
        id,
        scope: accountScope(account),
        public: open,
        who,
        archived,
      })),
    ),
  };
}
