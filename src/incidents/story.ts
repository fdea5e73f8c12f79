// One incident as labelled paragraphs, from which the page in the terminal and the one in the documents are made.
import type { Incident } from './incident.ts';
import { CERTAINTY, daysWords, type Lang, publishedWords, recordsWords, VISIBLE_LONG } from './words.ts';

/** A label and what is said under it. */
export interface Paragraph {
  label: string;
  text: string;
}

export interface Story {
  heading: string;
  title: string;
  paragraphs: Paragraph[];
  /** Each with the numbers of its sources. */
  facts: { certainty: string; text: string; sources: number[] }[];
  /** Addresses; the first is number 1. */
  sources: string[];
}

const LABELS = {
  disclosed: { en: 'made public', ja: '公表' },
  open: { en: 'open', ja: '期間' },
  records: { en: 'records', ja: '件数' },
  platform: { en: 'platform', ja: '環境' },
  setting: { en: 'setting', ja: '設定' },
  visible: { en: 'in settings', ja: '設定から' },
  rules: { en: 'found by', ja: '検出ルール' },
  analogue: { en: 'the like of it', ja: '同種の検出' },
  unseen: { en: 'not seen', ja: '見えないもの' },
  lesson: { en: 'lesson', ja: '教訓' },
};

/** Names of what happened and of the pages that say so. */
export const PARTS = {
  happened: { en: 'What happened', ja: '経緯' },
  sources: { en: 'Sources', ja: '出典' },
};

/** The whole story in one language. */
export function storyOf(incident: Incident, lang: Lang): Story {
  const keys = Object.keys(incident.sources);
  const paragraphs: Paragraph[] = [];
  const add = (label: keyof typeof LABELS, text: string | undefined): void => {
    if (text !== undefined) paragraphs.push({ label: LABELS[label][lang], text });
  };
  add('disclosed', incident.disclosed);
  add('open', openWords(incident, lang));
  add('records', amountWords(incident, lang));
  add('platform', named(incident.platform[lang], publishedWords(incident.published.platform, lang), lang));
  add('setting', incident.setting[lang]);
  add('visible', VISIBLE_LONG[incident.visible][lang]);
  add('rules', ruleWords(incident, lang));
  add('analogue', incident.analogue?.join(', '));
  add('unseen', incident.unseen[lang]);
  add('lesson', incident.lesson[lang]);
  return {
    heading: incident.company[lang],
    title: incident.title[lang],
    paragraphs,
    facts: incident.facts.map(({ certainty, sources = [], ...text }) => ({
      certainty: CERTAINTY[certainty][lang],
      text: text[lang],
      sources: sources.map((key) => keys.indexOf(key) + 1),
    })),
    sources: Object.values(incident.sources),
  };
}

function openWords(incident: Incident, lang: Lang): string | undefined {
  const { open } = incident;
  if (open === undefined) return undefined;
  const days = daysWords(incident, lang);
  const note = open.note === undefined ? '' : `${lang === 'ja' ? '。' : '. '}${open.note[lang]}`;
  const same = open.from === open.until;
  const span = {
    en: same ? open.from : `${open.from} to ${open.until}`,
    ja: same ? open.from : `${open.from} から ${open.until} まで`,
  }[lang];
  return `${span}${lang === 'ja' ? '、' : ', '}${days}${note}`;
}

function amountWords(incident: Incident, lang: Lang): string | undefined {
  const { records } = incident;
  return records === undefined ? undefined : `${recordsWords(incident, lang)}: ${records.of[lang]}`;
}

function named(name: string, published: string, lang: Lang): string {
  return lang === 'ja' ? `${name}（${published}）` : `${name} (${published})`;
}

/** Which rules would have found it, and that there is none where a setting showed it. */
function ruleWords({ rules, visible, published }: Incident, lang: Lang): string | undefined {
  if (rules.length > 0 && published.platform === 'no')
    return {
      en: `if it was what they read: ${rules.join(', ')}`,
      ja: `該当する設定だった場合: ${rules.join(', ')}`,
    }[lang];
  if (rules.length > 0) return rules.join(', ');
  if (visible === 'no') return undefined;
  return { en: 'no rule of tojimari', ja: '該当するルールはありません' }[lang];
}
