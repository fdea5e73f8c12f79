// All incidents as a table for the terminal, and what they say about the limits of settings.
import { visible } from '../report/escape.ts';
import { pad, widthOf, wrap } from '../report/wrap.ts';
import { type Incident, measure, yearOf } from './incident.ts';
import { limitSentences } from './limits.ts';
import { daysWords, type Lang, recordsWords, SETS, VISIBLE } from './words.ts';

const HEADS = {
  en: ['id', 'year', 'open', 'records', 'in settings', 'replay', 'company'],
  ja: ['ID', '年', '公開期間', '件数', '設定から', '再現', '組織'],
};
/** Cells that stand at the right of their column. */
const NUMBERS = [2, 3];

/** The table, a set after the other, ending with the measured limits and a line break. */
export function incidentTable(incidents: Incident[], lang: Lang, columns: number): string {
  const rows = incidents.map((incident) => cells(incident, lang));
  const heads = HEADS[lang];
  const widths = heads.map((_head, index) =>
    Math.max(...[heads, ...rows].map((row) => widthOf(row[index] ?? ''))),
  );
  // The company stands below where there is no room beside.
  const beside = widths.reduce((sum, width) => sum + width + 2, -2) <= columns;
  const lines = [rowLines(heads, widths, beside)[0] ?? ''];
  let set: Incident['set'] | undefined;
  for (const [index, incident] of incidents.entries()) {
    if (incident.set !== set) {
      set = incident.set;
      lines.push('', SETS[set][lang]);
    }
    lines.push(...rowLines(rows[index] ?? [], widths, beside));
  }
  const width = Math.min(100, Math.max(50, columns));
  lines.push('', ...limitSentences(measure(incidents), lang).flatMap((sentence) => wrap(sentence, width)));
  return `${lines.map(visible).join('\n')}\n`;
}

function cells(incident: Incident, lang: Lang): string[] {
  return [
    incident.id,
    yearOf(incident),
    daysWords(incident, lang),
    recordsWords(incident, lang),
    VISIBLE[incident.visible][lang],
    incident.replay === undefined ? '–' : { en: 'yes', ja: 'あり' }[lang],
    incident.company[lang],
  ];
}

function rowLines(row: string[], widths: number[], beside: boolean): string[] {
  const company = row.at(-1) ?? '';
  const line = row
    .slice(0, -1)
    .map((cell, index) => {
      const width = widths[index] ?? 0;
      return NUMBERS.includes(index)
        ? ' '.repeat(Math.max(0, width - widthOf(cell))) + cell
        : pad(cell, width);
    })
    .join('  ');
  return beside ? [`${line}  ${company}`.trimEnd()] : [line.trimEnd(), `    ${company}`];
}
