// Generated from incident.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../schema.ts';

/**
 * A public incident: what its sources say and how sure that is, which setting showed it, which of our rules would have found it, and what no setting shows.
 */
export interface Incident {
  /**
   * Name of the incident, equal to the name of its file: company and year of disclosure.
   */
  id: string;
  /**
   * studied: one of the seventeen that the limits are measured on. mentioned: named beside them, without enough facts to count. comparable: others of the same kind.
   */
  set: 'studied' | 'mentioned' | 'comparable';
  company: Text;
  title: Text1;
  /**
   * When it was first made public.
   */
  disclosed: string;
  /**
   * How long it stood open, or how long data was taken; absent where no source says.
   */
  open?: {
    /**
     * The first day.
     */
    from: string;
    /**
     * The day it was closed or ended.
     */
    until: string;
    /**
     * Days between the two: at least and at most, alike where both days are known.
     *
     * @minItems 2
     * @maxItems 2
     */
    days: number[];
    note?: Text2;
  };
  /**
   * How much data; absent where no source says.
   */
  records?: {
    /**
     * The most that the company said may be concerned.
     */
    count: number;
    /**
     * True where the source rounds.
     */
    about?: true;
    of: Text3;
  };
  /**
   * direct: the exposure itself is a setting that can be read. precondition: a setting that made it possible or worse could be read, not the exposure. no: no setting shows it.
   */
  visible: 'direct' | 'precondition' | 'no';
  platform: Text4;
  /**
   * Whether sources name the platform and the setting. Only where both are named may a finding be called of the same class.
   */
  published: {
    /**
     * Of the platform.
     */
    platform: 'verified' | 'reported' | 'no';
    /**
     * Of the setting.
     */
    setting: 'verified' | 'reported' | 'no';
  };
  setting: Text5;
  unseen: Text6;
  lesson: Text7;
  /**
   * Rules of tojimari that would have found it (direct), or found what made it possible (precondition). Empty where it is not visible, or tojimari does not read that service.
   *
   * @maxItems 20
   */
  rules: string[];
  /**
   * Rules that find the like of it where tojimari looks; the incident itself was somewhere else.
   *
   * @minItems 1
   * @maxItems 10
   */
  analogue?: string[];
  /**
   * What happened, a sentence a fact, each with how sure it is.
   *
   * @minItems 1
   * @maxItems 20
   */
  facts: {
    /**
     * The fact in English.
     */
    en: string;
    /**
     * The fact in Japanese.
     */
    ja: string;
    /**
     * verified: read in the words of the company, an authority or the finder. reported: in the press or with others only. known: common knowledge that was not looked up again. ours: our own judgement.
     */
    certainty: 'verified' | 'reported' | 'known' | 'ours';
    /**
     * Where it says so: keys of sources.
     *
     * @minItems 1
     * @maxItems 5
     */
    sources?: string[];
  }[];
  /**
   * Pages, by a short name.
   */
  sources: {
    /**
     * Its address.
     */
    [k: string]: string;
  };
  /**
   * A fictional estate of the same shape, which tojimari audits as of each day.
   */
  replay?: {
    /**
     * Folder below incidents/replays, where it is that of another incident; else the id.
     */
    folder?: string;
    estate: Text8;
    /**
     * Day 0.
     */
    from: string;
    /**
     * The last day.
     */
    until: string;
    /**
     * Rules that must fail on the estate, once the day has come.
     *
     * @minItems 1
     * @maxItems 10
     */
    finds: string[];
    honest: Text9;
  };
}
/**
 * Whose system it was.
 */
export interface Text {
  /**
   * English.
   */
  en: string;
  /**
   * Japanese.
   */
  ja: string;
}
/**
 * What happened, as one sentence without a full stop.
 */
export interface Text1 {
  /**
   * English.
   */
  en: string;
  /**
   * Japanese.
   */
  ja: string;
}
/**
 * What the days do not say.
 */
export interface Text2 {
  /**
   * English.
   */
  en: string;
  /**
   * Japanese.
   */
  ja: string;
}
/**
 * What is counted, and how.
 */
export interface Text3 {
  /**
   * English.
   */
  en: string;
  /**
   * Japanese.
   */
  ja: string;
}
/**
 * The cloud or service, as far as it is known.
 */
export interface Text4 {
  /**
   * English.
   */
  en: string;
  /**
   * Japanese.
   */
  ja: string;
}
/**
 * Which setting it was, or why there is none.
 */
export interface Text5 {
  /**
   * English.
   */
  en: string;
  /**
   * Japanese.
   */
  ja: string;
}
/**
 * What of it no settings audit shows.
 */
export interface Text6 {
  /**
   * English.
   */
  en: string;
  /**
   * Japanese.
   */
  ja: string;
}
/**
 * What to take from it.
 */
export interface Text7 {
  /**
   * English.
   */
  en: string;
  /**
   * Japanese.
   */
  ja: string;
}
/**
 * What the estate is.
 */
export interface Text8 {
  /**
   * English.
   */
  en: string;
  /**
   * Japanese.
   */
  ja: string;
}
/**
 * How far the estate is from what happened, and what of the day is not known.
 */
export interface Text9 {
  /**
   * English.
   */
  en: string;
  /**
   * Japanese.
   */
  ja: string;
}

export const incidentSchema: Schema<Incident> = { name: 'incidents/incident' };
