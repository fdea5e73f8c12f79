// How many of an org's daily API calls a run may use: a share of what was left, kept to while others use the org too.
import type { Text } from '../../../snapshot/resource.ts';

/** Percent of the calls left today that a run uses at most, unless --api-budget says otherwise. */
export const DEFAULT_PERCENT = 5;

/** What a run has used and may use. Changed as calls are made. */
export interface Budget {
  percent: number;
  /** Calls made since signing in began. */
  spent: number;
  /** Calls that the org has left today, by its last answer; undefined while it has not said. */
  left: number | undefined;
  /** Calls kept back from what is good to know, for what decides. */
  reserved: number;
}

/** Calls that the whole run may make; undefined when the org does not say how many it has left. */
export function allowance({ percent, spent, left }: Budget): number | undefined {
  return left === undefined ? undefined : Math.floor(((left + spent) * percent) / 100);
}

/** Why the next call must not be made, or undefined when it may. `extra`: it is good to know and decides nothing. */
export function overBudget(budget: Budget, extra: boolean): Text | undefined {
  const allowed = allowance(budget);
  const { percent, spent, reserved } = budget;
  if (allowed === undefined || spent < allowed - (extra ? reserved : 0)) return undefined;
  const keeps = extra && spent < allowed;
  const kept = keeps ? `, of which ${reserved} are kept for what decides` : '';
  const keptJa = keeps ? `、うち ${reserved} 回は判定に必要な問い合わせ用` : '';
  return {
    en: `the API budget is used up: ${spent} calls were made, --api-budget ${percent} allows ${allowed}${kept}`,
    ja: `API コールの上限に達しました（${spent} 回使用、--api-budget ${percent} の上限は ${allowed} 回${keptJa}）`,
  };
}

/** Takes note of a call that is about to be made. */
export function spend(budget: Budget): void {
  budget.spent += 1;
  if (budget.left !== undefined) budget.left = Math.max(0, budget.left - 1);
}

/** Calls left today by the body of /limits; undefined when it does not say. */
export function leftOf(limits: unknown): number | undefined {
  const daily = memberOf(limits, 'DailyApiRequests');
  const left = memberOf(daily, 'Remaining');
  return typeof left === 'number' && left >= 0 ? left : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
