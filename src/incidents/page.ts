// One incident for the terminal: labels at the left, words wrapped, every fact with how sure it is and where it stands.
import { visible } from '../report/escape.ts';
import { pad, widthOf, wrap } from '../report/wrap.ts';
import type { Incident } from './incident.ts';
import { PARTS, storyOf } from './story.ts';
import type { Lang } from './words.ts';

const WIDEST = 100;

/** The page, ending with a line break. `columns`: of the terminal. */
export function incidentPage(incident: Incident, lang: Lang, columns: number): string {
  const width = Math.min(WIDEST, Math.max(50, columns));
  const story = storyOf(incident, lang);
  const lines = [
    ...wrap(`${story.heading} (${incident.id})`, width),
    ...wrap(story.title, width),
    '',
    ...labelled(story.paragraphs, width),
    '',
    PARTS.happened[lang],
  ];
  for (const { certainty, text, sources } of story.facts) {
    const where = sources.length === 0 ? '' : ` (${sources.join(', ')})`;
    lines.push(...indented(`[${certainty}] ${text}${where}`, width, '  - ', '    '));
  }
  lines.push('', PARTS.sources[lang]);
  for (const [index, source] of story.sources.entries()) lines.push(`  (${index + 1}) ${source}`);
  if (incident.replay !== undefined) lines.push('', `tojimari incidents replay ${incident.id}`);
  return `${lines.map(visible).join('\n')}\n`;
}

/** Paragraphs beside their labels. */
export function labelled(paragraphs: { label: string; text: string }[], width: number): string[] {
  const column = Math.max(...paragraphs.map(({ label }) => widthOf(label))) + 4;
  return paragraphs.flatMap(({ label, text }) =>
    indented(text, width, pad(`  ${label}`, column), ' '.repeat(column)),
  );
}

function indented(text: string, width: number, first: string, margin: string): string[] {
  return wrap(text, width - widthOf(margin)).map((line, index) => (index === 0 ? first : margin) + line);
}
