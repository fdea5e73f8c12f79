// The words about incidents in both languages: labels, certainty, visibility, days and numbers.
import { count } from '../report/words.ts';
import { type Certainty, daysOpen, type Incident } from './incident.ts';

export type Lang = 'en' | 'ja';
type Text = { en: string; ja: string };

export const CERTAINTY: Record<Certainty, Text> = {
  verified: { en: 'verified', ja: '確認済み' },
  reported: { en: 'reported', ja: '報道・二次情報' },
  known: { en: 'common knowledge', ja: '一般に知られた事実' },
  ours: { en: 'our judgement', ja: '当方の判断' },
};

/** For a table. */
export const VISIBLE: Record<Incident['visible'], Text> = {
  direct: { en: 'yes', ja: '分かる' },
  precondition: { en: 'precondition', ja: '前提条件のみ' },
  no: { en: 'no', ja: '分からない' },
};

/** For a page. */
export const VISIBLE_LONG: Record<Incident['visible'], Text> = {
  direct: {
    en: 'Yes. The exposure itself was a setting that an audit can read.',
    ja: '分かります。公開状態そのものが、監査で読み取れる設定でした。',
  },
  precondition: {
    en: 'In part. Settings showed what made it possible or worse, not that it happened.',
    ja: '一部分かります。設定に現れるのは前提条件であり、起きたことそのものではありません。',
  },
  no: {
    en: 'Not visible in settings. No settings audit would have shown it, this one included.',
    ja: '設定からは検出できません。tojimari を含め、設定の監査では分かりませんでした。',
  },
};

export const SETS: Record<Incident['set'], Text> = {
  studied: { en: 'Studied', ja: '分析した事例' },
  comparable: { en: 'Comparable', ja: '類似の事例' },
  mentioned: { en: 'Mentioned beside them', ja: 'あわせて言及した事例' },
};

/** `1,775 days`, `1,719 to 1,749 days`; a dash where no source says. */
export function daysWords(incident: Incident, lang: Lang): string {
  const days = daysOpen(incident);
  if (days === undefined) return '–';
  const { least, most } = days;
  if (most === 0) return { en: 'under a day', ja: '1 日未満' }[lang];
  if (lang === 'ja') return least === most ? `${count(most)} 日` : `${count(least)}〜${count(most)} 日`;
  const unit = most === 1 ? 'day' : 'days';
  return least === most ? `${count(most)} ${unit}` : `${count(least)} to ${count(most)} ${unit}`;
}

/** `1,381,735`, `about 2,150,000`; a dash where no source says. */
export function recordsWords({ records }: Incident, lang: Lang): string {
  if (records === undefined) return '–';
  const about = records.about === true ? { en: 'about ', ja: '約 ' }[lang] : '';
  return about + count(records.count);
}

/** Whether sources name a thing. */
export function publishedWords(published: Incident['published']['platform'], lang: Lang): string {
  return {
    verified: { en: 'named by those concerned', ja: '当事者などが公表' },
    reported: { en: 'named by others only', ja: '報道・二次情報のみ' },
    no: { en: 'never published', ja: '非公表' },
  }[published][lang];
}
