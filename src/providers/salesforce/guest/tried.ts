// What was tried in the org itself: counts of shared records, and whether the guest user can read a few. It can only confirm.
import type { Evidence, Exposure } from '../../../exposure.ts';
import { setting } from '../../../snapshot/resource.ts';
import { fieldEvidence, sensitiveFields } from './fields.ts';
import { type Answer, type Permit, permitted, reach, shared } from './judge.ts';
import { type Model, namedObjects } from './model.ts';
import { labelOf } from './names.ts';
import { evidence, permitEvidence, siteEvidence, witnessOf } from './proof.ts';
import type { Site } from './site.generated.ts';
import { guest, stateBy } from './state.ts';

/** What was tried for one object of a site. */
export type Attempt = NonNullable<Site['guestTried']>[number];

/**
 * Objects to try: those that the guest user may use and whose records are, or could be, shared with it. Only objects with
 * an org-wide default, which the Sharing Settings page lists: UserRecordAccess knows no others (object reference).
 */
export function worthTrying(model: Model): string[] {
  if (reach(model).is === 'no') return [];
  return namedObjects(model).filter((object) => {
    const described = model.object(object);
    if (described === undefined || setting(described, 'sharingModel').state !== 'present') return false;
    return permitted(model, object, 'read').is === 'yes' && shared(model, object).is !== 'no';
  });
}

/** What was tried for an object; undefined when nothing was. */
export function attemptOn({ site }: Model, object: string): Attempt | undefined {
  return site.settings.guestTried?.find((attempt) => attempt.object === object);
}

/** Did the org itself show that the guest user can read records? Anything less proves nothing: not every share leaves a row. */
export function isProven(attempt: Attempt | undefined): attempt is Attempt {
  return (attempt?.shared ?? 0) > 0 || (attempt?.readable ?? 0) > 0;
}

/** `tried-live` where the org confirmed it. */
export function basisOf(attempt: Attempt | undefined): Exposure['basis'] {
  return isProven(attempt) ? 'tried-live' : 'configuration';
}

/** What was tried, in words. Empty when nothing was, and when there was no record to try with. */
export function attemptEvidence({ site }: Model, attempt: Attempt | undefined): Evidence[] {
  if (attempt === undefined) return [];
  const { object, shared: rows = 0, records = 0, sampled = 0, readable = 0, failed } = attempt;
  const found: Evidence[] = [];
  const say = (en: string, ja: string): void => {
    found.push(evidence(site, 'guestTried', { en, ja }, { part: object, own: true }));
  };
  if (rows > 0)
    say(
      `${grouped(rows)} records of ${object} are shared with the guest user by guest rules (counted)`,
      `${object} の ${grouped(rows)} 件がゲストユーザー共有ルールで共有されている（実数）`,
    );
  else if (records > 0)
    say(
      `${object} holds ${grouped(records)} records (counted)`,
      `${object} のレコードは ${grouped(records)} 件（実数）`,
    );
  if (readable > 0)
    say(
      `tried: the guest user can read ${readable} of ${sampled} records (UserRecordAccess)`,
      `試行: ゲストユーザーは ${sampled} 件中 ${readable} 件を参照できる（UserRecordAccess）`,
    );
  else if (sampled > 0)
    say(
      `tried: none of ${sampled} records is readable by the guest user (UserRecordAccess), which says nothing about others`,
      `試行: ${sampled} 件のいずれもゲストユーザーは参照できない（UserRecordAccess。他のレコードについては不明）`,
    );
  if (failed !== undefined)
    say(`could not be tried in the org: ${failed}`, `組織では確認できませんでした: ${failed}`);
  return found;
}

/** Open by what the org itself shows, although no rule that does it was read. */
export function triedExposure(model: Model, permit: Permit, attempt: Attempt, alive: Answer): Exposure {
  const { object } = attempt;
  const sensitive = sensitiveFields(model, object);
  return {
    ...guest('guest-rule', ['read']),
    basis: 'tried-live',
    subject: object,
    ...labelOf(model, object),
    ...stateBy(alive),
    evidence: [
      ...attemptEvidence(model, attempt),
      permitEvidence(permit, { en: 'may read', ja: 'を参照できる' }),
      siteEvidence(model),
      fieldEvidence(model, permit),
    ],
    // The org itself answered for this request.
    ...(alive.is === 'no' ? {} : { witness: { ...witnessOf(model, object, 'read'), checked: true } }),
    ...(sensitive === undefined ? {} : { sensitive }),
  };
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
