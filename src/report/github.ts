// Workflow commands of GitHub Actions: annotations on the lines of a pull request and on the page of a run.

import { detailLines, type Entry, fileOf, newWriter, type Untold, type Writer, whichOf } from './entries.ts';
import { shorten } from './escape.ts';
import type { RenderOptions, Report } from './report.ts';
import { reaches } from './report.ts';
import { count, LABELS, listed, SEVERITY_WORDS } from './words.ts';

/** Annotations of one kind that GitHub shows of one step; the log has all. */
const SHOWN = 10;
const MAX_NAME = 80;
type Level = 'error' | 'warning' | 'notice';
interface Command {
  level: Level;
  properties: [name: string, value: string | number | undefined][];
  message: string;
}

/** One command a line: doors and settings worst first, hygiene by rule, blind spots, then what the exit code is. What fails the run is an error. */
export function* githubPieces(report: Report, options: RenderOptions): Iterable<string> {
  const writer = newWriter(report, options);
  const { severity } = options;
  const levels: Level[] = [];
  let hidden = 0;
  let known = 0;
  const hygiene = new Map<string, Entry[]>();
  for (const entry of writer.entries) {
    const { severity: level, rule } = entry.finding;
    if (isKnown(entry, writer)) known += 1;
    else if (severity !== undefined && !reaches(level, severity) && !entry.fails) hidden += 1;
    else if (level === 'low' && entry.door === undefined && !options.all) {
      const others = hygiene.get(rule);
      if (others === undefined) hygiene.set(rule, [entry]);
      else others.push(entry);
    } else {
      const command = entryCommand(writer, entry);
      levels.push(command.level);
      yield commandLine(command);
    }
  }
  for (const [rule, entries] of hygiene) {
    const command = hygieneCommand(writer, rule, entries);
    levels.push(command.level);
    yield commandLine(command);
  }
  for (const untold of writer.untold) {
    const command = untoldCommand(writer, untold);
    levels.push(command.level);
    yield commandLine(command);
  }
  yield commandLine(resultCommand(writer, levels, hidden, known));
}

/** Where only what is new counts, what is known is no news on every pull request: it is counted. */
function isKnown({ door, finding, fails }: Entry, { report, options }: Writer): boolean {
  if (report.gate.failOnNew === undefined || options.all || fails) return false;
  return (door ?? finding).baselineState === 'unchanged';
}

function entryCommand(writer: Writer, entry: Entry): Command {
  const { say } = writer;
  const { severity, rule } = entry.finding;
  const place = fileOf(entry);
  // GitHub takes columns only where an annotation stays on its line.
  const oneLine = place !== undefined && place.line === place.endLine;
  return {
    level: entry.fails ? 'error' : severity === 'low' ? 'notice' : 'warning',
    properties: [
      ['file', place === undefined ? undefined : say(place.path)],
      ['line', place?.line],
      ['endLine', place?.endLine],
      ['col', oneLine ? place.column : undefined],
      ['endColumn', oneLine ? place.endColumn : undefined],
      ['title', `${say(SEVERITY_WORDS[severity])} ${say(rule)}`],
    ],
    message: [say(entry.title), ...detailLines(writer, entry)].join('\n'),
  };
}

/** Low findings of one rule that open nothing, in one annotation, as the text has them in one line. */
function hygieneCommand({ say, rules, options }: Writer, rule: string, entries: Entry[]): Command {
  const title = say(rules.get(rule)?.title ?? rule);
  const names = entries.map(({ resource }) => shorten(resource.name, MAX_NAME)).sort();
  return {
    level: entries.some(({ fails }) => fails) ? 'error' : 'notice',
    properties: [['title', `${say(SEVERITY_WORDS.low)} ${say(rule)}`]],
    message: `${title}: ${count(entries.length)}\n${say(listed(names, 20, options.lang))}`,
  };
}

function untoldCommand({ say, options }: Writer, { spot, counted }: Untold): Command {
  const which = say(whichOf(spot, options.lang));
  return {
    level: counted ? 'error' : 'warning',
    properties: [['title', say(LABELS.couldNotTell)]],
    message: which === '' ? say(spot.text) : `${say(spot.text)}\n${which}`,
  };
}

function resultCommand(
  { say, report, entries, untold }: Writer,
  levels: Level[],
  hidden: number,
  known: number,
): Command {
  const { exitCode, failOn: always, failOnNew } = report.gate;
  const failOn = [always === 'never' && failOnNew ? [] : always, failOnNew ? `${failOnNew} (new)` : []]
    .flat()
    .join(', ');
  const failing = entries.filter(({ fails }) => fails).length;
  const blind = untold.filter(({ counted }) => counted).length;
  const parts = [
    say({
      en: `${count(failing)} at or above ${failOn}, ${count(entries.length - failing)} below, ${count(blind)} could not be told: exit ${exitCode}.`,
      ja: `${say(failOn)} 以上 ${count(failing)} 件、それ未満 ${count(entries.length - failing)} 件、判定不能 ${count(blind)} 件。終了コード ${exitCode}。`,
    }),
  ];
  const most = Math.max(
    ...(['error', 'warning', 'notice'] as const).map(
      (level) => levels.filter((each) => each === level).length,
    ),
  );
  if (most > SHOWN)
    parts.push(
      say({
        en: `GitHub shows ${SHOWN} annotations of a kind; all of them are in the log of this step.`,
        ja: `GitHub に表示される注釈は種類ごとに ${SHOWN} 件までです。すべてはこのステップのログにあります。`,
      }),
    );
  if (known > 0)
    parts.push(
      say({
        en: `Known already, not annotated: ${count(known)}.`,
        ja: `既知のため注釈なし: ${count(known)} 件。`,
      }),
    );
  if (hidden > 0)
    parts.push(
      say({
        en: `Not listed (--severity): ${count(hidden)}.`,
        ja: `表示していないもの (--severity): ${count(hidden)} 件。`,
      }),
    );
  return { level: 'notice', properties: [['title', 'tojimari']], message: parts.join('\n') };
}

function commandLine({ level, properties, message }: Command): string {
  const given = properties
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${propertyValue(String(value))}`);
  return `::${level} ${given.join(',')}::${commandData(message)}\n`;
}

/** The message of a command, as the runner unescapes it. */
export function commandData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** The value of a property, as the runner unescapes it. */
export function propertyValue(text: string): string {
  return commandData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
