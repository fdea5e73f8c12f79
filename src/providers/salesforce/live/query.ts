// One question to an org, as data, and its SOQL.
import type { Text } from '../../../snapshot/resource.ts';

export interface Query {
  object: string;
  fields: readonly string[];
  /** Fields without which an answer would say too little; others are left out when the org does not know them. */
  needs?: readonly string[];
  where?: string;
  groupBy?: readonly string[];
  /** A field; the smallest first. */
  orderBy?: string;
  tooling?: boolean;
  permission: string;
  /** The org may not have the feature at all. */
  feature?: boolean;
  limit?: number;
  /** Good to know, decides nothing: asked only while the API budget has room for what decides. */
  extra?: boolean;
  /** Asked once for each of these; without, once (and once more for every 2,000 rows). */
  each?: Each;
  service: string;
  purpose: Text;
}

/** Objects that guests may read; those whose records are shared with them; sites times those; types that are not restricted. */
export type Each = 'object' | 'open-object' | 'site-and-open-object' | 'open-setting';

/** Newest API version that the questions were tested with; an older org answers with its own newest. */
export const NEWEST = 67;

export const SETUP = 'View Setup and Configuration';
export const METADATA = 'Modify Metadata Through Metadata API Functions';
/** SharingSettings asks for it, by its page in the Metadata API developer guide. */
export const MANAGE_SHARING = 'Manage Sharing';
/** External client apps ask for a permission of their own, by the page of each of their types. */
export const OF_APPS = 'View all External Client Apps, view their settings, and edit their policies';
export const USERS = 'View All Users';
export const VIEW_ALL = 'View All Data';

/** Metadata of which every org has one, known by its name: not to be answered is not to have none. */
export const ONE_ONLY = /^(Sharing|Security|Content|Schema)Settings$/;

/** SOQL of a query, optionally narrowed to values of a field. Values are quoted. */
export function soql(
  query: Query,
  within?: { field: string; values: string[] },
  without: string[] = [],
): string {
  const fields = query.fields.filter((field) => !without.includes(field));
  const clauses = [
    ...(query.where === undefined ? [] : [query.where]),
    ...(within === undefined ? [] : [`${within.field} IN (${within.values.map(quote).join(', ')})`]),
  ];
  return `SELECT ${fields.join(', ')} FROM ${query.object}${clauses.length > 0 ? ` WHERE ${clauses.join(' AND ')}` : ''}${query.groupBy === undefined ? '' : ` GROUP BY ${query.groupBy.join(', ')}`}${query.orderBy === undefined ? '' : ` ORDER BY ${query.orderBy}`}${query.limit === undefined ? '' : ` LIMIT ${query.limit}`}`;
}

function quote(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
