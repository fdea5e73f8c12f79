// How a door is wider than one intent declares: who gets in, what they can do, which keys, which part. Pure.
import { AUDIENCES } from '../exposure.ts';
import { matchesGlob } from '../glob.ts';
import { accessWords } from '../report/headline.ts';
import type { Door, Text } from '../report/report.ts';
import { AUDIENCE_WORDS } from '../report/text-intents.ts';
import { listed } from '../report/words.ts';
import type { Intent } from './intents.ts';

/** In which ways a door lets in more, or lets them do more, than one intent declares; none: it is inside. */
export function waysWider(intent: Intent, door: Door): Text[] {
  const ways: Text[] = [];
  if (AUDIENCES.indexOf(door.audience) < AUDIENCES.indexOf(intent.audience)) {
    const [is, meant] = [AUDIENCE_WORDS[door.audience], AUDIENCE_WORDS[intent.audience]];
    ways.push({
      en: `open to ${is.en}, declared for ${meant.en}`,
      ja: `公開先は「${is.ja}」、宣言は「${meant.ja}」`,
    });
  } else ways.push(...widerCallers(intent, door));
  const more = door.access.filter((word) => !intent.access.includes(word));
  if (door.access.length === 0)
    ways.push({ en: 'what can be done cannot be told', ja: '何ができるかを判定できない' });
  if (more.length > 0) {
    const words = accessWords(more);
    ways.push({ en: `also ${words.en}`, ja: `${words.ja}も可能` });
  }
  return [...ways, ...widerKeys(intent, door), ...widerParts(intent, door)];
}

/** A subject that names who gets in is no part of the resource. */
function namesCaller({ via = '', subject, who = [] }: Door): boolean {
  return subject !== undefined && (who.includes(subject) || /^(aws-|log-)/.test(via));
}

function widerCallers({ audience, who: meant = [] }: Intent, door: Door): Text[] {
  if (door.audience !== 'named-outsider' || audience !== 'named-outsider') return [];
  const { who = [], subject } = door;
  const callers = who.length > 0 ? who : namesCaller(door) && subject !== undefined ? [subject] : [];
  if (callers.length === 0)
    return meant.includes('*') ? [] : [{ en: 'whom it lets in cannot be told', ja: '相手を特定できない' }];
  const others = callers.filter((name) => !meant.some((glob) => matchesGlob(glob, name)));
  if (others.length === 0) return [];
  return [
    { en: `also lets in ${listed(others, 3, 'en')}`, ja: `${listed(others, 3, 'ja')} にも公開されている` },
  ];
}

/** Lists, settings and rights over the whole are under no folder. */
const OF_KEYS = ['read', 'write', 'delete'];

function widerKeys({ under, access: meant }: Intent, { access, keys }: Door): Text[] {
  if (under === undefined) return [];
  const folder = `${under.replace(/^\/+|\/+$/g, '')}/`;
  if (folder === '/') return [];
  // What is not declared at all was said already.
  const whole = access.filter((word) => meant.includes(word) && !OF_KEYS.includes(word));
  if (whole.length > 0) {
    const words = accessWords(whole);
    return [
      {
        en: `${words.en}: not limited to ${under}`,
        ja: `${words.ja}は ${under} に限られない`,
      },
    ];
  }
  if (keys === undefined || keys.length === 0)
    return [
      {
        en: `which keys it opens cannot be told, declared is ${under}`,
        ja: `どのキーに届くかを判定できない（宣言は ${under}）`,
      },
    ];
  // From the first wildcard or variable on, a pattern may be anything.
  const outside = keys.filter((key) => !(key.split(/[*?$]/)[0] ?? '').startsWith(folder));
  if (outside.length === 0) return [];
  return [
    {
      en: `also keys outside ${under}: ${listed(outside, 3, 'en')}`,
      ja: `${under} 以外のキーにも届く: ${listed(outside, 3, 'ja')}`,
    },
  ];
}

function widerParts({ parts = [] }: Intent, door: Door): Text[] {
  const { subject, subjectName } = door;
  if (subject === undefined || namesCaller(door)) return [];
  const names = [subject, subject.split(' ')[0] ?? subject, subjectName ?? subject];
  if (parts.some((glob) => names.some((name) => matchesGlob(glob, name)))) return [];
  const name = subjectName ?? subject;
  return [{ en: `also ${name}`, ja: `${name} も対象になっている` }];
}
