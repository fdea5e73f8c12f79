// The documents about incidents: the front page with the measured limits, and every incident on one page.
import { daysOpen, type Incident, measure } from './incident.ts';
import { limitSentences } from './limits.ts';
import { CADENCES } from './replay-words.ts';
import { PARTS, storyOf } from './story.ts';
import { CERTAINTY, daysWords, recordsWords, SETS, VISIBLE } from './words.ts';

/** What the documents are, in the order in which one reads them. */
export interface DocumentLink {
  file: string;
  about: string;
}

/** docs/README.md: what tojimari can show and what not, measured, and the way to every other page. */
export function frontPage(incidents: Incident[], links: DocumentLink[]): string {
  const studied = incidents.filter(({ set }) => set === 'studied');
  const list = (visible: Incident['visible']) =>
    studied.filter((incident) => incident.visible === visible).map((incident) => `- ${linkTo(incident)}`);
  return page([
    '# tojimari',
    'Finds what outsiders can reach in your cloud and SaaS, and proves it.',
    '## What it can show, and what not',
    ...limitSentences(measure(incidents), 'en'),
    `The cases and their sources are in [incidents.md](incidents.md); what no settings audit can ever see is in [limits.md](limits.md).`,
    '**The setting itself showed it:**',
    list('direct').join('\n'),
    '**Settings showed what made it possible or worse:**',
    list('precondition').join('\n'),
    '**Not visible in settings:**',
    list('no').join('\n'),
    '## The pages',
    links.map(({ file, about }) => `- [${file}](${file}): ${about}`).join('\n'),
  ]);
}

/** docs/incidents.md */
export function incidentsPage(incidents: Incident[]): string {
  const sets = (['studied', 'comparable', 'mentioned'] as const).map((set) =>
    incidents.filter((incident) => incident.set === set),
  );
  return page([
    '# Incidents',
    'Public incidents, what their sources say and how sure that is, and what a settings audit could have shown. `tojimari incidents` prints the same, in English and Japanese, and replays some of them on fictional estates.',
    ...limitSentences(measure(incidents), 'en'),
    `How sure a fact is: **${CERTAINTY.verified.en}** was read in the words of the company, an authority or the finder (or a copy of them); **${CERTAINTY.reported.en}** stands in the press or with others only. Numbers are the most that may be concerned. A finding is called of the same class only where sources name the platform and the setting.`,
    ...sets.flatMap((some) => (some[0] === undefined ? [] : [`## ${SETS[some[0].set].en}`, table(some)])),
    '## How often to look',
    'A run at this interval is sure to have met the time in which the setting stood open, where its days are known:',
    cadences(incidents),
    ...sets.flat().map(section),
  ]);
}

function table(incidents: Incident[]): string {
  const rows = incidents.map((incident) =>
    [
      linkTo(incident, ''),
      incident.disclosed.slice(0, 4),
      daysWords(incident, 'en'),
      recordsWords(incident, 'en'),
      VISIBLE[incident.visible].en,
      incident.replay === undefined ? '–' : 'yes',
    ].join(' | '),
  );
  return [
    '| incident | year | open | records | in settings | replay |',
    '|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

/** Which intervals are sure to have met it. */
function cadences(incidents: Incident[]): string {
  const rows = incidents.flatMap((incident) => {
    const days = daysOpen(incident);
    if (incident.visible !== 'direct' || days === undefined) return [];
    const met = CADENCES.map((cadence) => (cadence.days <= days.least ? 'yes' : 'may miss it'));
    return [[linkTo(incident, ''), daysWords(incident, 'en'), ...met].join(' | ')];
  });
  return [
    `| incident | open | ${CADENCES.map(({ name }) => name.en).join(' | ')} |`,
    `|---|---|${'---|'.repeat(CADENCES.length)}`,
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

function section(incident: Incident): string {
  const story = storyOf(incident, 'en');
  const facts = story.facts.map(({ certainty, text, sources }) => {
    const links = sources.map((number) => `[${number}](${escapeUrl(story.sources[number - 1] ?? '')})`);
    return `- ${text} *${certainty}* ${links.join(' ')}`.trimEnd();
  });
  const replay =
    incident.replay === undefined
      ? []
      : [
          `\`tojimari incidents replay ${incident.id}\`: ${incident.replay.estate.en} ${incident.replay.honest.en}`,
        ];
  return page([
    `<a id="${incident.id}"></a>`,
    `### ${story.heading}: ${story.title}`,
    story.paragraphs.map(({ label, text }) => `- **${label}**: ${text}`).join('\n'),
    `${PARTS.happened.en}:`,
    facts.join('\n'),
    ...replay,
  ]).trimEnd();
}

function linkTo({ id, company, disclosed }: Incident, file = 'incidents.md'): string {
  return `[${company.en}, ${disclosed.slice(0, 4)}](${file}#${id})`;
}

/** Parentheses would end a link. */
function escapeUrl(url: string): string {
  return url.replaceAll('(', '%28').replaceAll(')', '%29');
}

function page(parts: string[]): string {
  return `${parts.join('\n\n')}\n`;
}
