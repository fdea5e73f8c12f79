// A line with places for a name and for texts that may be any, and whether another line is the same but for these.
import { HOLE, isPlain, NAME } from './skeleton.ts';

export interface Template {
  /** The line, with NAME and HOLE. */
  text: string;
  /** Where these stand in it, and its end. */
  places: number[];
}

/** To tell lines apart at a glance, a few characters are looked at before each of the first names, and behind the last one. */
const [NAMES, SAMPLES, BEHIND] = [6, 32, 200];
/** As FNV-1a has it. */
const PRIME = 0x01000193;

/** The template of a text with NAME and HOLE. */
export function templateOf(text: string): Template {
  const places: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === NAME || character === HOLE) places.push(at);
  }
  places.push(text.length);
  return { text, places };
}

/** A line in which a name stands at these places, as it would be looked for. */
export interface Named {
  text: string;
  name: string;
  places: number[];
}

/** A line, by the name that it says it has; undefined where it says none that stands plainly. */
export function namedLine(text: string): Named | undefined {
  const key = '"name":"';
  const begin = text.indexOf(key) + key.length;
  const end = text.indexOf('"', begin);
  if (begin < key.length || end <= begin || !isPlain(text, begin, end)) return undefined;
  const name = text.slice(begin, end);
  const places: number[] = [];
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) places.push(at);
  return { text, name, places };
}

/**
 * A number that lines of one template share, and few others. Names within texts that may be any do not count: they stand there by themselves,
 * and not as in an id. Where such texts come so early that they are looked at, lines are not known again: that costs time, and nothing else.
 */
export function markOf({ text, name, places }: Named): number {
  let mark = 0;
  let from = 0;
  let seen = 0;
  const [first = 0] = places;
  const before = text.charCodeAt(first - 1);
  const look = (to: number) => {
    const gap = to - from;
    const step = 1 + Math.floor(gap / SAMPLES);
    mark = Math.imul(mark ^ gap, PRIME);
    for (let at = from; at < to; at += step) mark = Math.imul(mark ^ text.charCodeAt(at), PRIME);
    from = to + name.length;
  };
  for (const place of places) {
    // The second is where the line says its name.
    if (seen >= 2 && text.charCodeAt(place - 1) !== before) continue;
    look(place);
    seen += 1;
    if (seen === NAMES) return mark;
  }
  look(Math.min(text.length, from + BEHIND));
  return mark;
}

/** Is a line this template with its name for each NAME and nowhere else, and with a plain text for each HOLE? */
export function fits({ text: template, places: slots }: Template, { text, name, places }: Named): boolean {
  let at = 0;
  let from = 0;
  let next = 0;
  for (const slot of slots) {
    const end = at + slot - from;
    if (text.slice(at, end) !== template.slice(from, slot)) return false;
    const place = places[next] ?? text.length;
    if (place < end) return false;
    if (slot === template.length) return end === text.length;
    from = slot + 1;
    if (template.charAt(slot) === NAME) {
      if (place !== end) return false;
      next += 1;
      at = end + name.length;
    } else {
      at = text.indexOf('"', end);
      if (at === -1 || !isPlain(text, end, at)) return false;
      while ((places[next] ?? at) < at) next += 1;
    }
  }
  return false;
}
