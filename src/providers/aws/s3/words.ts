// The statements and grants that let somebody into a bucket, in the words of the report.
import type { Evidence } from '../../../exposure.ts';
import type { Text } from '../../../snapshot/resource.ts';
import { raw } from '../answers/shape.ts';
import { many, statementsOf } from '../answers/statements.ts';
import { conditionWords } from '../words/conditions.ts';
import type { Case } from './bucket-facts.ts';
import { type BucketFacts, listOf, type PointList, type Way } from './ways.ts';

const LONGEST_CONDITION = 400;
/** Groups of Amazon whose names do not say how wide they are. */
const GROUPS: Record<string, Text> = {
  AllUsers: { en: ' (everyone)', ja: ' (全員)' },
  AuthenticatedUsers: { en: ' (anyone with an AWS account)', ja: ' (AWS アカウントを持つ全員)' },
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
  const list = listOf(way.accessPoint ?? '');
  const known = facts[list];
  if (known?.state !== 'present') return [];
  const index = known.value.findIndex(({ arn }) => arn === way.accessPoint);
  const point = known.value[index];
  if (point?.policy.state !== 'present') return [];
  const { en, ja } = POINTS[list];
  const where = { en: `policy of ${en} "${point.name}"`, ja: `${ja}「${point.name}」のポリシー` };
  return statementEvidence(point.policy.value, way, list, `/${index}/policy`, where);
}

/** What people call an access point. */
export const POINTS: Record<PointList, Text> = {
  accessPoints: { en: 'access point', ja: 'アクセスポイント' },
  multiRegionAccessPoints: { en: 'Multi-Region Access Point', ja: 'マルチリージョンアクセスポイント' },
};

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
    const when = conditionWords(statement);
    return [
      {
        setting,
        pointer: above + pointer,
        text: {
          en: `${where.en}, statement ${sid}, admits ${element} ${principal} to ${actions}${short(when.en, LONGEST_CONDITION)}`,
          ja: `${where.ja}のステートメント ${sid} が ${element} ${principal} に ${actions} を許可しています${short(when.ja, LONGEST_CONDITION)}`,
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
  const means = GROUPS[grantee] ?? { en: '', ja: '' };
  return [
    {
      setting: 'acl',
      pointer: `/grants/${index}`,
      text: {
        en: `the ACL grants ${grant.permission} to ${short(grantee)}${means.en}`,
        ja: `ACL が ${short(grantee)}${means.ja} に ${grant.permission} を付与しています`,
      },
      value: `${grant.permission} ${short(grantee)}`,
    },
  ];
}

function short(text: string, longest = 160): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
