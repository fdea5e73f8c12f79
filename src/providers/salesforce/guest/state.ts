// The state of an exposure to guests, and what all of them have in common.
import type { Access, Exposure } from '../../../exposure.ts';
import type { Answer } from './judge.ts';

/** An exposure to a visitor without a password, by configuration. */
export function guest(
  via: string,
  access: Access[],
): Pick<Exposure, 'audience' | 'access' | 'via' | 'basis'> {
  return { audience: 'anyone', access, via, basis: 'configuration' };
}

/** The state that the site gives to what everything else leaves open. */
export function stateBy(alive: Answer): Pick<Exposure, 'state' | 'missing' | 'guard'> {
  if (alive.is === 'yes') return { state: 'open' };
  if (alive.is === 'no') return { state: 'shut-by', ...(alive.because ? { guard: alive.because } : {}) };
  return {
    state: 'open-unless',
    missing: alive.missing,
    guard: {
      en: 'whether the site is live',
      ja: 'サイトの公開状態',
    },
  };
}

/** A file says what the platform has not let guests hold since Spring '21; only the org can tell. */
export function platformConflict(): Pick<Exposure, 'state' | 'guard'> {
  return {
    state: 'shut-by',
    guard: {
      en: "platform policy, which this file contradicts (guest users have not been able to hold this since Spring '21; confirm in the org)",
      ja: "プラットフォームの制限（Spring '21 以降、ゲストユーザーは保持できません）。ファイルの内容と食い違うため、組織で確認してください",
    },
  };
}
