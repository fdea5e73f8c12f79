// What comes from other threads shares nothing: equal texts and equal small objects of it are held in memory once.
import { newFirst } from '../../audit/sharing.ts';

/** So many texts, and as many objects, are known at a time. */
const MOST = 20_000;
/** Shorter texts take no more room than knowing them does, and longer ones are rarely equal. */
const [SHORTEST, LONGEST] = [8, 1000];

/** Goes through plain data, and lets equal pieces of it, and of what it went through before, be one. */
export function newOnce(): (value: object) => void {
  const texts = newFirst<string>(MOST);
  const objects = newFirst<object>(MOST);
  const once = (value: object) => {
    // Without a list of its entries, of which there would be a million.
    for (const name in value) {
      const child: unknown = Reflect.get(value, name);
      const known = one(child);
      if (known !== child) Reflect.set(value, name, known);
    }
  };
  const one = (value: unknown): unknown => {
    if (typeof value === 'string')
      return value.length < SHORTEST || value.length > LONGEST ? value : texts(value, value);
    if (typeof value !== 'object' || value === null) return value;
    once(value);
    const key = keyOf(value);
    return key === undefined ? value : objects(key, value);
  };
  return once;
}

/** Of an object that holds a few short texts and nothing else: what makes it equal to another. */
function keyOf(value: object): string | undefined {
  if (Array.isArray(value)) return undefined;
  let key = '';
  for (const name in value) {
    const text: unknown = Reflect.get(value, name);
    if (typeof text !== 'string' || key.length + text.length > LONGEST) return undefined;
    key += `${name}\0${text}\0`;
  }
  return key;
}
