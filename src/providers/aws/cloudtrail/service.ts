// CloudTrail: whether any trail of all regions records who reads and writes objects in S3.
import type { CollectRequest } from '../../provider.ts';
import { type AwsService, needs } from '../service.ts';

const TYPE = 'aws.cloudtrail.account';

export const cloudtrail: AwsService = {
  name: 'cloudtrail',
  types: [
    {
      type: TYPE,
      name: { en: 'CloudTrail of the account', ja: 'アカウントの CloudTrail' },
      plural: { en: 'CloudTrail of accounts', ja: 'アカウントの CloudTrail' },
      schema: 'providers/aws/cloudtrail/account',
      carrier: true,
      settings: {
        trails: { en: 'trails of all regions', ja: 'マルチリージョンの証跡' },
      },
      doors: [],
      guards: [],
    },
  ],
  wanted: isWanted,
  analyse: () => ({ exposures: [], facts: {} }),
  permissions: [
    needs('cloudtrail', 'cloudtrail:DescribeTrails', 'which trails there are', '証跡の一覧'),
    needs(
      'cloudtrail',
      'cloudtrail:GetEventSelectors',
      'whether a trail records access to objects in S3',
      'S3 オブジェクトへのアクセスが証跡に記録されるか',
      'resource',
    ),
    needs(
      'cloudtrail',
      'cloudtrail:GetTrailStatus',
      'whether a trail that would is recording',
      'その証跡が記録中か',
      'resource',
    ),
  ],
  collector: async () => (await import('./collect.ts')).cloudtrail,
};

/** Whether a run is about this service, and a rule asks for it. */
function isWanted({ services, needs: asks }: CollectRequest): boolean {
  const chosen = services.length === 0 || services.includes('cloudtrail');
  return chosen && asks?.(TYPE, 'trails') !== false;
}
