// A loopback Salesforce org: answers the REST, Tooling and SOAP reads that are used, from the files of an SFDX project.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { all, type Element, text } from '../../src/providers/salesforce/import/xml.ts';
import { type OrgFiles, readOrg } from './salesforce-files.ts';
import { type Row, rowsOf } from './salesforce-rows.ts';

/** How an answer is to be spoilt. */
export interface Fault {
  status: number;
  errorCode: string;
  message?: string;
}

export interface FakeOrg {
  url: string;
  /** Everything that was asked: `GET /services/data/v67.0/query SELECT ...`, `SOAP readMetadata SharingRules`. */
  requests: string[];
  headers: IncomingMessage['headers'][];
  /** Signed assertions that were exchanged for a token. */
  assertions: string[];
  /** Object, metadata type, `listMetadata SharingGuestRule` or `describe` -> how it fails. `*` for everything after sign-in. */
  faults: Map<string, Fault>;
  /** Object -> rows in place of those from the files. */
  rows: Map<string, Row[]>;
  /** `Object.Rule` -> when listMetadata says that it was made. */
  created: Map<string, string>;
  /** `Object.Field` that this org does not know. */
  unknownFields: Set<string>;
  /** Object -> how many rows the org says there are. */
  totals: Map<string, number>;
  /** Calls that the org has left today; counted down. `silent`: it does not say. */
  daily: { left: number; max: number; silent?: boolean };
  /** Path -> where the org sends whoever asks for it. */
  redirects: Map<string, string>;
  /** What an answer with more rows says is the next address, in place of the org's own. */
  nextUrl: string | undefined;
  /** Ends the session after this many requests. */
  endsAfter: number | undefined;
  /** Where a token says that the org is, in place of here. */
  instanceUrl: string | undefined;
  /** Breaks the connection in place of an answer, for requests whose line in `requests` holds this. */
  breaks: string | undefined;
  close(): Promise<void>;
}

const PAGE = 2000;
export const TOKEN = '00DKAGI!a.fictional.session';

