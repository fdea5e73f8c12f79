// Resource policies on their own: what a document that was not applied yet would open.
import type { AwsService } from '../service.ts';
import { analysePolicy } from './analyse.ts';

/** Never collected: only `tojimari policy` makes its resources. */
export const policy: AwsService = {
  name: 'policy',
  types: [
    {
      type: 'aws.policy.document',
      name: { en: 'resource', ja: 'リソース' },
      plural: { en: 'resources', ja: 'リソース' },
      schema: 'providers/aws/policy/document',
      settings: {
        policy: { en: 'policy', ja: 'ポリシー' },
        kind: { en: 'kind of resource', ja: 'リソースの種類' },
        arn: { en: 'ARN', ja: 'ARN' },
        account: { en: 'owner', ja: '所有アカウント' },
      },
      doors: ['policy'],
      guards: [],
    },
  ],
  analyse: analysePolicy,
  permissions: [],
};
