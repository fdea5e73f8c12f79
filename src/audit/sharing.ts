// Of a large estate the same is said over and over: equal pieces of what is said are held in memory once.
import type { Missing, ReportEvidence, ReportResource } from '../report/report.ts';

/** So many pieces of a kind are known at a time. */
const MOST = 1000;

const NONE: string[] = [];
Object.freeze(NONE);

/** Lets equal pieces be one: the first that came. Lists that are shared are frozen: whoever adds to that of one would add to those of all. */
export interface Sharing {
  /** Texts that resources have in common. */
  resource(short: ReportResource): ReportResource;
  /** What is said of another resource: the account that a thousand buckets are in. */
  evidence(pieces: ReportEvidence[]): ReportEvidence[];
  /** Ids of doors: most findings of a large estate are about none. */
  doors(ids: string[]): string[];
  /** What was not seen. */
  missing(list: Missing[]): Missing[];
}

/** Nothing is known yet. */
export function newSharing(): Sharing {
  const texts = newFirst<string>(MOST);
  const pieces = newFirst<ReportEvidence>(MOST);
  const lists = newFirst<Missing[]>(MOST);
  return {
    resource(short) {
      short.type = texts(short.type, short.type);
      short.scope = texts(short.scope, short.scope);
      if (short.region !== undefined) short.region = texts(short.region, short.region);
      return short;
    },
    evidence: (all) =>
      all.map((piece) => (piece.resource === undefined ? piece : pieces(JSON.stringify(piece), piece))),
    doors: (ids) => (ids.length === 0 ? NONE : ids),
    missing(list) {
      Object.freeze(list);
      return lists(JSON.stringify(list), list);
    },
  };
}

/** Remembers so many things at a time by their keys. Answers with the first that had a key, or with this one. */
export function newFirst<T>(most: number): (key: string, value: T) => T {
  const known = new Map<string, T>();
  return (key, value) => {
    const first = known.get(key);
    if (first !== undefined) return first;
    if (known.size >= most) known.clear();
    known.set(key, value);
    return value;
  };
}