/** Starts an org on 127.0.0.1 that has the settings of a project folder. */
export async function startOrg(folder: string): Promise<FakeOrg> {
  const files = await readOrg(folder);
  const cursors = new Map<string, Row[]>();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      const reply = answer(org, files, cursors, request, body);
      if (org.breaks !== undefined && org.requests.at(-1)?.includes(org.breaks) === true) {
        request.socket.destroy();
        return;
      }
      const { left, max, silent } = org.daily;
      org.daily.left = Math.max(0, left - 1);
      const away = org.redirects.get(new URL(request.url ?? '/', 'http://org').pathname);
      response.writeHead(away === undefined ? reply.status : 302, {
        'content-type': reply.xml === true ? 'text/xml;charset=UTF-8' : 'application/json;charset=UTF-8',
        ...(silent === true || reply.xml === true
          ? {}
          : { 'sforce-limit-info': `api-usage=${max - left + 1}/${max}` }),
        ...(away === undefined ? {} : { location: away }),
      });
      response.end(reply.body);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const org: FakeOrg = {
    url: `http://127.0.0.1:${port}`,
    requests: [],
    headers: [],
    assertions: [],
    faults: new Map(),
    rows: rowsOf(files),
    created: new Map(),
    unknownFields: new Set(),
    totals: new Map(),
    daily: { left: 14_000, max: 15_000 },
    redirects: new Map(),
    nextUrl: undefined,
    endsAfter: undefined,
    instanceUrl: undefined,
    breaks: undefined,
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
  return org;
}

interface Reply {
  status: number;
  xml?: boolean;
  body: string;
}

function json(status: number, value: unknown): Reply {
  return { status, body: JSON.stringify(value) };
}

function failure({ status, errorCode, message = errorCode }: Fault): Reply {
  return json(status, [{ errorCode, message }]);
}

function answer(
  org: FakeOrg,
  files: OrgFiles,
  cursors: Map<string, Row[]>,
  request: IncomingMessage,
  body: string,
): Reply {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://org');
  const query = searchParams.get('q') ?? '';
  const operation = /<(listMetadata|readMetadata)>/.exec(body)?.[1];
  const type = /<type>(\w+)<\/type>/.exec(body)?.[1] ?? '';
  org.requests.push(
    operation === undefined ? `${request.method} ${pathname} ${query}`.trim() : `SOAP ${operation} ${type}`,
  );
  org.headers.push(request.headers);
  if (pathname === '/services/data')
    return json(200, [{ version: '65.0' }, { version: '66.0' }, { version: '99.0' }]);
  if (pathname === '/services/oauth2/token') {
    org.assertions.push(new URLSearchParams(body).get('assertion') ?? '');
    return json(200, {
      access_token: TOKEN,
      instance_url: org.instanceUrl ?? org.url,
      id: `${org.url}/id/00D000000000001EAA/005`,
    });
  }
  const over = org.endsAfter !== undefined && org.requests.length > org.endsAfter;
  const expected =
    request.headers.authorization === `Bearer ${TOKEN}` || body.includes(`<sessionId>${TOKEN}</sessionId>`);
  if (over || !expected) {
    const fault = { status: 401, errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' };
    return operation === undefined ? failure(fault) : soap(fault, '', operation);
  }
  if (pathname === '/services/oauth2/userinfo')
    return json(200, { preferred_username: 'auditor@kagi.example', organization_id: '00D000000000001EAA' });
  const everything = org.faults.get('*');
  if (pathname.endsWith('/limits'))
    return org.daily.silent === true
      ? failure({ status: 403, errorCode: 'INSUFFICIENT_ACCESS' })
      : json(200, { DailyApiRequests: { Max: org.daily.max, Remaining: org.daily.left } });
  if (operation !== undefined) {
    const fault = org.faults.get(`${operation} ${type}`) ?? org.faults.get(type) ?? everything;
    return soap(
      fault,
      fault === undefined ? metadata({ files, created: org.created }, operation, type, body) : '',
      operation,
    );
  }
  const describe = /\/sobjects\/(\w+)\/describe$/.exec(pathname);
  const cursor = /\/query\/(\w+)-(\d+)$/.exec(pathname);
  const object = cursor?.[1] ?? /\bFROM (\w+)/.exec(query)?.[1] ?? '';
  const fault = org.faults.get(describe === null ? object : 'describe') ?? everything;
  if (fault !== undefined) return failure(fault);
  if (describe !== null) return json(200, { name: describe[1], fields: fieldsOf(files, describe[1] ?? '') });
  return rowsPage(org, cursors, pathname, query, object, cursor === null ? undefined : Number(cursor[2]));
}

function rowsPage(
  org: FakeOrg,
  cursors: Map<string, Row[]>,
  pathname: string,
  query: string,
  object: string,
  start: number | undefined,
): Reply {
  const rows = start === undefined ? org.rows.get(object) : cursors.get(object);
  if (rows === undefined)
    return failure({
      status: 400,
      errorCode: 'INVALID_TYPE',
      message: `sObject type '${object}' is not supported.`,
    });
  const unknown = selected(query).find((field) => org.unknownFields.has(`${object}.${field}`));
  if (unknown !== undefined)
    return failure({
      status: 400,
      errorCode: 'INVALID_FIELD',
      message: `\nSELECT ...\nERROR at Row:1:Column:8\nNo such column '${unknown}' on entity '${object}'.`,
    });
  const order = / ORDER BY (\w+)/.exec(query)?.[1];
  const limit = Number(/ LIMIT (\d+)$/.exec(query)?.[1] ?? Number.POSITIVE_INFINITY);
  const fitting =
    start === undefined
      ? sorted(
          rows.filter((row) => fits(row, query)),
          order,
        ).slice(0, limit)
      : rows;
  const found = start === undefined ? fitting.map((row) => picked(row, selected(query))) : rows;
  cursors.set(object, found);
  const [counting] = selected(query);
  if (counting?.startsWith('COUNT') === true && !query.includes('GROUP BY'))
    return json(200, { totalSize: 1, done: true, records: [{ n: counted(counting, rows, query) }] });
  const end = (start ?? 0) + PAGE;
  const more = end < found.length;
  return json(200, {
    totalSize: org.totals.get(object) ?? found.length,
    done: !more,
    records: found.slice(start ?? 0, end),
    ...(more
      ? { nextRecordsUrl: org.nextUrl ?? `${pathname.replace(/\/query.*/, '')}/query/${object}-${end}` }
      : {}),
  });
}

function sorted(rows: Row[], field: string | undefined): Row[] {
  if (field === undefined) return rows;
  return [...rows].sort((a, b) => (String(a[field]) < String(b[field]) ? -1 : 1));
}

/** `COUNT(Id) n` or `COUNT_DISTINCT(Field) n` of the rows that fit. */
function counted(what: string, rows: Row[], query: string): number {
  const fitting = rows.filter((row) => fits(row, query));
  const field = /^COUNT_DISTINCT\((\w+)\)/.exec(what)?.[1];
  return field === undefined ? fitting.length : new Set(fitting.map((row) => row[field])).size;
}

/** Only what was asked for: the fields, and whole rows that dotted names lead to. */
function picked(row: Row, fields: string[]): Row {
  const names = new Set(fields.map((field) => (field.split(' ').at(-1) ?? '').split('.')[0] ?? ''));
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name)));
}

