// Asking a signed-in org: queries to their end, metadata, parents of objects; within the budget, and never after its end.
import type { Connection } from 'jsforce';
import type { Known, Text } from '../../snapshot/resource.ts';
import type { Element } from './import/xml.ts';
import { ask, CutShort, errorCode, lastWord, type Need, NotAnswered } from './live/ask.ts';
import { type Budget, overBudget } from './live/budget.ts';
import { elementOf } from './live/element.ts';
import { permissionFor } from './live/metadata-reads.ts';
import { patiently } from './live/patience.ts';
import { METADATA, ONE_ONLY, type Query, SETUP, soql } from './live/query.ts';

export type Row = Record<string, unknown>;

/** What can be asked of an org. Nothing here throws. */
export interface Org {
  /** Host name, for people. */
  host: string;
  username: string;
  organizationId: string | undefined;
  version: string;
  budget: Budget;
  /** All rows of a query; `within` narrows a field to values, as many requests as that takes. */
  rows(query: Query, within?: { field: string; values: string[] }): Promise<Known<Row[]>>;
  /** Full names of the components of a metadata type. */
  listMetadata(type: string): Promise<Known<string[]>>;
  /** The same, with the time at which each was made as the org says it; undefined where it does not. */
  listDated(type: string): Promise<Known<{ name: string; created: string | undefined }[]>>;
  /** Components by full name, in the form of their files. */
  readMetadata(type: string, names: string[]): Promise<Known<Element[]>>;
  /** Objects that an object's master-detail fields point to. */
  mastersOf(object: string): Promise<Known<string[]>>;
}

const NAMES_A_REQUEST = 200;
/** The limit of readMetadata. */
const COMPONENTS_A_REQUEST = 10;

/**
 * How the address of a next page ends, by the REST API developer guide. jsforce takes the last part alone, and asks the
 * audited org for it whatever host was named.
 */
const NEXT_PAGE = /\/query\/[A-Za-z0-9]+-\d+$/;

/** Sends one request. Throws CutShort over budget, and what ended the session once it has ended. */
type Send = <T>(extra: boolean, request: () => PromiseLike<T>) => Promise<T>;

/** The org behind a connection. `onEnd` is told once when nothing more can be asked of it. */
export function orgOf(
  connection: Connection,
  who: Pick<Org, 'host' | 'username' | 'organizationId' | 'version' | 'budget'>,
  onEnd: (why: string) => void,
): Org {
  let ended: unknown;
  const send: Send = async (extra, request) => {
    try {
      return await patiently(() => {
        if (ended !== undefined) throw ended;
        const refused = overBudget(who.budget, extra);
        if (refused !== undefined) throw new CutShort(refused);
        return request();
      });
    } catch (error) {
      const why = lastWord(error);
      if (why !== undefined && ended === undefined) {
        ended = error;
        onEnd(why.en);
      }
      throw error;
    } finally {
      const { used, limit } = connection.limitInfo.apiUsage ?? {};
      if (used !== undefined && limit !== undefined) who.budget.left = Math.max(0, limit - used);
    }
  };
  return {
    ...who,
    async rows(query, within) {
      const need: Need = {
        setting: query.object,
        permission: query.permission,
        ...(query.feature === undefined ? {} : { feature: query.feature }),
      };
      return await ask(need, async () => {
        const found: Row[] = [];
        const without: string[] = [];
        for (const values of within === undefined ? [undefined] : chunks(within.values, NAMES_A_REQUEST)) {
          const part =
            within === undefined || values === undefined ? undefined : { field: within.field, values };
          found.push(...(await complete(connection, send, query, part, without)));
        }
        return found;
      });
    },
    async listMetadata(type) {
      return await ask({ setting: type, permission: METADATA }, async () =>
        (await listed(connection, send, type)).map((entry) => stringAt(entry, 'fullName') ?? ''),
      );
    },
    async listDated(type) {
      return await ask({ setting: type, permission: METADATA }, async () =>
        (await listed(connection, send, type)).map((entry) => ({
          name: stringAt(entry, 'fullName') ?? '',
          created: stringAt(entry, 'createdDate'),
        })),
      );
    },
    async readMetadata(type, names) {
      return await ask({ setting: type, permission: permissionFor(type) }, async () => {
        const found: Element[] = [];
        for (const part of chunks(names, COMPONENTS_A_REQUEST)) {
          const read: unknown = await send(false, () =>
            connection.metadata._invoke('readMetadata', { type, fullNames: part }),
          );
          const records = asList(valueAt(read, 'records')).filter(isObject);
          // What does not exist, or is not shown, comes as a record without a name.
          for (const record of records)
            if (valueAt(record, 'fullName') !== undefined) found.push(elementOf(type, record));
        }
        const [only] = names;
        if (ONE_ONLY.test(type) && only !== undefined && found.length === 0)
          throw new NotAnswered({
            en: `${type} ${only} was not answered`,
            ja: `${type} ${only} が返されませんでした`,
          });
        return found;
      });
    },
    async mastersOf(object) {
      return await ask({ setting: 'masters', permission: SETUP }, async () => {
        const { fields } = await send(false, () => connection.describe(object));
        const masters = fields.filter((field) => typeof field.relationshipOrder === 'number');
        return [...new Set(masters.flatMap((field) => field.referenceTo ?? []))].sort();
      });
    },
  };
}

