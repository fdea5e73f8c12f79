// Since when visitors can reach the records of an object: by the setup audit trail, and no earlier than what opens it was made.
import type { Assessment, Context, Exposure, Since } from '../../../exposure.ts';
import type { Resource, Text } from '../../../snapshot/resource.ts';
import { TYPES } from '../guest/model.ts';
import { type Past, pastOf } from './past.ts';
import { type Piece, piecesOf } from './pieces.ts';
import { ofPermission, ofRule, ofSite, ofSystem, permissionsMade, trailBegins } from './words.ts';

/** A time, and what happened then. */
export interface Moment {
  date: string;
  source: Since['source'];
  text: Text;
}

/** Between when and when a piece came to be what it is. A side that nothing says is left out. */
export interface Span {
  earliest?: Moment;
  latest?: Moment;
}

/** The assessment of a site, with the date of each exposure that the org's history tells something about. */
export function withDates(assessment: Assessment, site: Resource, context: Context): Assessment {
  const [history] = context.all(TYPES.history, site.scope);
  if (history === undefined || site.type !== TYPES.site) return assessment;
  const past = pastOf(history);
  const exposures = assessment.exposures.map((exposure) => {
    const since = sinceOf(exposure, site, past, context);
    return since === undefined ? exposure : { ...exposure, since };
  });
  return { ...assessment, exposures };
}

function sinceOf(exposure: Exposure, site: Resource, past: Past, context: Context): Since | undefined {
  const pieces = piecesOf(exposure, site, context);
  if (pieces.length === 0) return undefined;
  const spans = pieces.map((piece) =>
    piece.what === 'sharing-rule' ? ofTheRule(piece, past) : ofTheRight(piece, past),
  );
  const from = last([...spans.map((span) => span.earliest), ofTheSite(site, past)]);
  // One piece of which nothing says when it came leaves the door without an end.
  const ends = spans.map((span) => span.latest);
  const until = ends.includes(undefined) ? undefined : last(ends);
  // The trail cannot be about a time before the thing was there.
  if (until === undefined || (from !== undefined && day(from) > day(until)))
    return from === undefined ? undefined : notBefore(from, past);
  const { date, source, text } = until;
  if (from !== undefined && day(from) === day(until)) return { date, source, detail: text };
  return { date, source, detail: from === undefined ? text : both(text, from), orEarlier: true };
}

function notBefore({ date, source, text }: Moment, { trail }: Past): Since {
  const lost =
    trail.state === 'unknown'
      ? { en: '; the setup audit trail could not be read', ja: '。設定変更履歴は読み取れませんでした' }
      : { en: '', ja: '' };
  return { date, source, detail: { en: text.en + lost.en, ja: text.ja + lost.ja }, orLater: true };
}

function both(text: Text, from: Moment): Text {
  return {
    en: `${text.en}; no earlier than ${day(from)}, ${from.text.en}`,
    ja: `${text.ja}。早くとも ${day(from)}（${from.text.ja}）`,
  };
}

function day({ date }: Moment): string {
  return date.slice(0, 10);
}

function last(moments: (Moment | undefined)[]): Moment | undefined {
  let found: Moment | undefined;
  for (const moment of moments)
    if (moment !== undefined && (found === undefined || moment.date > found.date)) found = moment;
  return found;
}

/** A site can have been away in between, which nothing says: it only cannot have been open before it was there. */
function ofTheSite({ id }: Resource, past: Past): Moment | undefined {
  return last(
    (['site', 'activation', 'guest-user'] as const).map((what) =>
      created(past.made(what, id, id), ofSite(what)),
    ),
  );
}

function ofTheRule({ of, name }: Piece, past: Past): Span {
  const made = created(past.made('sharing-rule', of, name), ofRule(name, 'made'));
  const span: Span = made === undefined ? {} : { earliest: made };
  if (past.trail.state !== 'present') return span;
  const [newest] = past.changes('sharing-rule', of, name);
  if (newest === undefined) return { ...span, latest: silence(past.trail.value) };
  const { date, did } = newest;
  // It is here now: an entry that removed it was followed by something that the trail does not hold.
  if (did === 'removed') return span;
  const moment = trailed(date, ofRule(name, did));
  return did === 'created' ? { earliest: moment, latest: moment } : { ...span, latest: moment };
}

/** A right on an object, or a system permission. */
function ofTheRight({ what, of, name, right }: Piece, past: Past): Span {
  const words = right === 'on' ? ofSystem(of, name) : ofPermission(of, name, right);
  const made =
    what === 'object-permission' ? created(past.made(what, of, name), permissionsMade(of, name)) : undefined;
  const span: Span = made === undefined ? {} : { earliest: made };
  if (past.trail.state !== 'present') return span;
  for (const { date, before, after } of past.changes(what, of, name)) {
    if (before === undefined || after === undefined) return { ...span, latest: trailed(date, words.changed) };
    // The org says now that it has the right: an entry that took it was followed by something the trail does not hold.
    if (!grants(after, right)) return span;
    if (!grants(before, right)) {
      const moment = trailed(date, words.given);
      return { earliest: moment, latest: moment };
    }
  }
  return { ...span, latest: silence(past.trail.value) };
}

/** Modify All holds every other right, View All holds Read. */
function grants(rights: string[], right: Piece['right']): boolean {
  return (
    rights.includes(right) || rights.includes('modifyAll') || (right === 'read' && rights.includes('viewAll'))
  );
}

function trailed(date: string, text: Text): Moment {
  return { date, source: 'setup-audit-trail', text };
}

function silence(from: string): Moment {
  return trailed(from, trailBegins());
}

function created(date: string | undefined, text: Text): Moment | undefined {
  return date === undefined ? undefined : { date, source: 'created', text };
}
