// Records that a guest user owns or has by hand from before Winter '21: later policies did not take them back.
import type { Evidence, Exposure } from '../../../exposure.ts';
import { setting } from '../../../snapshot/resource.ts';
import { permitted, reach } from './judge.ts';
import type { Model } from './model.ts';
import { evidence, siteEvidence } from './proof.ts';
import { guest, stateBy } from './state.ts';

/** One exposure a site, with a line an object. Counted in the org itself; an export can never hold them. */
export function leftoverExposures(model: Model): Exposure[] {
  const owned = setting(model.site, 'guestOwned');
  const shares = setting(model.site, 'guestShares');
  // What was counted proves what it proves, also where not everything could be counted.
  const counted = model.site.settings.guestCounted;
  const proof: Evidence[] = [];
  const objects = new Set<string>();
  const readable = (object: string): boolean => permitted(model, object, 'read').is === 'yes';
  const say = (key: 'guestOwned' | 'guestShares', object: string, en: string, ja: string): void => {
    objects.add(object);
    proof.push(evidence(model.site, key, { en, ja }, { own: true }));
  };
  for (const { object, count } of owned.state === 'present' ? owned.value : (counted?.owned ?? []))
    if (readable(object))
      say(
        'guestOwned',
        object,
        `the guest user owns ${count} records of ${object}`,
        `ゲストユーザーが ${object} のレコードを ${count} 件所有している`,
      );
  for (const { object, cause, count } of shares.state === 'present' ? shares.value : (counted?.shares ?? []))
    if (readable(object))
      say(
        'guestShares',
        object,
        `${count} records of ${object} are shared with the guest user (${cause}), not by a guest rule`,
        `${object} の ${count} 件がゲスト共有ルール以外（${cause}）でゲストユーザーに共有されている`,
      );
  const base = guest('guest-leftover', ['read']);
  if (proof.length > 0)
    return [
      {
        ...base,
        basis: 'tried-live',
        subjectName: [...objects].sort().join(', '),
        ...stateBy(reach(model)),
        evidence: [...proof, siteEvidence(model)],
      },
    ];
  const missing = [owned, shares].flatMap((known) =>
    known.state === 'unknown' && known.why.reason !== 'not-held' ? [known.why] : [],
  );
  if (missing.length === 0 || reach(model).is === 'no') return [];
  return [{ ...base, state: 'unknown', missing, evidence: [siteEvidence(model)] }];
}