function selected(query: string): string[] {
  return (/^SELECT (.*?) FROM/.exec(query)?.[1] ?? '').split(', ');
}

/** The few forms of WHERE that are sent: FIELD IN (...), FIELD = 'text', FIELD = true, FIELD LIKE 'text%'; joined with AND. */
function fits(row: Row, query: string): boolean {
  const where = /\bWHERE (.*?)(?: GROUP BY .*)?(?: ORDER BY .*)?(?: LIMIT \d+)?$/.exec(query)?.[1];
  if (where === undefined) return true;
  return where.split(' AND ').every((clause) => fitsAny(row, clause));
}

function fitsAny(row: Row, clauses: string): boolean {
  const parts = clauses.startsWith('(') ? clauses.slice(1, -1).split(' OR ') : [clauses];
  return parts.some((clause) => {
    const like = /^(\w+) LIKE '(%?)(\w+)(%?)'$/.exec(clause);
    if (like !== null) {
      const text = String(row[like[1] ?? '']);
      return like[2] === '%' ? text.endsWith(like[3] ?? '') : text.startsWith(like[3] ?? '');
    }
    const match = /^([\w.]+) (?:IN \((.*)\)|= (.*))$/.exec(clause);
    if (match === null) throw new Error(`the fake org does not understand ${clause}`);
    const value = String(
      (match[1] ?? '').split('.').reduce<unknown>((at, name) => (at as Row | undefined)?.[name], row),
    );
    const wanted = [...(match[2] ?? match[3] ?? '').matchAll(/'([^']*)'|\b(true|false)\b/g)];
    return wanted.some((one) => (one[1] ?? one[2]) === value);
  });
}

function soap(fault: Fault | undefined, result: string, operation: string): Reply {
  const inner =
    fault === undefined
      ? `<${operation}Response>${result}</${operation}Response>`
      : `<soapenv:Fault><faultcode>sf:${fault.errorCode}</faultcode><faultstring>${fault.message ?? fault.errorCode}</faultstring></soapenv:Fault>`;
  return {
    status: fault === undefined ? 200 : 500,
    xml: true,
    body: `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>${inner}</soapenv:Body></soapenv:Envelope>`,
  };
}

const RULES: Record<string, string> = {
  SharingGuestRule: 'sharingGuestRules',
  SharingCriteriaRule: 'sharingCriteriaRules',
  SharingOwnerRule: 'sharingOwnerRules',
};

/** The first second of 1970 stands for a component that does not know when it was made. */
function made(created: Map<string, string>, name: string): string {
  return `<createdDate>${created.get(name) ?? '1970-01-01T00:00:00.000Z'}</createdDate>`;
}

function metadata(
  { files, created }: { files: OrgFiles; created: Map<string, string> },
  operation: string,
  type: string,
  body: string,
): string {
  if (operation === 'listMetadata') {
    const tag = RULES[type] ?? '';
    const own = type === 'Profile' ? files.profiles : files.components.get(type);
    if (own !== undefined)
      return [...own.keys()]
        .map((name) => `<result><fullName>${name}</fullName><type>${type}</type></result>`)
        .join('');
    return [...files.sharingRules]
      .flatMap(([object, root]) => all(root, tag).map((rule) => `${object}.${text(rule, 'fullName')}`))
      .map(
        (name) => `<result>${made(created, name)}<fullName>${name}</fullName><type>${type}</type></result>`,
      )
      .join('');
  }
  const names = [...body.matchAll(/<fullNames>([^<]*)<\/fullNames>/g)].map((match) => match[1] ?? '');
  const source =
    new Map([
      ['SharingRules', files.sharingRules],
      ['CustomSite', files.sites],
      ['Flow', files.flows],
      ['Profile', files.profiles],
      ...files.components,
    ]).get(type) ?? files.settings;
  const records = names.map((name) => {
    const root = source.get(name);
    if (root === undefined) return '<records xsi:nil="true"/>';
    return `<records xsi:type="${type}"><fullName>${name}</fullName>${root.children.map(written).join('')}</records>`;
  });
  return `<result>${records.join('')}</result>`;
}

function written({ name, text: own, children }: Element): string {
  const inner =
    children.length > 0
      ? children.map(written).join('')
      : own.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return inner === '' ? `<${name}/>` : `<${name}>${inner}</${name}>`;
}

function fieldsOf(files: OrgFiles, object: string): Row[] {
  return (files.fields.get(object) ?? []).map((field) => {
    const master = text(field, 'type') === 'MasterDetail';
    return {
      name: text(field, 'fullName'),
      relationshipOrder: master ? 0 : null,
      referenceTo: master ? [text(field, 'referenceTo')] : [],
    };
  });
}
