// What can close a bucket, in the words of the report: what is on, what is off, and what could not be read.
import type { Evidence } from '../../../exposure.ts';
import type { Known, Text, Unknown } from '../../../snapshot/resource.ts';
import type { Case } from './bucket-facts.ts';
import { type BlockPublicAccess, type GuardName, listOf, type PointList } from './ways.ts';

/** Guards for people: each of those that are on, or one or the other of those that could not be read. */
export function guardText(guards: GuardName[], state: 'open-unless' | 'shut-by', more: Text[] = []): Text {
  const names = [...new Set(guards.map((guard) => GUARDS[guard])), ...more];
  const en = names.map((name) => name.en);
  const last = en.pop() ?? '';
  const or = state === 'shut-by' ? 'and' : 'or';
  return {
    en: en.length === 0 ? last : `${en.join(', ')} ${or} ${last}`,
    ja: names.map((name) => name.ja).join(state === 'shut-by' ? 'と' : '、または'),
  };
}

const BUCKET = { en: 'Block Public Access of the bucket', ja: 'バケットのパブリックアクセスブロック' };
const ACCOUNT = { en: 'Block Public Access of the account', ja: 'アカウントのパブリックアクセスブロック' };
const ORGANIZATION = {
  en: 'Block Public Access of the organization',
  ja: '組織のパブリックアクセスブロック',
};
const GUARDS: Record<GuardName, Text> = {
  'bucketBpa.ignorePublicAcls': BUCKET,
  'bucketBpa.restrictPublicBuckets': BUCKET,
  'accountBpa.ignorePublicAcls': ACCOUNT,
  'accountBpa.restrictPublicBuckets': ACCOUNT,
  'organizationBpa.ignorePublicAcls': ORGANIZATION,
  'organizationBpa.restrictPublicBuckets': ORGANIZATION,
  'accessPoint.restrictPublicBuckets': {
    en: 'Block Public Access of the access point',
    ja: 'アクセスポイントのパブリックアクセスブロック',
  },
  'accessPoint.networkOrigin': {
    en: 'the network origin (VPC) of the access point',
    ja: 'アクセスポイントのネットワークオリジン (VPC)',
  },
  ownership: { en: 'Object Ownership (ACLs are off)', ja: 'オブジェクト所有者の設定 (ACL 無効)' },
  policy: { en: 'a Deny of the bucket policy', ja: 'バケットポリシーの拒否 (Deny)' },
  directory: { en: 'the kind of bucket (directory bucket)', ja: 'バケットの種類 (ディレクトリバケット)' },
};

/** What Block Public Access of the two levels says about a kind of way in. */
export function guardEvidence({ facts, accountSettings }: Case, flag: keyof BlockPublicAccess): Evidence[] {
  const [bucket, account] = [switchOf(facts.bucketBpa, flag), switchOf(facts.accountBpa, flag)];
  const setting = 'blockPublicAccess';
  const elsewhere =
    accountSettings === undefined ? {} : { resource: { type: 'aws.s3.account', id: accountSettings } };
  const found: Evidence[] = [];
  const organization = facts.organizationBpa && switchOf(facts.organizationBpa, flag);
  if (organization === true)
    found.push({
      ...elsewhere,
      setting: 'organizationBlockPublicAccess',
      text: levelText(ORGANIZATION, true, flag),
    });
  if (bucket === false && account === false && found.length === 0)
    return [
      {
        setting,
        text: {
          en: 'Block Public Access is off on the bucket and on the account',
          ja: 'パブリックアクセスブロックはバケットでもアカウントでも無効です',
        },
      },
    ];
  if (bucket !== undefined) found.push({ setting, text: levelText(BUCKET, bucket, flag) });
  if (account !== undefined) found.push({ setting, ...elsewhere, text: levelText(ACCOUNT, account, flag) });
  return found;
}

function levelText(level: Text, on: boolean, flag: string): Text {
  return on
    ? { en: `${level.en} is on (${flag})`, ja: `${level.ja}は有効です (${flag})` }
    : { en: `${level.en} is off`, ja: `${level.ja}は無効です` };
}

export const SWITCHES = [
  'blockPublicAcls',
  'ignorePublicAcls',
  'blockPublicPolicy',
  'restrictPublicBuckets',
] as const satisfies (keyof BlockPublicAccess)[];

