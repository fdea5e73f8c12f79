// A small account whose settings are said in a word each, as the snapshot that a live run would have written.

/** `public`: anyone reads; `list`: anyone lists too; `denied`: the policy could not be read; `partner`: one account reads. */
export type Setting = 'closed' | 'public' | 'list' | 'partner' | 'denied';

export interface Estate {
  /** Seconds since 1970 of the run. */
  at: number;
  buckets: Record<string, Setting>;
  /** The list of buckets could not be read to its end. */
  cut?: boolean;
  account?: string;
}

const ACCOUNT = '111122223333';
const OFF = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
};
const ON = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
};

/** The text of the snapshot. */
export function snapshotOf({ at, buckets, cut = false, account = ACCOUNT }: Estate): string {
  const scope = `aws/${account}`;
  const whole = { record: 'listing', scope, state: 'complete', seen: 1 };
  const records: object[] = [
    {
      record: 'scope',
      id: scope,
      provider: 'aws',
      label: `${account} (kagi)`,
      input: 'live',
      format: 'live',
      asker: 'role/auditor',
      regions: ['ap-northeast-1'],
    },
    {
      record: 'resource',
      type: 'aws.s3.account',
      id: account,
      name: 'kagi',
      scope,
      settings: { blockPublicAccess: OFF },
      unknowns: [],
    },
    { ...whole, type: 'aws.s3.account' },
    ...Object.entries(buckets).map(([name, setting]) => bucketOf(name, setting, scope)),
    cut
      ? {
          record: 'listing',
          scope,
          type: 'aws.s3.bucket',
          state: 'unknown',
          seen: Object.keys(buckets).length,
          reason: 'denied',
          permission: 's3:ListAllMyBuckets',
        }
      : { ...whole, type: 'aws.s3.bucket', seen: Object.keys(buckets).length },
  ];
  const startedAt = new Date(at * 1000).toISOString();
  const head = { record: 'tojimari-snapshot', version: 1, tool: 'tojimari 1.0.0', startedAt };
  const lines = [head, ...records, { record: 'end', records: records.length, calls: 9 }];
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}

function bucketOf(name: string, setting: Setting, scope: string): object {
  const arn = `arn:aws:s3:::${name}`;
  const who = setting === 'partner' ? { AWS: 'arn:aws:iam::999988887777:root' } : '*';
  const actions = setting === 'list' ? ['s3:ListBucket', 's3:GetObject'] : ['s3:GetObject'];
  const statement = {
    Sid: 'share',
    Effect: 'Allow',
    Principal: who,
    Action: actions,
    Resource: [arn, `${arn}/*`],
  };
  const open = setting !== 'closed' && setting !== 'denied';
  const policy = open ? { Version: '2012-10-17', Statement: [statement] } : null;
  const isPublic = setting === 'public' || setting === 'list';
  return {
    record: 'resource',
    type: 'aws.s3.bucket',
    id: arn,
    name,
    scope,
    region: 'ap-northeast-1',
    settings: {
      ...(setting !== 'denied' && { policy, policyStatus: open ? { isPublic } : null }),
      acl: { owner: 'a1', grants: [{ grantee: 'a1', kind: 'user', permission: 'FULL_CONTROL' }] },
      ownership: 'BucketOwnerEnforced',
      blockPublicAccess: setting === 'closed' ? ON : OFF,
      website: null,
      location: 'ap-northeast-1',
      tags: null,
      accessPoints: [],
      created: '2023-05-09T04:12:00Z',
    },
    unknowns:
      setting === 'denied'
        ? [
            { setting: 'policy', reason: 'denied', permission: 's3:GetBucketPolicy' },
            { setting: 'policyStatus', reason: 'denied', permission: 's3:GetBucketPolicyStatus' },
          ]
        : [],
  };
}
