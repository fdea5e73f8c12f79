// CSV by RFC 4180, safe to open in a spreadsheet: one row a door or setting, one a blind spot.
import { type Entry, fileOf, newWriter, type Untold, type Writer, whichOf } from './entries.ts';
import type { RenderOptions, Report } from './report.ts';

const COLUMNS = [
  'status',
  'severity',
  'counted',
  'rule',
  'also',
  'what',
  'audience',
  'access',
  'via',
  'who',
  'part',
  'resource_type',
  'resource_id',
  'resource_name',
  'scope',
  'region',
  'because',
  'file',
  'line',
  'since',
  'fix',
  'proof',
  'fingerprint',
  'baseline',
  'first_seen',
] as const;
type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

/** A header and rows, each ended by CR LF; UTF-8 without a byte order mark. */
export function* csvPieces(report: Report, options: RenderOptions): Iterable<string> {
  const writer = newWriter(report, options);
  yield `${COLUMNS.join(',')}\r\n`;
  for (const entry of writer.entries) yield line(writer, entryRow(writer, entry));
  for (const untold of writer.untold) yield line(writer, untoldRow(writer, untold));
}

function entryRow({ options: { lang }, rules, proof }: Writer, entry: Entry): Row {
  const { door, finding, resource, evidence } = entry;
  const place = fileOf(entry);
  const [rule = '', ...also] = entry.rules;
  const close = door?.cures[0]?.text ?? rules.get(rule)?.fix[0];
  const { witness } = door ?? {};
  return {
    status: door?.state ?? 'failed',
    severity: finding.severity,
    counted: entry.fails ? 'yes' : 'no',
    rule,
    also: also.join(' '),
    what: entry.title[lang],
    audience: door?.audience,
    access: door === undefined ? undefined : [...door.access].sort().join(' '),
    via: door?.via,
    who: door?.who?.join(' '),
    part: door?.subjectName ?? door?.subject,
    resource_type: resource.type,
    resource_id: resource.id,
    resource_name: resource.name,
    scope: resource.scope,
    region: resource.region,
    because: evidence.map(({ text }) => text[lang]).join('; '),
    file: place?.path,
    line: place === undefined ? undefined : String(place.line),
    since: door?.since?.date,
    fix: close?.[lang],
    proof: proof && witness !== undefined ? (witness.command ?? witness.request.action) : undefined,
    fingerprint: entry.hash,
    baseline: (door ?? finding).change ?? (door ?? finding).baselineState,
    first_seen: (door ?? finding).firstSeen,
  };
}

function untoldRow({ options: { lang } }: Writer, { spot, counted, hash }: Untold): Row {
  return {
    status: 'could-not-tell',
    counted: counted ? 'yes' : 'no',
    what: spot.text[lang],
    resource_type: spot.type,
    resource_id: whichOf(spot, lang),
    scope: spot.scope,
    because: spot.missing
      .map(({ setting, permission, reason }) => `${permission ?? setting} ${reason}`)
      .filter((words, index, all) => all.indexOf(words) === index)
      .join('; '),
    fingerprint: hash,
  };
}

function line({ say }: Writer, row: Row): string {
  const cells = COLUMNS.map((column) => {
    const text = row[column] ?? '';
    // A hash holds no account id, though it may look like it.
    return cell(column === 'fingerprint' ? text : say(text));
  });
  return `${cells.join(',')}\r\n`;
}

/**
 * One cell. What a spreadsheet would take for a formula gets an apostrophe before it, and so does what is one behind apostrophes: whoever
 * takes one apostrophe away from such a cell has the text back.
 */
export function cell(text: string): string {
  const tame = /^'*[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]|^['\s]|\s$/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
