// What the two sides of a comparison could see: nothing counts as new or gone that was only out of sight.
import type { Change } from './changes.generated.ts';
import { type Item, listKey, resourceKey, ruleKey, type Side } from './changes-side.ts';
import type { Text, Undecided } from './report.ts';

/** Why a door or finding that was not there before is there now. */
export function novelty(was: Side, is: Side, { door, finding }: Item): { kind: Change['kind']; why?: Text } {
  const { resource } = door ?? finding;
  if (!was.scopes.has(resource.scope))
    return {
      kind: 'newly-seen',
      why: { en: 'this scope was not in the earlier input', ja: '以前の入力にはこの範囲が含まれていません' },
    };
  const known = was.resources.has(resourceKey(resource));
  if (!known && was.cut.has(listKey(resource.scope, resource.type)))
    return {
      kind: 'newly-seen',
      why: { en: 'the earlier list was not seen to its end', ja: '以前の一覧は最後まで確認できていません' },
    };
  if (was.undecidedAt.has(ruleKey(resource, finding.rule)))
    return {
      kind: 'newly-seen',
      why: { en: 'it could not be told before', ja: '以前は判定できませんでした' },
    };
  if (!was.rules.has(finding.rule))
    return {
      kind: 'newly-judged',
      why: {
        en: `the earlier report did not run ${finding.rule}`,
        ja: `以前のレポートでは ${finding.rule} を実行していません`,
      },
    };
  if (was.version === is.version) return { kind: 'opened' };
  return {
    kind: 'opened',
    why: {
      en: `unless it was there before and version ${was.version} did not find it; snapshots tell that apart`,
      ja: `以前からあり、バージョン ${was.version} が検出していなかっただけの可能性もあります（スナップショットなら区別できます）`,
    },
  };
}

/** Whether something that was there before is gone, or may still be there unseen, and why. `asked`: which scopes had to be there. */
export function unseenNow(
  is: Side,
  { door, finding }: Item,
  asked: 'all' | 'some',
): { kind: 'closed' | 'became-unknown' | 'not-looked-at'; why?: Text } {
  const { resource } = door ?? finding;
  if (!is.scopes.has(resource.scope))
    return {
      kind: asked === 'all' ? 'became-unknown' : 'not-looked-at',
      why: { en: 'this scope is not in the later input', ja: '新しい入力にはこの範囲が含まれていません' },
    };
  if (!is.rules.has(finding.rule))
    return {
      kind: 'not-looked-at',
      why: {
        en: `${finding.rule} was not run`,
        ja: `${finding.rule} は実行されていません`,
      },
    };
  // Where regions could not be listed, anything in the scope may be in one of them.
  const whole = ['target', 'region', resource.type].every(
    (type) => !is.cut.has(listKey(resource.scope, type)),
  );
  if (!whole && !is.resources.has(resourceKey(resource)))
    return {
      kind: 'became-unknown',
      why: { en: 'the later list was not seen to its end', ja: '新しい一覧は最後まで確認できていません' },
    };
  const unknown = is.undecidedAt.get(ruleKey(resource, finding.rule));
  if (unknown === undefined) return { kind: 'closed' };
  return { kind: 'became-unknown', why: whatIsMissing(unknown) };
}

/** The first thing that was missing, in words. */
export function whatIsMissing({ missing }: Pick<Undecided, 'missing'>): Text {
  const [first] = missing.filter(({ reason }) => reason !== 'not-held');
  const { permission, detail, detailJa, name, setting = '' } = first ?? {};
  const en = permission ?? detail ?? name?.en ?? setting;
  const ja = permission ?? detailJa ?? detail ?? name?.ja ?? setting;
  return { en: `could not be told now: ${en}`, ja: `今回は判定できません: ${ja}` };
}
