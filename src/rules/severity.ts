// The severity of one finding: the rule's, moved by what is known about the exposures it speaks of.
import type { Exposure } from '../exposure.ts';
import type { Text } from '../snapshot/resource.ts';
import { SEVERITIES, type Severity } from './rule.ts';

/** One line of the table: when it applies, what it does, and why, for people. The table in docs/rules.md says the same. */
interface Adjustment {
  applies(exposures: Exposure[], live: boolean): boolean;
  /** Steps up (negative: down), or the most that the finding may have. */
  by?: -1 | 1;
  most?: Severity;
  reason(exposures: Exposure[]): Text;
}

const ADJUSTMENTS: Adjustment[] = [
  {
    applies: (exposures, live) => live && exposures.every(({ state }) => state === 'open-unless'),
    by: -1,
    reason: (exposures) => {
      const guard = exposures.find((exposure) => exposure.guard !== undefined)?.guard;
      return {
        en: `one lower: ${guard?.en ?? 'a guard'} could not be read and may stop it`,
        ja: `1 段階引き下げ: ${guard?.ja ?? '防御設定'}を読み取れず、止めている可能性がある`,
      };
    },
  },
  {
    applies: (exposures) => exposures.some(({ sensitive }) => sensitive !== undefined),
    by: 1,
    reason: (exposures) => {
      const sensitive = exposures.find((exposure) => exposure.sensitive !== undefined)?.sensitive;
      return {
        en: `one higher: ${sensitive?.en ?? 'sensitive data'}`,
        ja: `1 段階引き上げ: ${sensitive?.ja ?? '機微なデータ'}`,
      };
    },
  },
  {
    applies: (exposures) =>
      exposures.every(({ audience, perhapsOurs }) => audience === 'named-outsider' && perhapsOurs === true),
    most: 'medium',
    reason: () => ({
      en: 'at most medium: the outsider may be one of your own accounts, none are declared',
      ja: '最大でも警告: 自社のアカウントが未申告のため、相手が自社である可能性がある',
    }),
  },
  {
    applies: (exposures) => exposures.every(({ state }) => state === 'code'),
    most: 'medium',
    reason: () => ({
      en: 'at most medium: depends on code that cannot be judged',
      ja: '最大でも警告: 判定できないコードに依存する',
    }),
  },
  {
    applies: (exposures) => exposures.every(({ state }) => state === 'shut-by'),
    most: 'low',
    reason: () => ({
      en: 'at most low: shut at the moment, one switch away from open',
      ja: '最大でも注意: 現在は閉じているが、設定ひとつで開く',
    }),
  },
];

/**
 * The severity of a finding. Findings without exposures keep the rule's.
 * @param live the settings were read live, so that a guard could have been read
 * @returns `adjusted` says why, when it differs from the rule's
 */
export function adjustSeverity(
  severity: Severity,
  exposures: Exposure[],
  live: boolean,
): { severity: Severity; adjusted?: Text } {
  let rank = SEVERITIES.indexOf(severity);
  const reasons: Text[] = [];
  for (const { applies, by = 0, most, reason } of ADJUSTMENTS) {
    if (exposures.length === 0 || !applies(exposures, live)) continue;
    const least = most === undefined ? 0 : SEVERITIES.indexOf(most);
    const next = Math.min(Math.max(rank - by, least), SEVERITIES.length - 1);
    if (next !== rank) reasons.push(reason(exposures));
    rank = next;
  }
  const adjusted = SEVERITIES[rank] ?? severity;
  if (adjusted === severity) return { severity };
  return {
    severity: adjusted,
    adjusted: {
      en: reasons.map(({ en }) => en).join('; '),
      ja: reasons.map(({ ja }) => ja).join('、'),
    },
  };
}
