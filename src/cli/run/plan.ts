// --plan: the calls that a live target would be asked, and nothing else.
import { UsageError } from '../../errors.ts';
import { PROVIDERS } from '../../providers/index.ts';
import type { Plan, PlannedCall } from '../../providers/provider.ts';
import { visible } from '../../report/escape.ts';
import type { Io } from '../io.ts';
import { collectRequest, readLive, servicesOf } from '../live.ts';
import type { LiveOptions } from '../live-flags.ts';
import { newReporter } from '../progress.ts';
import { languageOf } from '../surroundings.ts';

export interface PlanOptions {
  live: LiveOptions;
  services: string[];
  quiet: boolean;
  lang?: 'en' | 'ja';
}

/** Prints the plan. Always 0: what does not fit the budget is said. */
export async function plan(name: string, { live, services, quiet, lang }: PlanOptions, io: Io): Promise<0> {
  const provider = PROVIDERS.find((candidate) => candidate.name === name);
  if (provider?.plan === undefined)
    throw new UsageError(`What ${name} would be asked cannot be planned yet.`, 'Leave --plan away.');
  const reporter = await newReporter(io, quiet, false);
  try {
    const request = collectRequest(await readLive(live), servicesOf(provider, services), io, reporter, {
      count: 0,
    });
    io.stdout.write(planText(await provider.plan(request), languageOf(lang, io.env)));
  } finally {
    reporter.stop();
  }
  return 0;
}

/** The plan as lines: a service, its calls with their number, what each is for and the permission it needs. */
export function planText({ calls, budget, remarks }: Plan, lang: 'en' | 'ja'): string {
  const lines: string[] = [];
  for (const service of [...new Set(calls.map((call) => call.service))]) {
    lines.push(service);
    for (const call of calls.filter((one) => one.service === service)) lines.push(...callLines(call, lang));
  }
  const least = calls.reduce((sum, call) => sum + call.least, 0);
  const open = calls.some((call) => call.most === Number.POSITIVE_INFINITY);
  const most = calls.reduce((sum, call) => sum + (call.most === Number.POSITIVE_INFINITY ? 0 : call.most), 0);
  if (remarks === undefined) {
    lines.push(
      lang === 'ja'
        ? `合計: ${range(least, most)} 回ほど（クエリは 2,000 行ごとに 1 回増えます）`
        : `In all: about ${range(least, most)} calls; a query takes 1 more for every 2,000 rows`,
    );
    lines.push(budgetLine(budget, most, lang));
  } else {
    const more = { en: ', and those that could not be counted', ja: '（ほかに、事前に数えられないもの）' };
    const rest = open ? more[lang] : '';
    lines.push(
      lang === 'ja'
        ? `合計: ${range(least, most)} 回ほど${rest}`
        : `In all: about ${range(least, most)} calls${rest}`,
    );
    lines.push(...remarks.map((remark) => remark[lang]));
  }
  return `${lines.map(visible).join('\n')}\n`;
}

function callLines(
  { what, permission, purpose, least, most, grows }: PlannedCall,
  lang: 'en' | 'ja',
): string[] {
  const growth = grows === undefined ? '' : lang === 'ja' ? `（${grows.ja}）` : ` (${grows.en})`;
  return [
    `  ${range(least, most).padStart(9)}  ${what}${growth}`,
    `             ${purpose[lang]}${what === permission ? '' : ` [${permission}]`}`,
  ];
}

function range(least: number, most: number): string {
  if (most === Number.POSITIVE_INFINITY) return `${least}-?`;
  return least === most ? String(least) : `${least}-${most}`;
}

function budgetLine(budget: Plan['budget'], most: number, lang: 'en' | 'ja'): string {
  if (budget === undefined)
    return lang === 'ja'
      ? '本日の残り API コール数が分からないため、--api-budget は効きません。'
      : 'The org does not say how many API calls it has left today: --api-budget has no effect.';
  const { percent, left, allowed } = budget;
  const fits = most <= allowed;
  if (lang === 'ja')
    return `上限: ${allowed} 回（本日の残り ${left} 回の ${percent} %）。${fits ? '収まります。' : '収まらない分は問い合わせず、不明として報告します。'}`;
  return `Budget: ${allowed} calls (${percent} % of the ${left} left today). ${fits ? 'They fit.' : 'What does not fit is not asked, and reported as unknown; what decides comes first.'}`;
}
