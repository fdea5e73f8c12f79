// IAM Access Analyzer: whether it is at work in a region; and, where it was asked for, what it finds itself, to be compared.
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import type { CollectRequest, Opinion } from '../../provider.ts';
import { accountScope } from '../collector.ts';
import { EXPOSABLE } from '../coverage/exposable.ts';
import { type AwsService, needs } from '../service.ts';
import { analyzerSchema } from './analyzer.generated.ts';

const REGION = 'aws.access-analyzer.region';

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
    {
      type: REGION,
      name: { en: 'IAM Access Analyzer of the region', ja: 'リージョンの IAM Access Analyzer' },
      plural: { en: 'IAM Access Analyzer of regions', ja: 'リージョンの IAM Access Analyzer' },
      schema: 'providers/aws/access-analyzer/region',
      carrier: true,
      settings: {
        externalAnalyzers: {
          en: 'active analyzers of external access',
          ja: '有効な外部アクセスアナライザー',
        },
      },
      doors: [],
      guards: [],
    },
  ],
  wanted: (request) => request.accessAnalyzer === true || looksAtRegions(request),
  analyse: () => ({ exposures: [], facts: {} }),
  opinion: opinionOf,
  permissions: [
    needs(
      'access-analyzer',
      'access-analyzer:ListAnalyzers',
      'which analyzers there are',
      'アナライザーの一覧',
    ),
    needs(
      'access-analyzer',
      'access-analyzer:ListFindings',
      'what an analyzer finds (--access-analyzer)',
      'アナライザーの検出結果 (--access-analyzer)',
      'resource',
    ),
  ],
  collector: async (request) => {
    const { accessAnalyzerOf } = await import('./collect.ts');
    return accessAnalyzerOf(
      request === undefined
        ? ALL
        : { findings: request.accessAnalyzer === true, regions: looksAtRegions(request) },
    );
  },
};

/** What is read when nobody says what for. */
const ALL = { findings: true, regions: true };

/** Whether a run is about this service, and a rule asks for what a region has of it. */
function looksAtRegions({ services, needs: asks }: CollectRequest): boolean {
  const chosen = services.length === 0 || services.includes('access-analyzer');
  return chosen && asks?.(REGION, 'externalAnalyzers') !== false;
}

const TYPES = new Map(
  EXPOSABLE.flatMap(({ analyzer, types }) => (analyzer ? [[analyzer, types] as const] : [])),
);

/** What one analyzer finds of its region: of its account, or of every account of the organization. */
function opinionOf(resource: Resource): Opinion | undefined {
  if (resource.type === REGION) return undefined;
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
