// Which code of a site comes out as what: grant, road, sharing, state of the site, and what could not be read.
import { describe, expect, test } from '@jest/globals';
import {
  classResource,
  flowResource,
  pageResource,
} from '../../../../src/providers/salesforce/code/resources.ts';
import { parseXml } from '../../../../src/providers/salesforce/import/xml.ts';
import type { Resource } from '../../../../src/snapshot/resource.ts';
import { judgeSite, lines, permissions, sharing, site } from '../org.ts';

const scope = 'salesforce/00D000000000001EAA';
const none = sharing([]);
const QUERY = 'return [SELECT Id FROM Order__c];';

function guestMay(change: object = {}): Resource {
  return permissions([], { classAccess: [], pageAccess: [], flowAccess: [], ...change });
}

function apex(name: string, source: string, apiVersion = 60): Resource {
  return {
    ...classResource({ name, scope, source }, apiVersion),
    settings: { ...classResource({ name, scope, source }, apiVersion).settings },
  };
}

function page(name: string, source: string): Resource {
  const found = pageResource({ name, scope, source });
  return { ...found, settings: { ...found.settings } };
}

function flow(name: string, inner: string): Resource {
  const found = flowResource({ name, scope, source: parseXml(`<Flow>${inner}</Flow>`, 'x.flow') });
  return { ...found, settings: { ...found.settings } };
}

const orders = guestMay({ classAccess: ['Orders'] });
const of = (source: string, apiVersion?: number) => apex('Orders', source, apiVersion);

