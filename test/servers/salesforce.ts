// A loopback Salesforce org: answers the REST, Tooling and SOAP reads that are used, from the files of an SFDX project.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { all, type Element, flag, text } from '../../src/providers/salesforce/import/xml.ts';
import { type OrgFiles, readOrg } from './salesforce-files.ts';

type Row = Record<string, unknown>;

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
  /** Object or metadata type -> how it fails. `*` for everything after sign-in. */
  faults: Map<string, Fault>;
  /** Object -> rows in place of those from the files. */
  rows: Map<string, Row[]>;
  /** `Object.Field` that this org does not know. */
  unknownFields: Set<string>;
  /** Object -> how many rows the org says there are. */
  totals: Map<string, number>;
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
    request.on('end', () => answer(org, files, cursors, request, body, response));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const org: FakeOrg = {
    url: `http://127.0.0.1:${port}`,
    requests: [],
    headers: [],
    faults: new Map(),
    rows: rowsOf(files),
    unknownFields: new Set(),
    totals: new Map(),
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
  return org;
}

function answer(
  org: FakeOrg,
  files: OrgFiles,
  cursors: Map<string, Row[]>,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://org');
  const query = searchParams.get('q') ?? '';
  const operation = /<(listMetadata|readMetadata)>/.exec(body)?.[1];
  const type = /<type>(\w+)<\/type>/.exec(body)?.[1] ?? '';
  org.requests.push(
    operation === undefined ? `${request.method} ${pathname} ${query}`.trim() : `SOAP ${operation} ${type}`,
  );
  org.headers.push(request.headers);
  const json = (status: number, value: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8' });
    response.end(JSON.stringify(value));
  };
  const fail = ({ status, errorCode, message = errorCode }: Fault): void =>
    json(status, [{ errorCode, message }]);
  if (pathname === '/services/data')
    return json(200, [{ version: '65.0' }, { version: '66.0' }, { version: '99.0' }]);
  if (pathname === '/services/oauth2/token')
    return json(200, {
      access_token: TOKEN,
      instance_url: org.url,
      id: `${org.url}/id/00D000000000001EAA/005`,
    });
  const expected =
    request.headers.authorization === `Bearer ${TOKEN}` || body.includes(`<sessionId>${TOKEN}</sessionId>`);
  if (!expected)
    return fail({ status: 401, errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' });
  if (pathname === '/services/oauth2/userinfo')
    return json(200, { preferred_username: 'auditor@kagi.example', organization_id: '00D000000000001EAA' });
  const everything = org.faults.get('*');
  if (operation !== undefined) {
    const fault = org.faults.get(type) ?? everything;
    return soap(
      response,
      fault,
      fault === undefined ? metadata(files, operation, type, body) : '',
      operation,
    );
  }
  const cursor = /\/query\/(\w+)-(\d+)$/.exec(pathname);
  const object = cursor?.[1] ?? /\bFROM (\w+)/.exec(query)?.[1] ?? '';
  const fault = org.faults.get(object) ?? everything;
  if (fault !== undefined) return fail(fault);
  const describe = /\/sobjects\/(\w+)\/describe$/.exec(pathname);
  if (describe !== null) return json(200, { name: describe[1], fields: fieldsOf(files, describe[1] ?? '') });
  const rows = cursor === null ? org.rows.get(object) : cursors.get(object);
  if (rows === undefined)
    return fail({
      status: 400,
      errorCode: 'INVALID_TYPE',
      message: `sObject type '${object}' is not supported.`,
    });
  const unknown = selected(query).find((field) => org.unknownFields.has(`${object}.${field}`));
  if (unknown !== undefined)
    return fail({
      status: 400,
      errorCode: 'INVALID_FIELD',
      message: `\nSELECT ...\nERROR at Row:1:Column:8\nNo such column '${unknown}' on entity '${object}'.`,
    });
  const found = cursor === null ? rows.filter((row) => fits(row, query)) : rows;
  cursors.set(object, found);
  const start = Number(cursor?.[2] ?? 0);
  const page = found.slice(start, start + PAGE);
  const more = start + PAGE < found.length;
  json(200, {
    totalSize: org.totals.get(object) ?? found.length,
    done: !more,
    records: page,
    ...(more
      ? { nextRecordsUrl: `${pathname.replace(/\/query.*/, '')}/query/${object}-${start + PAGE}` }
      : {}),
  });
}

function selected(query: string): string[] {
  return (/^SELECT (.*?) FROM/.exec(query)?.[1] ?? '').split(', ');
}

/** The few forms of WHERE that are sent: FIELD IN (...), FIELD = 'text', FIELD = true; joined with AND. */
function fits(row: Row, query: string): boolean {
  const where = /\bWHERE (.*)$/.exec(query)?.[1];
  if (where === undefined) return true;
  return where.split(' AND ').every((clause) => {
    const match = /^([\w.]+) (?:IN \((.*)\)|= (.*))$/.exec(clause);
    if (match === null) throw new Error(`the fake org does not understand ${clause}`);
    const value = String(
      (match[1] ?? '').split('.').reduce<unknown>((at, name) => (at as Row | undefined)?.[name], row),
    );
    const wanted = [...(match[2] ?? match[3] ?? '').matchAll(/'([^']*)'|\b(true|false)\b/g)];
    return wanted.some((one) => (one[1] ?? one[2]) === value);
  });
}

function soap(response: ServerResponse, fault: Fault | undefined, result: string, operation: string): void {
  response.writeHead(fault === undefined ? 200 : 500, { 'content-type': 'text/xml;charset=UTF-8' });
  const inner =
    fault === undefined
      ? `<${operation}Response>${result}</${operation}Response>`
      : `<soapenv:Fault><faultcode>sf:${fault.errorCode}</faultcode><faultstring>${fault.message ?? fault.errorCode}</faultstring></soapenv:Fault>`;
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>${inner}</soapenv:Body></soapenv:Envelope>`,
  );
}

const RULES: Record<string, string> = {
  SharingGuestRule: 'sharingGuestRules',
  SharingCriteriaRule: 'sharingCriteriaRules',
  SharingOwnerRule: 'sharingOwnerRules',
};

function metadata(files: OrgFiles, operation: string, type: string, body: string): string {
  if (operation === 'listMetadata') {
    const tag = RULES[type] ?? '';
    return [...files.sharingRules]
      .flatMap(([object, root]) => all(root, tag).map((rule) => `${object}.${text(rule, 'fullName')}`))
      .map((name) => `<result><fullName>${name}</fullName><type>${type}</type></result>`)
      .join('');
  }
  const names = [...body.matchAll(/<fullNames>([^<]*)<\/fullNames>/g)].map((match) => match[1] ?? '');
  const source =
    type === 'SharingRules' ? files.sharingRules : type === 'CustomSite' ? files.sites : files.settings;
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

function rowsOf(files: OrgFiles): Map<string, Row[]> {
  const profileIds = [...files.profiles.keys()].map((name, index) => ({
    name,
    id: `00e00000000000${index}AAA`,
    set: `0PS00000000000${index}AAA`,
  }));
  const profileOf = (name: string) =>
    profileIds.find((profile) => profile.name.toLowerCase() === name.toLowerCase());
  const sites = [...files.sites].map(([name, root], index) => ({
    name,
    root,
    guest: `00500000000000${index}AAA`,
    label: text(root, 'masterLabel') ?? '',
  }));
  const networks = [...files.networks].map(([name, root]) => ({ name, root }));
  const permissions = (tag: string, make: (element: Element) => Row): Row[] =>
    profileIds.flatMap(({ name, set }) => {
      const root = files.profiles.get(name);
      return root === undefined ? [] : all(root, tag).map((element) => ({ ParentId: set, ...make(element) }));
    });
  return new Map<string, Row[]>([
    ['Organization', [{ Id: '00D000000000001EAA', Name: 'Kagi', IsSandbox: false }]],
    [
      'Site',
      sites.map(({ name, root, guest, label }, index) => ({
        Id: `0DM00000000000${index}AAA`,
        Name: name,
        MasterLabel: label,
        Status: flag(root, 'active') ? 'Active' : 'Inactive',
        SiteType: text(root, 'siteType'),
        UrlPathPrefix: text(root, 'urlPathPrefix') ?? null,
        GuestUserId: guest,
        GuestRecordDefaultOwnerId: '005OWNER0000000AAA',
      })),
    ],
    [
      'Network',
      networks.map(({ name, root }, index) => ({
        Id: `0DB00000000000${index}AAA`,
        Name: name,
        Status: text(root, 'status'),
        UrlPathPrefix: text(root, 'urlPathPrefix'),
        OptionsGuestMemberVisibility: flag(root, 'enableGuestMemberVisibility'),
        OptionsMemberVisibility: flag(root, 'enableMemberVisibility'),
        OptionsGuestChatterEnabled: flag(root, 'enableGuestChatter'),
        OptionsSelfRegistrationEnabled: flag(root, 'selfRegistration'),
        SelfRegProfileId: profileOf(text(root, 'selfRegProfile') ?? '')?.id ?? null,
      })),
    ],
    [
      'NetworkMemberGroup',
      networks
        .flatMap(({ root }) => all(root, 'networkMemberGroups'))
        .flatMap((group) => all(group, 'profile'))
        .map(({ text: name }) => ({ ParentId: profileOf(name)?.id })),
    ],
    [
      'User',
      sites.map(({ name, guest, label }) => ({
        Id: guest,
        Username: `${name}@kagi.example`,
        CommunityNickname: name,
        UserType: 'Guest',
        IsActive: true,
        ProfileId: profileOf(`${label} Profile`)?.id,
        Profile: { Name: `${label} Profile` },
      })),
    ],
    [
      'PermissionSetAssignment',
      sites.map(({ guest, label }) => ({
        AssigneeId: guest,
        PermissionSetId: profileOf(`${label} Profile`)?.set,
        PermissionSet: { Name: 'X00ex', IsOwnedByProfile: true },
      })),
    ],
    [
      'PermissionSet',
      profileIds.map(({ name, id, set }) => ({
        Id: set,
        Name: `X${id}`,
        IsOwnedByProfile: true,
        ProfileId: id,
        Profile: {
          Name: name,
          UserLicense: { Name: text(files.profiles.get(name) as Element, 'userLicense') },
        },
        ...Object.fromEntries(
          all(files.profiles.get(name) as Element, 'userPermissions').map((element) => [
            `Permissions${text(element, 'name')}`,
            flag(element, 'enabled'),
          ]),
        ),
      })),
    ],
    [
      'ObjectPermissions',
      permissions('objectPermissions', (element) => ({
        SobjectType: text(element, 'object'),
        PermissionsCreate: flag(element, 'allowCreate'),
        PermissionsRead: flag(element, 'allowRead'),
        PermissionsEdit: flag(element, 'allowEdit'),
        PermissionsDelete: flag(element, 'allowDelete'),
        PermissionsViewAllRecords: flag(element, 'viewAllRecords'),
        PermissionsModifyAllRecords: flag(element, 'modifyAllRecords'),
        PermissionsViewAllFields: false,
      })),
    ],
    [
      'FieldPermissions',
      permissions('fieldPermissions', (element) => ({
        SobjectType: (text(element, 'field') ?? '').split('.')[0],
        Field: text(element, 'field'),
        PermissionsRead: flag(element, 'readable'),
      })),
    ],
    [
      'EntityDefinition',
      [...files.objects].map(([name, root]) => ({
        QualifiedApiName: name,
        Label: text(root, 'label') ?? name,
        InternalSharingModel: text(root, 'sharingModel'),
        ExternalSharingModel: text(root, 'externalSharingModel'),
      })),
    ],
    [
      'FieldDefinition',
      [...files.fields].flatMap(([object, fields]) =>
        fields.map((field) => ({
          QualifiedApiName: text(field, 'fullName'),
          Label: text(field, 'label'),
          SecurityClassification: text(field, 'securityClassification') ?? null,
          ComplianceGroup: text(field, 'complianceGroup') ?? null,
          EntityDefinition: { QualifiedApiName: object },
        })),
      ),
    ],
    ['ContentDistribution', []],
  ]);
}