/** Which switches of Block Public Access are off, at each level that could be read. */
export function switchEvidence(
  levels: ['bucket' | 'account', Known<BlockPublicAccess>][],
  accountSettings?: string,
): Evidence[] {
  if (levels.every(([, block]) => SWITCHES.every((name) => switchOf(block, name) !== false))) return [];
  return levels.flatMap(([level, block]) => {
    const off = SWITCHES.filter((name) => switchOf(block, name) === false);
    if (off.length === 0) return [];
    const name = level === 'bucket' ? BUCKET : ACCOUNT;
    const names = off.map((flag) => flag.charAt(0).toUpperCase() + flag.slice(1));
    const all = off.length === SWITCHES.length;
    const elsewhere = level === 'account' && accountSettings !== undefined;
    return [
      {
        setting: 'blockPublicAccess',
        ...(elsewhere && { resource: { type: 'aws.s3.account', id: accountSettings } }),
        text: all
          ? { en: `${name.en} is off`, ja: `${name.ja}は無効です` }
          : {
              en: `${name.en} is only partly on; off: ${names.join(', ')}`,
              ja: `${name.ja}は一部だけ有効です (無効: ${names.join('、')})`,
            },
      },
    ];
  });
}

/** Why ACLs count in a bucket. */
export function ownershipEvidence(ownership: Known<string>): Evidence[] {
  if (ownership.state === 'unknown') return [];
  const text =
    ownership.state === 'absent'
      ? {
          en: 'Object Ownership was never set, so ACLs count',
          ja: 'オブジェクト所有者が未設定のため、ACL が有効です',
        }
      : {
          en: `Object Ownership is ${ownership.value}`,
          ja: `オブジェクト所有者の設定は ${ownership.value} です`,
        };
  return [{ setting: 'ownership', text }];
}

/** That S3 and this analysis differ about a policy. */
export function opinionWords(said: boolean): Evidence[] {
  return [
    {
      setting: 'policyStatus',
      text: said
        ? {
            en: 'S3 itself calls the bucket policy public; this analysis does not',
            ja: 'S3 自身はこのバケットポリシーを公開と判定していますが、この分析では公開ではありません',
          }
        : {
            en: 'S3 itself does not call the bucket policy public; this analysis does',
            ja: 'S3 自身はこのバケットポリシーを公開と判定していませんが、この分析では公開です',
          },
      value: String(said),
    },
  ];
}

/** One switch: true, false, or undefined when it could not be read. No configuration means off. */
export function switchOf(
  block: Known<BlockPublicAccess>,
  flag: keyof BlockPublicAccess,
): boolean | undefined {
  if (block.state === 'unknown') return undefined;
  return block.state === 'present' && block.value[flag] === true;
}

/** Guards that could not be read, as settings; the account's belong to another resource. */
export function missingGuards(
  { bucket, facts, accountSettings }: Case,
  guards: GuardName[],
  point?: string,
): Unknown[] {
  const found = new Map<string, Unknown & { resource?: { type: string; id: string } }>();
  for (const guard of guards) {
    const [level = ''] = guard.split('.');
    if (level === 'policy' && facts.policy.state === 'unknown') found.set(level, facts.policy.why);
    else if (level === 'bucketBpa' && facts.bucketBpa.state === 'unknown')
      found.set(level, facts.bucketBpa.why);
    else if (level === 'ownership' && facts.ownership.state === 'unknown')
      found.set(level, facts.ownership.why);
    else if (level === 'accountBpa' && facts.accountBpa.state === 'unknown') {
      const id = accountSettings ?? `account of ${facts.bucket}`;
      found.set(level, { ...facts.accountBpa.why, resource: { type: 'aws.s3.account', id } });
    } else if (level === 'accessPoint')
      found.set(level, missingPart(bucket, 'blockPublicAccess', point ?? ''));
  }
  return [...found.values()];
}

/** Why a part of an access point is not known. */
export function missingPart(
  bucket: Case['bucket'],
  part: 'policy' | 'blockPublicAccess',
  arn: string,
): Unknown {
  const setting = listOf(arn);
  const why = bucket.settings[setting]
    ?.filter((point) => point.arn === arn)
    .flatMap((point) => point.unknowns ?? [])
    .find((unknown) => unknown.setting === part);
  return { reason: 'missing', permission: PERMISSIONS[setting][part], ...why, setting };
}

const PERMISSIONS: Record<PointList, Record<'policy' | 'blockPublicAccess', string>> = {
  accessPoints: { policy: 's3:GetAccessPointPolicy', blockPublicAccess: 's3:GetAccessPoint' },
  multiRegionAccessPoints: {
    policy: 's3:GetMultiRegionAccessPointPolicy',
    blockPublicAccess: 's3:ListMultiRegionAccessPoints',
  },
};