describe('an Apex class that the guest may use', () => {
  const aura = (keyword: string, code = QUERY) =>
    `public ${keyword} class Orders { @AuraEnabled public static Object all() { ${code} } }`;
  const rest = (keyword: string, code = QUERY) =>
    `@RestResource(urlMapping='/o') global ${keyword} class Orders { @HttpGet global static Object all() { ${code} } }`;
  const remote = (keyword: string, code = QUERY) =>
    `public ${keyword} class Orders { @RemoteAction public static Object all() { ${code} } }`;
  const UNSHARED = ['code invoke+read guest-apex-unshared Orders'];

  test.each<[string, string, number, string[]]>([
    ['declared without sharing', aura('without sharing'), 60, UNSHARED],
    ['declared without sharing at API 67', aura('without sharing'), 67, UNSHARED],
    ['with sharing', aura('with sharing'), 60, []],
    ['inherited sharing', remote('inherited sharing'), 60, []],
    ['no keyword, Lightning', aura(''), 50, []],
    ['no keyword, remote action', remote(''), 66, UNSHARED],
    ['no keyword, API 67', remote(''), 67, []],
    ['user mode', aura('without sharing', 'return [SELECT Id FROM Order__c WITH USER_MODE];'), 60, []],
    [
      'SECURITY_ENFORCED looks at no sharing',
      aura('without sharing', 'return [SELECT Id FROM Order__c WITH SECURITY_ENFORCED];'),
      60,
      UNSHARED,
    ],
    [
      'one query of two in user mode',
      aura('without sharing', 'insert as user x; return [SELECT Id FROM Order__c];'),
      60,
      UNSHARED,
    ],
    [
      'changes only',
      aura('without sharing', 'update x; return null;'),
      60,
      ['code invoke+write guest-apex-unshared Orders'],
    ],
    ['touches no record', aura('without sharing', 'return 1;'), 60, []],
    [
      'only hands on',
      aura('without sharing', 'return OrderSelector.all();'),
      60,
      ['code invoke guest-apex-unshared Orders'],
    ],
    ['hands on with sharing', aura('with sharing', 'return OrderSelector.all();'), 60, []],
    [
      'a class inside without sharing',
      `public with sharing class Orders { without sharing class L { Object l() { ${QUERY} } } @AuraEnabled public static Object all() { return new L().l(); } }`,
      60,
      UNSHARED,
    ],
    [
      'a class inside without a keyword goes on with sharing',
      `public with sharing class Orders { class L { Object l() { ${QUERY} } } @AuraEnabled public static Object all() { return 1; } }`,
      60,
      [],
    ],
    [
      'a class inside without a keyword goes on without',
      `public without sharing class Orders { class L { Object l() { ${QUERY} } } @AuraEnabled public static Object all() { return 1; } }`,
      60,
      UNSHARED,
    ],
    ['REST, without', rest('without sharing'), 60, ['code invoke+read guest-apex-rest-unshared Orders']],
    ['REST, no keyword', rest(''), 60, ['code invoke+read guest-apex-rest-unshared Orders']],
    ['REST, with sharing', rest('with sharing'), 60, ['code invoke+read guest-apex-rest Orders']],
    [
      'REST in user mode',
      rest('without sharing', 'return [SELECT Id FROM Order__c WITH USER_MODE];'),
      60,
      ['code invoke+read guest-apex-rest Orders'],
    ],
    ['no entry point', `public without sharing class Orders { Object all() { ${QUERY} } }`, 60, []],
    [
      'a method for flows, and no flow',
      `public without sharing class Orders { @InvocableMethod public static Object all() { ${QUERY} } }`,
      60,
      [],
    ],
    [
      'a web service, and no API',
      `global without sharing class Orders { webservice static Object all() { ${QUERY} } }`,
      60,
      [],
    ],
    [
      'a test',
      `@IsTest public without sharing class Orders { @AuraEnabled public static Object all() { ${QUERY} } }`,
      60,
      [],
    ],
  ])('%s', (_name, source, apiVersion, expected) => {
    expect(lines(judgeSite(site(), orders, none, of(source, apiVersion)))).toEqual(expected);
  });

  test('a method for flows where visitors run one; a web service where they may call the API', () => {
    const withFlow = guestMay({ classAccess: ['Orders'], flowAccess: ['Any'] });
    const invocable = of(
      `public without sharing class Orders { @InvocableMethod public static Object all() { ${QUERY} } }`,
    );
    expect(lines(judgeSite(site(), withFlow, none, invocable))).toContain(UNSHARED[0]);
    const withApi = guestMay({ classAccess: ['Orders'], systemPermissions: ['ApiEnabled'] });
    const soap = of(`global without sharing class Orders { webservice static Object all() { ${QUERY} } }`);
    expect(lines(judgeSite(site(), withApi, none, soap))).toContain(UNSHARED[0]);
  });

  test('the state of the site', () => {
    const found = of(rest('without sharing'));
    const state = (change: object) => judgeSite(site(change), orders, none, found).exposures[0];
    expect(state({ networkStatus: 'UnderConstruction' })).toMatchObject({
      state: 'shut-by',
      guard: { en: expect.stringContaining('UnderConstruction') },
    });
    expect(state({ active: undefined })).toMatchObject({
      state: 'code',
      missing: [expect.objectContaining({ setting: 'active' })],
    });
    expect(
      lines(
        judgeSite(
          site({ auraRequests: false, siteType: 'Visualforce' }),
          orders,
          none,
          of(aura('without sharing')),
        ),
      ),
    ).toEqual([]);
    expect(
      lines(judgeSite(site({ auraRequests: undefined }), orders, none, of(aura('without sharing')))),
    ).toEqual(UNSHARED);
  });

  test('is proved: keyword, query, entry point, grant and site; and cures are judged again', () => {
    const [exposure] = judgeSite(site(), orders, none, of(rest('without sharing'))).exposures;
    expect(exposure?.evidence.map(({ setting, text }) => [setting, text.en])).toEqual([
      ['classes', 'Orders is declared without sharing'],
      ['data', 'reads Order__c (SOQL)'],
      ['entryPoints', 'can be called from outside: all (Apex REST)'],
      ['classAccess', 'guest profile "Kagi Support Profile" may use the Apex class Orders'],
      ['active', 'site "Kagi_Support" (/support) is active, Live'],
    ]);
    expect(exposure?.witness).toMatchObject({
      checked: true,
      request: { context: { path: '/support/services/apexrest/o' } },
    });
    expect(exposure?.cures?.map(({ rejudged }) => rejudged)).toEqual([true, true]);
    const twice = permissions([], {
      name: 'Set',
      kind: 'permission-set',
      classAccess: ['Orders'],
      pageAccess: [],
      flowAccess: [],
    });
    const [other] = judgeSite(
      site({ guestPermissionSets: ['Set'] }),
      orders,
      twice,
      none,
      of(rest('without sharing')),
    ).exposures;
    expect(other?.cures?.map(({ rejudged }) => rejudged)).toEqual([true, false]);
  });

  test('names are found whatever their case', () => {
    const shouting = guestMay({ classAccess: ['ORDERS'] });
    expect(lines(judgeSite(site(), shouting, none, of(aura('without sharing'))))).toEqual([
      'code invoke+read guest-apex-unshared ORDERS',
    ]);
  });
});

