// Changes that close a door, each tried on the settings and judged again before it is offered.
import type { Cure, Exposure, Ours } from '../../../exposure.ts';
import { raw } from '../iam/shape.ts';
import { statementsOf, withStatements } from '../iam/statements.ts';
import { shellWord } from '../shell.ts';
import type { Case } from './bucket-facts.ts';
import { exposuresOf } from './exposures.ts';

/** Documents longer than this are not pasted into a command line. */
const LONGEST_DOCUMENT = 1500;
const ALL_ON = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
};

/** What would close an exposure, the least intrusive first. */
export function curesOf(about: Case, exposure: Exposure, ours: Ours): Cure[] {
  const changes = [
    withoutStatements(about, exposure),
    withoutAcls(about, exposure),
    withoutPointPolicy(about, exposure),
    blocked(about, exposure),
  ];
  const found: Cure[] = [];
  for (const change of changes) {
    if (change === undefined) continue;
    const { facts, text, command } = change;
    // What S3 said of the policy, it said of the one that is there now.
    const bucket = facts.policy === about.facts.policy ? about.bucket : withoutOpinion(about.bucket);
    const rejudged = !stillOpen(exposuresOf({ ...about, bucket, facts }, ours), exposure);
    found.push({ text, ...(command !== undefined && { command }), rejudged });
  }
  // A change that closes nothing by itself is no cure while another one is.
  const closing = found.filter((cure) => cure.rejudged);
  return closing.length > 0 ? closing : found;
}

function withoutOpinion(bucket: Case['bucket']): Case['bucket'] {
  const { policyStatus: _said, ...settings } = bucket.settings;
  return { ...bucket, settings };
}

interface Change extends Omit<Cure, 'rejudged'> {
  facts: Case['facts'];
}

function withoutStatements({ bucket, facts }: Case, exposure: Exposure): Change | undefined {
  const document = facts.policy.state === 'present' ? raw(facts.policy.value) : undefined;
  const pointers = new Set(exposure.evidence.filter(isStatement).map(({ pointer }) => pointer));
  if (document === undefined || pointers.size === 0) return undefined;
  const statements = statementsOf(document);
  const removed = statements.filter(({ pointer }) => pointers.has(pointer));
  const left = statements.filter(({ pointer }) => !pointers.has(pointer)).map(({ statement }) => statement);
  const names = removed.map(({ statement, pointer }) =>
    typeof statement?.['Sid'] === 'string' ? `"${statement['Sid']}"` : pointer,
  );
  const changed = withStatements(document, left);
  const name = shellWord(bucket.name);
  const json = JSON.stringify(changed);
  const command =
    left.length === 0
      ? `aws s3api delete-bucket-policy --bucket ${name}`
      : json.length > LONGEST_DOCUMENT
        ? undefined
        : `aws s3api put-bucket-policy --bucket ${name} --policy ${shellWord(json)}`;
  return {
    facts: {
      ...facts,
      policy: left.length === 0 ? { state: 'absent' } : { state: 'present', value: changed },
    },
    text: {
      en: `remove statement ${names.join(', ')} from the bucket policy`,
      ja: `バケットポリシーからステートメント ${names.join('、')} を削除します`,
    },
    ...(command !== undefined && { command }),
  };
}

function isStatement({ setting, pointer }: Exposure['evidence'][number]): boolean {
  return setting === 'policy' && pointer !== undefined;
}

function withoutAcls({ bucket, facts }: Case, exposure: Exposure): Change | undefined {
  if (!exposure.evidence.some(({ setting }) => setting === 'acl')) return undefined;
  return {
    facts: { ...facts, ownership: { state: 'present', value: 'BucketOwnerEnforced' } },
    text: {
      en: 'turn ACLs off (Object Ownership: bucket owner enforced)',
      ja: 'ACL を無効にします (オブジェクト所有者: バケット所有者の強制)',
    },
    command: `aws s3api put-bucket-ownership-controls --bucket ${shellWord(bucket.name)} --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'`,
  };
}

function withoutPointPolicy({ facts }: Case, exposure: Exposure): Change | undefined {
  if (exposure.via !== 'access-point' || facts.accessPoints?.state !== 'present') return undefined;
  const indexes = new Set(
    exposure.evidence
      .filter(({ setting }) => setting === 'accessPoints')
      .map(({ pointer = '' }) => Number(pointer.split('/')[1])),
  );
  const points = facts.accessPoints.value;
  const point = points.find((_, index) => indexes.has(index));
  if (point === undefined || facts.account === undefined) return undefined;
  const value = points.map((one) => (one === point ? { ...one, policy: { state: 'absent' } as const } : one));
  return {
    facts: { ...facts, accessPoints: { state: 'present', value } },
    text: {
      en: `remove the policy of access point "${point.name}"`,
      ja: `アクセスポイント「${point.name}」のポリシーを削除します`,
    },
    command: `aws s3control delete-access-point-policy --account-id ${facts.account} --name ${shellWord(point.name)}`,
  };
}

function blocked({ bucket, facts }: Case, exposure: Exposure): Change | undefined {
  if (exposure.audience !== 'anyone' && exposure.audience !== 'anyone-registered') return undefined;
  return {
    facts: { ...facts, bucketBpa: { state: 'present', value: ALL_ON } },
    text: {
      en: 'turn on Block Public Access for the bucket',
      ja: 'バケットのパブリックアクセスブロックを有効にします',
    },
    command: `aws s3api put-public-access-block --bucket ${shellWord(bucket.name)} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`,
  };
}

/** True when somebody in the same place can still do any of the same after the change, or could not be told. */
function stillOpen(after: Exposure[], before: Exposure): boolean {
  return after.some(
    (one) =>
      one.audience === before.audience &&
      one.subject === before.subject &&
      one.state !== 'shut-by' &&
      one.access.some((access) => before.access.includes(access)),
  );
}
