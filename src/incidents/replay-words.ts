// The words of a replay in both languages: the window, the day, and how often an audit would have to run.
import { count } from '../report/words.ts';
import type { Caught } from './replay.ts';
import { spanOf } from './window.ts';

type Text = { en: string; ja: string };

/** How often people audit, in days. */
export const CADENCES: { days: number; name: Text }[] = [
  { days: 1, name: { en: 'daily', ja: '毎日' } },
  { days: 7, name: { en: 'weekly', ja: '週次' } },
  { days: 92, name: { en: 'quarterly', ja: '四半期ごと' } },
  { days: 366, name: { en: 'yearly', ja: '年次' } },
];

export const REPLAY_WORDS = {
  replay: { en: 'replay on a fictional estate', ja: '架空の環境での再現' },
  labels: {
    estate: { en: 'estate', ja: '環境' },
    window: { en: 'window', ja: '期間' },
    caught: { en: 'caught', ja: '検出' },
    cadence: { en: 'how often', ja: '頻度' },
    honest: { en: 'beware', ja: '注意' },
  },
  window: (from: string, until: string): Text => {
    const [days] = spanOf(from, until);
    return {
      en: `${from} (day 0) to ${until}, ${count(days)} days`,
      ja: `${from}（0 日目）から ${until} まで、${count(days)} 日`,
    };
  },
  prints: ({ day, date }: Caught): Text => ({
    en: `What tojimari would have printed on day ${count(day)}, ${date}:`,
    ja: `${count(day)} 日目（${date}）に tojimari が出力したはずのレポート:`,
  }),
  fixed: (findings: number, exit: number): Text => ({
    en: `The same estate, put right: ${findings} findings, exit ${exit}.`,
    ja: `同じ環境を修正した場合: 検出 ${findings} 件、終了コード ${exit}。`,
  }),
};

/** On which day a daily run catches it, and how long before the end that is. */
export function caughtWords({ day, date, left }: Caught): Text {
  const before = count(left);
  if (day === 0)
    return {
      en: `by a daily run on day 0 (${date}), ${before} days before it was closed: the setting itself is what stood open`,
      ja: `毎日の実行なら 0 日目（${date}）に検出。実際に閉じられる ${before} 日前です（公開状態は設定そのものに現れています）`,
    };
  return {
    en: `by a daily run on day ${count(day)} (${date}), ${before} days before it was closed: until then nothing was old enough to be found`,
    ja: `毎日の実行なら ${count(day)} 日目（${date}）に検出。実際に閉じられる ${before} 日前です（それまでは、検出の対象となる古さに達していません）`,
  };
}

/** Which intervals are sure to have met the window, and which may have missed it. */
export function cadenceWords({ left }: Caught): Text {
  const sure = CADENCES.filter(({ days }) => days <= left);
  const missing = CADENCES.filter(({ days }) => days > left);
  const names = (some: typeof CADENCES, lang: keyof Text) =>
    some.map(({ name }) => name[lang]).join(lang === 'ja' ? '・' : ', ');
  const misses =
    missing.length === 0
      ? { en: '', ja: '' }
      : {
          en: `; ${names(missing, 'en')} runs may have missed it`,
          ja: `。${names(missing, 'ja')}では見逃し得ます`,
        };
  return {
    en: `${names(sure, 'en')} runs catch it${misses.en}`,
    ja: `${names(sure, 'ja')}の実行で検出できます${misses.ja}`,
  };
}