describe('what could not be read', () => {
  const unknowns = (...around: Resource[]) =>
    judgeSite(site(), none, ...around).exposures.filter(({ state }) => state === 'unknown');

  test('sources that are not there: one line, however many', () => {
    const names = Array.from({ length: 60 }, (_, index) => `Orders${index}`);
    const [found, ...more] = unknowns(guestMay({ classAccess: names }));
    expect(more).toEqual([]);
    expect(found?.missing).toEqual([
      {
        setting: 'salesforce.apex-class#source',
        reason: 'missing',
        detail:
          'Orders0, Orders1, Orders10, Orders11, Orders12 and 55 more, which visitors may run: retrieve ApexClass',
        detailJa: expect.stringContaining('ほか 55 件（ApexClass を取得してください）'),
      },
    ]);
  });

  test('packages: one line each, and nobody has to answer for it', () => {
    const names = Array.from({ length: 286 }, (_, index) => `kagipkg__Orders${index}`);
    const may = guestMay({
      classAccess: [...names, 'other__A'],
      pageAccess: ['kagipkg__Page'],
      flowAccess: ['kagipkg__Flow'],
    });
    const found = unknowns(may);
    expect(found.map(({ subject, missing }) => [subject, missing?.length, missing?.[0]?.reason])).toEqual([
      ['kagipkg', 1, 'not-held'],
      ['other', 1, 'not-held'],
    ]);
  });

  test('a page of the org on a class of a package', () => {
    const found = unknowns(
      guestMay({ pageAccess: ['Shop'] }),
      page('Shop', '<apex:page controller="kagipkg.Shop">'),
    );
    expect(found.map(({ via, subject }) => [via, subject])).toEqual([['guest-package', 'kagipkg']]);
  });

  test.each(['SiteLogin', 'Unauthorized', 'FileNotFound'])('the page %s comes with every site', (name) => {
    expect(
      unknowns(
        guestMay({ pageAccess: [name], classAccess: ['SiteLoginController', 'SiteLoginControllerTest'] }),
      ),
    ).toEqual([]);
  });

  test('a source that cannot be read, that is hidden, or whose API version decides and is not known', () => {
    const missing = (resource: Resource) =>
      unknowns(orders, resource).map((exposure) => exposure.missing?.[0]);
    expect(missing(of('class Orders { /*'))).toEqual([
      expect.objectContaining({ reason: 'malformed', detail: expect.stringContaining('without an end') }),
    ]);
    expect(missing(of('(hidden)'))).toEqual([expect.objectContaining({ reason: 'denied' })]);
    const versionless = classResource(
      {
        name: 'Orders',
        scope,
        source: `public class Orders { @RemoteAction public static Object all() { ${QUERY} } }`,
      },
      { reason: 'failed' },
    );
    expect(missing({ ...versionless, settings: { ...versionless.settings } })).toEqual([
      expect.objectContaining({ reason: 'failed', detail: expect.stringContaining('API version') }),
    ]);
  });

  test('the lists of the guest profile are facts, or unknown facts', () => {
    const { facts } = judgeSite(site(), none, orders);
    expect([facts['guestClasses'], facts['guestPages'], facts['guestFlows']]).toEqual([['Orders'], [], []]);
    const { facts: lacking, unknownFacts } = judgeSite(site(), none, guestMay({ classAccess: undefined }));
    expect(lacking['guestClasses']).toBeUndefined();
    expect(unknownFacts?.['guestClasses']).toEqual([
      expect.objectContaining({ setting: 'salesforce.permissions#classAccess' }),
    ]);
  });

  test('opens nothing where the site answers nobody', () => {
    const down = site({ active: false });
    expect(judgeSite(down, none, guestMay({ classAccess: ['Gone', 'kagipkg__A'] })).exposures).toEqual([]);
  });
});

describe('pages', () => {
  const shop = guestMay({ pageAccess: ['Shop', 'Store'] });
  const shopPage = page('Shop', '<apex:page controller="Orders">');
  const code = (keyword: string) => `public ${keyword} class Orders { public Object getAll() { ${QUERY} } }`;

  test.each<[string, number, string[]]>([
    ['', 60, ['code invoke+read guest-page Orders']],
    ['without sharing', 67, ['code invoke+read guest-page Orders']],
    ['with sharing', 60, []],
    ['inherited sharing', 60, []],
    ['', 67, []],
  ])('a controller "%s" at API %d', (keyword, apiVersion, expected) => {
    const may = guestMay({ pageAccess: ['Shop'] });
    expect(lines(judgeSite(site(), may, none, shopPage, of(code(keyword), apiVersion)))).toEqual(expected);
  });

  test('two pages on one class are one line, which names both', () => {
    const { exposures } = judgeSite(
      site(),
      shop,
      none,
      shopPage,
      page('Store', '<apex:page standardController="Order__c" extensions="Orders">'),
      of(code('')),
    );
    expect(exposures.map(({ subjectName }) => subjectName)).toEqual(['Orders (Shop, Store)']);
  });

  test('a page that is not granted', () => {
    expect(lines(judgeSite(site(), guestMay(), none, shopPage, of(code(''))))).toEqual([]);
  });
});

describe('flows', () => {
  const refunds = guestMay({ flowAccess: ['Refund'] });
  const inner = (mode: string) =>
    `<status>Active</status><processType>AutoLaunchedFlow</processType>${mode}<variables><name>id</name><isInput>true</isInput></variables><recordUpdates><name>Set</name><object>Refund__c</object><filters><value><elementReference>id</elementReference></value></filters></recordUpdates>`;

  test.each<[string, string[]]>([
    ['<runInMode>SystemModeWithoutSharing</runInMode>', ['code invoke+write guest-flow Refund']],
    ['', ['code invoke+write guest-flow Refund']],
    ['<runInMode>SystemModeWithSharing</runInMode>', []],
  ])('%s', (mode, expected) => {
    const assessment = judgeSite(site(), refunds, none, flow('Refund', inner(mode)));
    expect(lines(assessment)).toEqual(expected);
    const [exposure] = assessment.exposures;
    if (exposure !== undefined) {
      expect(exposure.evidence.map(({ text }) => text.en)).toContain(
        'Set: update Refund__c by id, which the visitor fills in',
      );
      expect(exposure.cures?.map(({ rejudged }) => rejudged)).toEqual([true, true]);
    }
  });
});
