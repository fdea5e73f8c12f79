// A signed-in org: the only door to jsforce. Read-only by a list of paths, through the proxy, every call counted.
import type { Connection as JsforceConnection } from 'jsforce';
import { UsageError } from '../../errors.ts';
import type { Known } from '../../snapshot/resource.ts';
import type { CollectRequest } from '../provider.ts';
import { proxyFor } from '../proxy.ts';
import type { Element } from './import/xml.ts';
import { refusal } from './live/allowed.ts';
import { ask, CutShort, errorCode, type Need } from './live/ask.ts';
import { elementOf } from './live/element.ts';
import { METADATA, type Query, SETUP, soql } from './live/queries.ts';
import { type Credentials, findCredentials } from './sign-in.ts';

export type Row = Record<string, unknown>;

/** What can be asked of an org. Nothing here throws. */
export interface Org {
  /** Host name, for people. */
  host: string;
  username: string;
  organizationId: string | undefined;
  version: string;
  /** All rows of a query; `within` narrows a field to values, as many requests as that takes. */
  rows(query: Query, within?: { field: string; values: string[] }): Promise<Known<Row[]>>;
  /** Full names of the components of a metadata type. */
  listMetadata(type: string): Promise<Known<string[]>>;
  /** Components by full name, in the form of their files. */
  readMetadata(type: string, names: string[]): Promise<Known<Element[]>>;
  /** Objects that an object's master-detail fields point to. */
  mastersOf(object: string): Promise<Known<string[]>>;
}

/** Newest API version that this was tested with; an older org answers with its own newest. */
const NEWEST = 67;
const NAMES_A_REQUEST = 200;
const COMPONENTS_A_REQUEST = 10;
const TIMEOUT_MS = 120_000;

/** Signs in and finds out whose org it is. Anything that prevents it is a UsageError with a hint. */
export async function signIn(request: CollectRequest): Promise<Org> {
  const credentials = await findCredentials(request);
  const { Connection, OAuth2 } = await import('jsforce');
  const calls = request.calls ?? { count: 0 };

  /** Puts the guard, the counter, the proxy and our name in front of everything that is sent. */
  const guard = (transport: JsforceConnection['_transport'], org: string, login?: string): void => {
    const send = transport.httpRequest.bind(transport);
    transport.httpRequest = (outgoing, options = {}) => {
      const refused = refusal(outgoing, org, login);
      if (refused !== undefined) throw new Error(`refused to send a request: ${refused}`);
      calls.count += 1;
      const proxy = proxyFor(new URL(outgoing.url), request.env);
      return send(
        { ...outgoing, headers: { ...outgoing.headers, 'User-Agent': request.userAgent } },
        {
          ...options,
          // The key has to be there: jsforce would fall back to the variables of the process, without NO_PROXY.
          ...{ httpProxy: proxy },
          followRedirect: false,
          timeout: TIMEOUT_MS,
          retry: { maxRetries: 2, minTimeout: 300 },
        },
      );
    };
  };

  const exchange = async ({ loginUrl, assertion }: Credentials & { kind: 'assertion' }) => {
    const oauth2 = new OAuth2({ loginUrl });
    guard(oauth2._transport, loginUrl, loginUrl);
    const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    try {
      return await oauth2.requestToken({ grant_type, assertion });
    } catch (error) {
      throw cannotSignIn(error, loginUrl);
    }
  };
  let { instanceUrl, accessToken } = { instanceUrl: '', accessToken: '' };
  if (credentials.kind === 'token') ({ instanceUrl, accessToken } = credentials);
  else {
    const token = await exchange(credentials);
    instanceUrl = new URL(token.instance_url).origin;
    accessToken = token.access_token;
  }

  const connection = new Connection({ instanceUrl, accessToken });
  guard(connection._transport, instanceUrl);
  try {
    connection.version = newest(await connection.request(`${instanceUrl}/services/data`));
    const identity: unknown = await connection
      .request(`${instanceUrl}/services/oauth2/userinfo`)
      .catch((error: unknown) => {
        if (errorCode(error) === 'INVALID_SESSION_ID' || /BAD.OAUTH.TOKEN/i.test(String(error))) throw error;
        return undefined;
      });
    const named = (name: string): string | undefined => stringAt(identity, name);
    return orgOf(connection, {
      host: new URL(instanceUrl).host,
      username: credentials.username ?? named('preferred_username') ?? 'unknown user',
      organizationId: named('organization_id'),
      version: connection.version,
    });
  } catch (error) {
    throw cannotSignIn(error, instanceUrl);
  }
}

