// What decides about a bucket, in the words of the report.
import type { Evidence } from '../../../exposure.ts';
import type { Known, Text, Unknown } from '../../../snapshot/resource.ts';
import { raw } from '../iam/shape.ts';
import { many, statementsOf } from '../iam/statements.ts';
import type { Case } from './bucket-facts.ts';
import type { BlockPublicAccess, BucketFacts, GuardName, Way } from './compose.ts';

/** Guards for people: each of those that are on, or one or the other of those that could not be read. */
export function guardText(guards: GuardName[], state: 'open-unless' | 'shut-by'): Text {
  const unique = (lang: 'en' | 'ja') => [...new Set(guards.map((guard) => GUARDS[guard][lang]))];
  const [en, ja] = state === 'shut-by' ? [' and ', 'と'] : [' or ', 'または'];
  return { en: unique('en').join(en), ja: unique('ja').join(ja) };
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

/** The statements or grants that make a way in. */
export function wayEvidence({ bucket, facts }: Case, way: Way): Evidence[] {
  if (way.via === 'acl') return way.indexes.flatMap((index) => grantEvidence(facts, index));
  if (way.via === 'access-point') return pointEvidence(facts, way);
  const { policy } = bucket.settings;
  return policy
    ? statementEvidence(policy, way, 'policy', '', { en: 'bucket policy', ja: 'バケットポリシー' })
    : [];
}

function pointEvidence(facts: BucketFacts, way: Way): Evidence[] {
  if (facts.accessPoints?.state !== 'present') return [];
  const index = facts.accessPoints.value.findIndex(({ arn }) => arn === way.accessPoint);
  const point = facts.accessPoints.value[index];
  if (point?.policy.state !== 'present') return [];
  const where = {
    en: `policy of access point "${point.name}"`,
    ja: `アクセスポイント「${point.name}」のポリシー`,
  };
  return statementEvidence(point.policy.value, way, 'accessPoints', `/${index}/policy`, where);
}

function statementEvidence(
  policy: unknown,
  way: Way,
  setting: string,
  above: string,
  where: Text,
): Evidence[] {
  const document = raw(policy);
  if (document === undefined) return [];
  const statements = statementsOf(document);
  return way.indexes.flatMap((index) => {
    const found = statements[index];
    if (found?.statement === undefined) return [];
    const { statement, pointer } = found;
    const sid = typeof statement['Sid'] === 'string' ? `"${statement['Sid']}"` : String(index + 1);
    const element = statement['NotPrincipal'] === undefined ? 'Principal' : 'NotPrincipal';
    const principal = short(JSON.stringify(statement[element] ?? null));
    const actions = actionWords(statement);
    const when = way.conditions.length === 0 ? '' : way.conditions.join(', ');
    return [
      {
        setting,
        pointer: above + pointer,
        text: {
          en: `${where.en}, statement ${sid}, admits ${element} ${principal} to ${actions}${when && `, given ${when}`}`,
          ja: `${where.ja}のステートメント ${sid} が ${element} ${principal} に ${actions} を許可しています${when && ` (条件: ${when})`}`,
        },
        value: principal,
      },
    ];
  });
}

function actionWords(statement: Record<string, unknown>): string {
  const element = statement['NotAction'] === undefined ? 'Action' : 'NotAction';
  const actions = many(statement[element]).map(String);
  const shown = actions.slice(0, 3).join(', ') + (actions.length > 3 ? ` +${actions.length - 3}` : '');
  return short(element === 'Action' ? shown : `NotAction ${shown}`);
}

function grantEvidence(facts: BucketFacts, index: number): Evidence[] {
  const grant = facts.acl.state === 'present' ? facts.acl.value.grants[index] : undefined;
  if (grant === undefined) return [];
  const { uri, id, emailAddress } = grant.grantee;
  const grantee = uri?.split('/').at(-1) ?? id ?? emailAddress ?? '';
  return [
    {
      setting: 'acl',
      pointer: `/grants/${index}`,
      text: {
        en: `the ACL grants ${grant.permission} to ${short(grantee)}`,
        ja: `ACL が ${short(grantee)} に ${grant.permission} を付与しています`,
      },
      value: `${grant.permission} ${short(grantee)}`,
    },
  ];
}

/** What Block Public Access of the two levels says about a kind of way in. */
export function guardEvidence({ facts, accountSettings }: Case, flag: keyof BlockPublicAccess): Evidence[] {
  const [bucket, account] = [switchOf(facts.bucketBpa, flag), switchOf(facts.accountBpa, flag)];
  const setting = 'blockPublicAccess';
  const elsewhere =
    accountSettings === undefined ? {} : { resource: { type: 'aws.s3.account', id: accountSettings } };
  if (bucket === false && account === false)
    return [
      {
        setting,
        text: {
          en: 'Block Public Access is off on the bucket and on the account',
          ja: 'パブリックアクセスブロックはバケットでもアカウントでも無効です',
        },
      },
    ];
  const found: Evidence[] = [];
  if (bucket !== undefined) found.push({ setting, text: levelText(BUCKET, bucket, flag) });
  if (account !== undefined) found.push({ setting, ...elsewhere, text: levelText(ACCOUNT, account, flag) });
  return found;
}

function levelText(level: Text, on: boolean, flag: string): Text {
  return on
    ? { en: `${level.en} is on (${flag})`, ja: `${level.ja}は有効です (${flag})` }
    : { en: `${level.en} is off`, ja: `${level.ja}は無効です` };
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
export function missingGuards({ bucket, facts, accountSettings }: Case, guards: GuardName[]): Unknown[] {
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
      found.set(level, missingPart(bucket, 'blockPublicAccess', 's3:GetAccessPoint'));
  }
  return [...found.values()];
}

/** Why a part of an access point is not known. */
export function missingPart(
  bucket: Case['bucket'],
  part: 'policy' | 'blockPublicAccess',
  permission: string,
): Unknown {
  const why = bucket.settings.accessPoints
    ?.flatMap((point) => point.unknowns ?? [])
    .find((unknown) => unknown.setting === part);
  return { reason: 'missing', permission, ...why, setting: 'accessPoints' };
}

export function short(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
