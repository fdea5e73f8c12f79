// What a settings audit could have shown of real incidents, in sentences: for the list, the documents and whoever asks.
import { count } from '../report/words.ts';
import type { Measured } from './incident.ts';
import type { Lang } from './words.ts';

/** The measured limits, a few sentences. */
export function limitSentences(
  { incidents, direct, precondition, no, directShare, records }: Measured,
  lang: Lang,
): string[] {
  if (lang === 'ja')
    return [
      `分析した ${incidents} 件のうち、公開状態そのものが設定から分かるのは ${direct} 件、前提条件だけが分かるのは ${precondition} 件、設定からは検出できないのは ${no} 件です。`,
      `件数でみれば、設定から分かる ${direct} 件が全体（最大 ${count(records.all)} 件）の ${directShare}% を占めます。設定の監査で分かるのは、事例の数では少数、漏えいしたおそれのあるデータの量では大半です。`,
    ];
  return [
    `Of the ${incidents} incidents studied, a settings audit could have shown ${direct} as they were, and of ${precondition} only what made them possible; ${no} are not visible in settings.`,
    `Those ${direct} hold ${directShare} % of the records (of at most ${count(records.all)}): a settings audit covers a minority of cases, and a majority of the data.`,
  ];
}
