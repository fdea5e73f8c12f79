// What is meant to stand open, and whether a door stays within it. What cannot be told is outside. Pure.
import type { Audience } from '../exposure.ts';
import { matchesGlob } from '../glob.ts';
import type { Door, Finding, Origin, ReportResource, Text } from '../report/report.ts';
import { waysWider } from './intent-ways.ts';

/** Who answers for it, why, and how long. */
export interface Terms {
  owner: string;
  reason: string;
  /** The last day on which it counts, UTC: `2027-03-31`. */
  until: string;
  /** Where it is written. */
  origin?: Origin;
  /** Added by the change that is being judged: told, and does not count. */
  proposed?: true;
}

/** An exposure that is meant: these may do this much to these resources, and no more. */
export interface Intent extends Terms {
  /** `aws.s3.bucket` */
  type: string;
  /** Globs of names and ids. */
  resources: string[];
  /** Glob of scope ids: `aws/111122223333`. */
  scope?: string;
  audience: Audience;
  access: string[];
  /** The folder of keys: `/assets`. */
  under?: string;
  /** Globs of parts of the resource: objects of a site, issuers that a role trusts, access points. */
  parts?: string[];
  /** named-outsider: globs of those who are meant. */
  who?: string[];
}

/** A blind spot that is meant: `s3:GetBucketPolicy on log-archive-*`. */
export interface AcceptedUnknown extends Terms {
  unknown: string;
}

export type Declared = Intent | AcceptedUnknown;

/** What the intents say of a door. `by`: those that decide. */
export type Judgement =
  | { verdict: 'undeclared' }
  | { verdict: 'inside'; by: Intent[] }
  | { verdict: 'wider' | 'expired' | 'proposed'; by: Intent[]; text: Text };

export function isAbout(intent: Intent, { type, id, name, scope }: ReportResource): boolean {
  if (type !== intent.type) return false;
  if (intent.scope !== undefined && !matchesGlob(intent.scope, scope)) return false;
  return intent.resources.some((glob) => matchesGlob(glob, name) || matchesGlob(glob, id));
}

const DAY_MS = 86_400_000;

/** True from the first moment of the day after. `now`: milliseconds since 1970. */
export function isOver({ until }: Pick<Terms, 'until'>, now: number): boolean {
  // What is no day is over.
  return !(now < Date.parse(`${until}T00:00:00Z`) + DAY_MS);
}

/** A door is inside when each thing that can be done through it is covered by an intent that counts today. */
export function judgeDoor(door: Door, intents: Intent[], now: number): Judgement {
  const about = door.state === 'unknown' ? [] : intents.filter((intent) => isAbout(intent, door.resource));
  if (about.length === 0) return { verdict: 'undeclared' };
  const proposed = about.filter((intent) => intent.proposed === true);
  const written = about.filter((intent) => intent.proposed !== true);
  const current = written.filter((intent) => !isOver(intent, now));
  const inside = covering(door, current);
  if (inside !== undefined) return { verdict: 'inside', by: inside };
  const past = covering(door, written)?.filter((intent) => isOver(intent, now));
  if (past !== undefined) return { verdict: 'expired', by: past, text: expiredText(past, []) };
  const later = covering(door, [...current, ...proposed])?.filter((intent) => intent.proposed === true);
  if (later !== undefined) return { verdict: 'proposed', by: later, text: proposedText(later, []) };
  // All of them are exceeded; the one that says most of it is named.
  const by = current.length > 0 ? current : written.length > 0 ? written : about;
  const [closest, ways] = closestOf(door, by);
  if (closest.proposed === true) return { verdict: 'proposed', by, text: proposedText([closest], ways) };
  if (current.length === 0) return { verdict: 'expired', by, text: expiredText([closest], ways) };
  return { verdict: 'wider', by, text: widerText(closest, ways) };
}

/** For each access the first intent that covers it; undefined when one is left over. */
function covering(door: Door, intents: Intent[]): Intent[] | undefined {
  const found = new Set<Intent>();
  for (const word of door.access) {
    const one = intents.find((intent) => waysWider(intent, { ...door, access: [word] }).length === 0);
    if (one === undefined) return undefined;
    found.add(one);
  }
  return found.size === 0 ? undefined : [...found];
}

function closestOf(door: Door, intents: Intent[]): [Intent, Text[]] {
  const [first, ...others] = intents;
  if (first === undefined) throw new Error('no intent is about this door');
  let closest: [Intent, Text[]] = [first, waysWider(first, door)];
  for (const intent of others) {
    const ways = waysWider(intent, door);
    if (ways.length < closest[1].length) closest = [intent, ways];
  }
  return closest;
}

/** `tojimari.yaml:12` */
function placeOf({ origin }: Terms): string {
  return origin === undefined
    ? 'tojimari.yaml'
    : `${origin.file}${origin.line === undefined ? '' : `:${origin.line}`}`;
}

function joined(ways: Text[]): Text {
  return { en: ways.map(({ en }) => en).join('; '), ja: ways.map(({ ja }) => ja).join('、') };
}

function widerText(intent: Intent, ways: Text[]): Text {
  const how = joined(ways);
  return {
    en: `wider than declared in ${placeOf(intent)} (${intent.owner}): ${how.en}`,
    ja: `${placeOf(intent)} の宣言（${intent.owner}）より広い: ${how.ja}`,
  };
}

function expiredText(intents: Intent[], ways: Text[]): Text {
  const [first] = intents;
  if (first === undefined) throw new Error('nothing has expired');
  const how = joined(ways);
  const also =
    ways.length === 0
      ? { en: '', ja: '' }
      : { en: `, and is wider: ${how.en}`, ja: `。さらに宣言より広い: ${how.ja}` };
  return {
    en: `the intent in ${placeOf(first)} (${first.owner}) expired on ${first.until}${also.en}`,
    ja: `${placeOf(first)} の宣言（${first.owner}）は ${first.until} で期限切れ${also.ja}`,
  };
}

function proposedText(intents: Intent[], ways: Text[]): Text {
  const [first] = intents;
  if (first === undefined) throw new Error('nothing is proposed');
  const how = joined(ways);
  const also =
    ways.length === 0
      ? { en: '', ja: '' }
      : { en: `, and is wider: ${how.en}`, ja: `。さらに宣言より広い: ${how.ja}` };
  return {
    en: `the intent in ${placeOf(first)} (${first.owner}) is only proposed by this change and does not count yet${also.en}`,
    ja: `${placeOf(first)} の宣言（${first.owner}）はこの変更で提案されたもので、まだ有効ではない${also.ja}`,
  };
}

/**
 * The exposures that a failed rule speaks of, parted: `meant` when all of them are inside what is declared, else what is
 * left, and why what is declared does not cover it. A rule without exposures is about a setting, which no intent covers.
 */
export function splitByIntent<E>(
  exposures: E[],
  judged: Map<E, Judgement>,
): { meant: boolean; left: E[]; intent?: NonNullable<Finding['intent']> } {
  const left = exposures.filter((exposure) => judged.get(exposure)?.verdict !== 'inside');
  if (left.length === 0) return { meant: exposures.length > 0, left };
  for (const verdict of ['wider', 'expired', 'proposed'] as const) {
    const texts = new Map<string, Text>();
    for (const exposure of left) {
      const judgement = judged.get(exposure);
      if (judgement?.verdict === verdict) texts.set(judgement.text.en, judgement.text);
    }
    if (texts.size > 0)
      return { meant: false, left, intent: { status: verdict, text: joined([...texts.values()]) } };
  }
  return { meant: false, left };
}
