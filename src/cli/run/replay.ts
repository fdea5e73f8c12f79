// The replay of an incident: a fictional estate through the ordinary audit, as of the day on which a daily run would have caught it.
import { join } from 'node:path';
import type { Incident } from '../../incidents/incident.ts';
import { labelled } from '../../incidents/page.ts';
import { type Caught, firstCaught } from '../../incidents/replay.ts';
import { cadenceWords, caughtWords, REPLAY_WORDS } from '../../incidents/replay-words.ts';
import { startOf } from '../../incidents/window.ts';
import { visible } from '../../report/escape.ts';
import type { Report } from '../../report/report.ts';
import { renderText } from '../../report/text.ts';
import { wrap } from '../../report/wrap.ts';
import { readConfig } from '../config.ts';
import type { Io } from '../io.ts';
import { renderOptions } from '../surroundings.ts';
import { scanTargets } from './scan.ts';

type Replay = NonNullable<Incident['replay']>;

export interface ReplayOptions {
  lang: 'en' | 'ja';
  all: boolean;
  color: boolean;
}

/** The whole text: what is replayed, the day, the report of that day, and what the fixed twin says. */
export async function replayIncident(
  incident: Incident,
  replay: Replay,
  options: ReplayOptions,
  columns: number,
  io: Io,
): Promise<string> {
  const { lang } = options;
  const width = Math.min(100, Math.max(50, columns));
  const caught = await firstCaught(replay, async (day) =>
    (await auditTwin(incident, 'open', day, io)).findings.map(({ rule }) => rule),
  );
  // Ours to keep true: a test replays every one of them.
  if (caught === undefined)
    throw new Error(`the replay of ${incident.id} does not find ${replay.finds.join(', ')}`);
  const open = await auditTwin(incident, 'open', caught.date, io);
  const fixed = await auditTwin(incident, 'fixed', replay.until, io);
  const how = renderOptions('text', { ...options, showProof: false }, io, true);
  return [
    ...headLines(incident, replay, caught, lang, width),
    '',
    ...wrap(REPLAY_WORDS.prints(caught)[lang], width),
    '',
    renderText(open, how).trimEnd(),
    '',
    ...wrap(REPLAY_WORDS.fixed(fixed.findings.length, fixed.gate.exitCode)[lang], width),
    '',
  ].join('\n');
}

function headLines(
  incident: Incident,
  replay: Replay,
  caught: Caught,
  lang: 'en' | 'ja',
  width: number,
): string[] {
  const say = (key: 'estate' | 'window' | 'caught' | 'cadence' | 'honest', text: string) => ({
    label: REPLAY_WORDS.labels[key][lang],
    text,
  });
  return [
    ...wrap(`${incident.company[lang]} (${incident.id}): ${REPLAY_WORDS.replay[lang]}`, width),
    '',
    ...labelled(
      [
        say('estate', replay.estate[lang]),
        say('window', REPLAY_WORDS.window(replay.from, replay.until)[lang]),
        say('caught', caughtWords(caught)[lang]),
        say('cadence', cadenceWords(caught)[lang]),
        say('honest', replay.honest[lang]),
      ],
      width,
    ),
  ].map(visible);
}

/** The report of a twin as of a day; no run of a person's has any part in it. */
export async function auditTwin(
  { id, replay }: Pick<Incident, 'id' | 'replay'>,
  twin: 'open' | 'fixed',
  day: string,
  io: Io,
): Promise<Report> {
  const folder = join(io.root, 'incidents', 'replays', replay?.folder ?? id);
  return await scanTargets(
    {
      targets: [join(folder, `${twin}.jsonl`)],
      live: { regions: [] },
      rulesDirs: [],
      rules: [],
      skipRules: [],
      services: [],
      resources: [],
      excludeResources: [],
      failOn: 'high',
      allowUnknown: undefined,
      exitZero: false,
      formats: [],
      outputs: [],
      showProof: false,
      all: false,
      quiet: true,
      color: false,
    },
    await readConfig(folder),
    { ...io, env: { ...io.env, SOURCE_DATE_EPOCH: String(startOf(day) / 1000) } },
  );
}
