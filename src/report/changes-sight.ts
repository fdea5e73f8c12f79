// What the two sides of a comparison could see: nothing counts as new or gone that was only out of sight.
import type { Change } from './changes.generated.ts';
import { type Item, resourceKey, type Side } from './changes-side.ts';
import type { Text, Undecided } from './report.ts';

/** Why a door or finding that was not there before is there now. */
export function novelty(was: Side, { door, finding }: Item): { kind: Change['kind']; why?: Text } {
  const { resource } = door ?? finding;
  if (!was.scopes.has(resource.scope))
    return {
      kind: 'newly-seen',
      why: { en: 'this scope was not in the earlier input', ja: '以前の入力にはこの範囲が含まれていません' },
    };
  const known = was.resources.has(resourceKey(resource));
  if (!known && was.cut.has(`${resource.scope}\0${resource.type}`))
    return {
      kind: 'newly-seen',
      why: { en: 'the earlier list was not seen to its end', ja: '以前の一覧は最後まで確認できていません' },
    };
  const unknown = [...was.undecided.values()].some(
    (one) => one.rule === finding.rule && resourceKey(one.resource) === resourceKey(resource),
  );
  if (unknown)
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
  return { kind: 'opened' };
}

/** Why something that was there before may still be there unseen; undefined when it is gone. */
export function unseenNow(is: Side, { door, finding }: Item): Text | undefined {
  const { resource } = door ?? finding;
  if (!is.scopes.has(resource.scope))
    return { en: 'this scope is not in the later input', ja: '新しい入力にはこの範囲が含まれていません' };
  if (is.cut.has(`${resource.scope}\0${resource.type}`) && !is.resources.has(resourceKey(resource)))
    return { en: 'the later list was not seen to its end', ja: '新しい一覧は最後まで確認できていません' };
  const unknown = [...is.undecided.values()].find(
    (one) => one.rule === finding.rule && resourceKey(one.resource) === resourceKey(resource),
  );
  if (unknown === undefined) return undefined;
  return whatIsMissing(unknown);
}

/** The first thing that was missing, in words. */
export function whatIsMissing({ missing }: Undecided): Text {
  const [first] = missing.filter(({ reason }) => reason !== 'not-held');
  const name = first?.permission ?? first?.detail ?? first?.setting ?? '';
  return { en: `could not be told now: ${name}`, ja: `今回は判定できません: ${name}` };
}