async function listed(connection: Connection, send: Send, type: string): Promise<unknown[]> {
  const answer: unknown = await send(false, () => connection.metadata.list({ type }, connection.version));
  return asList(answer);
}

/** All rows, or CutShort. A field that the org does not know is left out, and stays left out. */
async function complete(
  connection: Connection,
  send: Send,
  query: Query,
  within: { field: string; values: string[] } | undefined,
  without: string[],
): Promise<Row[]> {
  const api = query.tooling === true ? connection.tooling : connection;
  const extra = query.extra === true;
  for (;;) {
    try {
      const first = soql(query, within, without);
      let page = await send(extra, () => api.query<Row>(first, { autoFetch: false }));
      const rows = [...page.records];
      while (!page.done && page.nextRecordsUrl !== undefined && page.records.length > 0) {
        const next = page.nextRecordsUrl;
        const part = partOf(rows.length, page.totalSize, query.object);
        if (!NEXT_PAGE.test(next))
          throw new CutShort({
            en: `${part.en}: the next page is no page`,
            ja: `${part.ja}（次ページの形式が不正）`,
          });
        page = await send(extra, () => api.queryMore<Row>(next)).catch((error: unknown) => {
          // Rows came, so that the object is there: no later error may read as "there is none".
          if (errorCode(error) === 'INVALID_TYPE')
            throw new CutShort({
              en: `${part.en}: the next page did not come`,
              ja: `${part.ja}（次ページが返されませんでした）`,
            });
          throw error;
        });
        rows.push(...page.records);
      }
      if (rows.length !== page.totalSize)
        throw new CutShort(partOf(rows.length, page.totalSize, query.object));
      return rows;
    } catch (error) {
      const unknown = unknownField(error, query, without);
      if (unknown === undefined) throw error;
      without.push(unknown);
    }
  }
}

function partOf(came: number, total: number, object: string): Text {
  return {
    en: `${came} of ${total} rows of ${object} came`,
    ja: `${object} の ${total} 件中 ${came} 件しか返されませんでした`,
  };
}

/** The selected field that an INVALID_FIELD is about: it is named alone, also where it was asked for through a relationship. */
function unknownField(error: unknown, query: Query, without: string[]): string | undefined {
  if (errorCode(error) !== 'INVALID_FIELD') return undefined;
  const said = error instanceof Error ? error.message : '';
  const column = /No such column '([^']+)'/.exec(said)?.[1];
  const relation = /Didn't understand relationship '([^']+)'/.exec(said)?.[1];
  return query.fields.find((field) => {
    if (without.includes(field) || query.needs?.includes(field) === true) return false;
    const parts = field.split('.');
    if (relation !== undefined) return parts.slice(0, -1).includes(relation);
    return field === column || parts.at(-1) === column;
  });
}

function chunks<T>(list: T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < list.length; start += size) parts.push(list.slice(start, start + size));
  return parts;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return value === null || value === undefined ? [] : [value];
}

function valueAt(value: unknown, name: string): unknown {
  return isObject(value) ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;
}

function stringAt(value: unknown, name: string): string | undefined {
  const found = valueAt(value, name);
  return typeof found === 'string' ? found : undefined;
}
