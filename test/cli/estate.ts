// A snapshot of one account with a few buckets.
const ACCOUNT = '111122223333';
const SCOPE = `aws/${ACCOUNT}`;
const OFF = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
};
/** Block Public Access, on. */
export const BLOCKED = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
};

export interface Bucket {
  /** Actions for anyone, and on which keys; none: no policy. */
  opens?: [action: string, keys: string][];
  block?: typeof OFF;
  /** The policy could not be read. */
  denied?: true;
}

/** A snapshot of one account with these buckets. */
export function estate(buckets: Record<string, Bucket>, list: object = { state: 'complete' }): string {
  const resource = (type: string, id: string, name: string, settings: object, unknowns: object[] = []) => ({
    ...{ record: 'resource', type, id, name, scope: SCOPE },
    ...(type === 'aws.s3.bucket' && { region: 'eu-central-1' }),
    settings,
    unknowns,
  });
  const records = [
    {
      record: 'tojimari-snapshot',
      version: 1,
      tool: 'tojimari 0.1.0',
      startedAt: '2026-11-02T00:00:00.000Z',
    },
    {
      ...{ record: 'scope', id: SCOPE, provider: 'aws', label: '1111-2222-3333', input: 'live' },
      ...{ format: 'live', asker: 'role/auditor' },
    },
    resource('aws.s3.account', ACCOUNT, ACCOUNT, { blockPublicAccess: OFF }),
    { record: 'listing', scope: SCOPE, type: 'aws.s3.account', state: 'complete', seen: 1 },
    ...Object.entries(buckets).map(([name, { opens = [], block = OFF, denied }]) => {
      const Statement = opens.map(([Action, keys]) => ({
        ...{ Effect: 'Allow', Principal: '*', Action },
        Resource: `arn:aws:s3:::${name}${keys === '' ? '' : `/${keys}`}`,
      }));
      const rest = {
        ...{ ownership: 'BucketOwnerEnforced', blockPublicAccess: block, website: null, tags: null },
        ...{
          acl: { owner: 'a1', grants: [] },
          accessPoints: [],
          location: 'eu-central-1',
          policyStatus: { isPublic: opens.length > 0 },
        },
      };
      const unread = { setting: 'policy', reason: 'denied', permission: 's3:GetBucketPolicy' };
      return denied === true
        ? resource('aws.s3.bucket', `arn:aws:s3:::${name}`, name, { ...rest, policyStatus: null }, [unread])
        : resource('aws.s3.bucket', `arn:aws:s3:::${name}`, name, {
            ...rest,
            policy: opens.length === 0 ? null : { Version: '2012-10-17', Statement },
          });
    }),
    { record: 'listing', scope: SCOPE, type: 'aws.s3.bucket', seen: Object.keys(buckets).length, ...list },
  ];
  const end = { record: 'end', records: records.length - 1, calls: 0 };
  return [...records, end].map((record) => `${JSON.stringify(record)}\n`).join('');
}
