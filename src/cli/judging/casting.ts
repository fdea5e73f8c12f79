// What is said of things alike differs in their names and in ids: its form travels once, and is cast for each.

/** What is said of some things, each by its form. */
export interface Casts {
  /** Forms are counted anew from here. */
  anew: boolean;
  /** The forms that did not come before, as JSON. */
  forms: string[];
  casts: Cast[];
}

/** The number of a form, the name in it, and the ids in it in their order. Neither: it is no form, but says all. */
type Cast = [form: number, name: string, ...ids: string[]];

/** Characters of all forms that are counted before they are counted anew. */
const MOST = 1_000_000;
/** A name that stands as it is wherever it stands, and only in texts. */
const PLAIN = /^(?=.*[g-z])[a-z0-9.-]{6,}$/;
/** In the place of a name and of an id. */
const [NAME, ID] = ['\u0001', '\u0002'];
const NAME_IN_JSON = '\\u0001';
/** A name that was not one: it began within an escape, or stood in the name of a member. */
const AMISS = /\\\\u0001|\\u0001(?:[^"\\]|\\.)*":/;
const IDS = /"([0-9a-f]{32})"(?!:)/g;

/** It says what it is about. */
interface Thing {
  resource: { name: string };
}

/** Says things by their forms: one that it said before, by its number. */
export function newEncoder(): (things: Thing[]) => Casts {
  const known = new Map<string, number>();
  let size = 0;
  const numberOf = (form: string, forms: string[]) => {
    const number = known.get(form) ?? known.size;
    if (number < known.size) return number;
    known.set(form, number);
    forms.push(form);
    size += form.length;
    return number;
  };
  return (things) => {
    const anew = size > MOST;
    if (anew) {
      known.clear();
      size = 0;
    }
    const forms: string[] = [];
    const casts = things.map((thing): Cast => {
      const whole = JSON.stringify(thing);
      if (whole.includes('\\u')) return [numberOf(whole, forms), ''];
      const { name } = thing.resource;
      const unnamed = PLAIN.test(name) ? whole.replaceAll(name, NAME_IN_JSON) : whole;
      const named = unnamed !== whole && !AMISS.test(unnamed);
      const ids: string[] = [];
      const form = (named ? unnamed : whole).replace(IDS, (_, id: string) => {
        ids.push(id);
        return '"\\u0002"';
      });
      return [numberOf(form, forms), named ? name : '', ...ids];
    });
    return { anew, forms, casts };
  };
}

/** Casts what one encoder said, in the same order. What holds neither name nor id is one object for all; `once` lets equal things be one. */
export function newDecoder<T extends Thing>(once: (value: object) => void): (said: Casts) => T[] {
  let forms: Form<T>[] = [];
  return ({ anew, forms: more, casts }) => {
    if (anew) forms = [];
    for (const text of more) {
      const whole: T = JSON.parse(text);
      once(whole);
      const open = new Set<object>();
      addOpen(whole, open);
      forms.push({ whole, open });
    }
    return casts.map(([number, name, ...ids]) => {
      const form = forms[number];
      if (form === undefined) throw new Error('a form is missing');
      if (name === '' && ids.length === 0) return form.whole;
      const made = filled(form, name, ids);
      // Several speak of one thing.
      const { resource } = made;
      const one = { resource };
      once(one);
      made.resource = one.resource;
      return made;
    });
  };
}

/** A form, and the objects of it in which there is something to be filled in. */
interface Form<T> {
  whole: T;
  open: Set<object>;
}

function addOpen(value: unknown, open: Set<object>): boolean {
  if (typeof value === 'string') return value.includes(NAME) || value === ID;
  if (typeof value !== 'object' || value === null) return false;
  let found = false;
  for (const child of Object.values(value)) if (addOpen(child, open)) found = true;
  if (found) open.add(value);
  // Whoever adds to a list of one would add to those of all.
  else if (Array.isArray(value)) Object.freeze(value);
  return found;
}

function filled<T extends object>({ whole, open }: Form<T>, name: string, ids: string[]): T {
  let next = 0;
  const child = (value: unknown): unknown => {
    if (typeof value === 'string') {
      if (value !== ID) return value.includes(NAME) ? value.replaceAll(NAME, name) : value;
      next += 1;
      return ids[next - 1];
    }
    if (typeof value !== 'object' || value === null || !open.has(value)) return value;
    return Array.isArray(value) ? value.map(child) : object(value);
  };
  const object = <U extends object>(value: U): U => {
    const made = { ...value };
    for (const key in made) Reflect.set(made, key, child(Reflect.get(made, key)));
    return made;
  };
  return object(whole);
}