function orgOf(
  connection: JsforceConnection,
  who: Pick<Org, 'host' | 'username' | 'organizationId' | 'version'>,
): Org {
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
          found.push(...(await complete(connection, query, part, without)));
        }
        return found;
      });
    },
    async listMetadata(type) {
      return await ask({ setting: type, permission: METADATA }, async () => {
        const listed: unknown = await connection.metadata.list({ type }, connection.version);
        return asList(listed).map((entry) => stringAt(entry, 'fullName') ?? '');
      });
    },
    async readMetadata(type, names) {
      return await ask({ setting: type, permission: METADATA }, async () => {
        const found: Element[] = [];
        for (const part of chunks(names, COMPONENTS_A_REQUEST)) {
          const read: unknown = await connection.metadata._invoke('readMetadata', { type, fullNames: part });
          const records = asList(valueAt(read, 'records')).filter(isObject);
          for (const record of records) found.push(elementOf(type, record));
        }
        return found;
      });
    },
    async mastersOf(object) {
      return await ask({ setting: 'masters', permission: SETUP }, async () => {
        const { fields } = await connection.describe(object);
        const masters = fields.filter((field) => typeof field.relationshipOrder === 'number');
        return [...new Set(masters.flatMap((field) => field.referenceTo ?? []))].sort();
      });
    },
  };
}

/** All rows, or CutShort. A field that the org does not know is left out, and stays left out. */
async function complete(
  connection: JsforceConnection,
  query: Query,
  within: { field: string; values: string[] } | undefined,
  without: string[],
): Promise<Row[]> {
  const api = query.tooling === true ? connection.tooling : connection;
  for (;;) {
    try {
      let page = await api.query<Row>(soql(query, within, without), { autoFetch: false });
      const rows = [...page.records];
      while (!page.done && page.nextRecordsUrl !== undefined && page.records.length > 0) {
        page = await api.queryMore<Row>(page.nextRecordsUrl);
        rows.push(...page.records);
      }
      if (rows.length !== page.totalSize)
        throw new CutShort(`${rows.length} of ${page.totalSize} rows of ${query.object} came`);
      return rows;
    } catch (error) {
      const column = /No such column '([^']+)'/.exec(error instanceof Error ? error.message : '')?.[1];
      const known = query.fields.find((field) => field === column && !without.includes(field));
      if (errorCode(error) !== 'INVALID_FIELD' || known === undefined) throw error;
      without.push(known);
    }
  }
}

function newest(versions: unknown): string {
  const numbers = asList(versions).map((entry) => Number(stringAt(entry, 'version')));
  const offered = Math.max(...numbers.filter((number) => Number.isFinite(number)));
  if (!Number.isFinite(offered)) throw new Error('this address does not answer like a Salesforce org');
  return `${Math.min(offered, NEWEST)}.0`;
}

function cannotSignIn(error: unknown, at: string): UsageError {
  const code = errorCode(error);
  const host = new URL(at).host;
  // The words of a server nobody has signed in to yet: one line, nothing that a terminal would obey.
  const [said = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const line = said.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ').slice(0, 200);
  if (code === 'INVALID_SESSION_ID' || /BAD.OAUTH.TOKEN|expired/i.test(`${code} ${line}`))
    return new UsageError(
      `The Salesforce session at ${host} has expired or is not valid.`,
      'Sign in again (sf org login web), or set a fresh SF_ACCESS_TOKEN.',
    );
  return new UsageError(
    `Cannot sign in to Salesforce at ${host}: ${line}`,
    'Check the address, the network and the user.',
  );
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
