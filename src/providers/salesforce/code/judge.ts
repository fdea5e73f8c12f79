// Does a class keep to the sharing of whoever calls it? By its keyword, its API version and the road it is called on.
import type { ApexClass } from './apex-class.generated.ts';

/** How a class is called: the kinds of entry points, or as the controller of a page. */
export type Road = NonNullable<ApexClass['entryPoints']>[number]['kind'] | 'page';
export type DataUse = NonNullable<ApexClass['data']>[number];

/** From this API version on, a class without a keyword runs with sharing, and queries in the name of the user. */
const SAFE_DEFAULT = 67;

type Mode = 'with' | 'without' | 'unknown';

/** Why records beyond the visitor's sharing can be reached. */
export interface Bypass {
  /** Position in `classes` of the class that runs without sharing. */
  class: number;
  /** It has no keyword, and its API version makes that mean without. */
  implied: boolean;
  /** Positions in `data` that keep to nobody's sharing. */
  data: number[];
}

export type Judgement =
  | { is: 'ignores'; by: Bypass }
  | { is: 'keeps' }
  /** It has no keyword, and its API version is not known. */
  | { is: 'unknown' };

/**
 * Judges a class on a road. With `without sharing`, or without a keyword up to API 66 (`@AuraEnabled` methods run with
 * sharing all the same, and so do entry points of `inherited sharing`), its queries see every record, unless they run in
 * user mode. Sources: Apex Developer Guide, "Use the with sharing, without sharing, and inherited sharing Keywords" and
 * "Enforce User Mode for Database Operations"; Lightning Web Components guide, "Secure Apex Classes". A class that only
 * hands on to others is judged by what it hands on: its own mode goes with it.
 */
export function judged(
  { classes = [], data = [], calls = [], apiVersion }: Partial<ApexClass>,
  road: Road,
): Judgement {
  const [top] = classes;
  if (top === undefined) return { is: 'keeps' };
  const entry = modeOf(top.sharing, apiVersion, road);
  let doubtful = false;
  for (const [index, { name, sharing }] of classes.entries()) {
    // A class inside without a keyword of its own goes on in the mode of its caller.
    const mode = index === 0 || sharing === null ? entry : modeOf(sharing, apiVersion, road);
    if (mode === 'with') continue;
    const own = data.flatMap((use, position) =>
      use.class === name && use.mode !== 'user' ? [position] : [],
    );
    const handsOn = index === 0 && data.length === 0 && calls.length > 0;
    if (own.length === 0 && !handsOn) continue;
    if (mode === 'without')
      return {
        is: 'ignores',
        by: {
          class: sharing === null ? 0 : index,
          implied: sharing === null && top.sharing === null,
          data: own,
        },
      };
    doubtful = true;
  }
  return doubtful ? { is: 'unknown' } : { is: 'keeps' };
}

/** What any of the roads leads to; the widest counts. */
export function judgedOver(found: Partial<ApexClass>, roads: Iterable<Road>): Judgement {
  let widest: Judgement = { is: 'keeps' };
  for (const road of new Set(roads)) {
    const judgement = judged(found, road);
    const wider =
      judgement.is === 'ignores' &&
      widest.is === 'ignores' &&
      judgement.by.data.length > widest.by.data.length;
    if (widest.is === 'keeps' || (widest.is === 'unknown' && judgement.is === 'ignores') || wider)
      widest = judgement;
  }
  return widest;
}

function modeOf(
  sharing: 'with' | 'without' | 'inherited' | null,
  apiVersion: number | undefined,
  road: Road,
): Mode {
  if (sharing === 'without') return 'without';
  if (sharing !== null || road === 'aura') return 'with';
  if (apiVersion === undefined) return 'unknown';
  return apiVersion >= SAFE_DEFAULT ? 'with' : 'without';
}
