// Code read from files and from a live org: the same verdicts, and every way in which an answer can fail.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Exposure } from '../../../../src/exposure.ts';
import { salesforce } from '../../../../src/providers/salesforce/provider.ts';
import { findFiles, textFile } from '../../../../src/snapshot/files.ts';
import { type FakeOrg, startOrg } from '../../../servers/salesforce.ts';
import { type Judged, judge, judgeFiles, judgeFolder, line, request, tokenEnv } from '../judged.ts';

const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const ROOT = 'force-app/main/default';

function grants(tag: string, key: string, names: Record<string, boolean>): string {
  return Object.entries(names)
    .map(
      ([name, enabled]) => `<${tag}>\n<${key}>${name}</${key}>\n<enabled>${enabled}</enabled>\n</${tag}>\n`,
    )
    .join('');
}

const GRANTED =
  grants('classAccesses', 'apexClass', { Loose: true, Kept: true, kagipkg__Managed: true, Refused: false }) +
  grants('flowAccesses', 'flow', { Refund: true }) +
  grants('pageAccesses', 'apexPage', { Shop: true, SiteLogin: true });

function profile(inner: string): string {
  return `<Profile ${NS}>\n${inner}<objectPermissions><allowRead>false</allowRead><object>Order__c</object></objectPermissions><userLicense>Guest User License</userLicense></Profile>`;
}

function version(value: string): string {
  return `<ApexClass ${NS}><apiVersion>${value}</apiVersion><status>Active</status></ApexClass>`;
}

const PROJECT: Record<string, string> = {
  'sfdx-project.json': '{}',
  [`${ROOT}/sites/Kagi_Support.site-meta.xml`]: `<CustomSite ${NS}><active>true</active><enableAuraRequests>true</enableAuraRequests><masterLabel>Kagi Support</masterLabel><siteType>ChatterNetwork</siteType><urlPathPrefix>support</urlPathPrefix></CustomSite>`,
  [`${ROOT}/networks/Kagi Support.network-meta.xml`]: `<Network ${NS}><enableGuestChatter>false</enableGuestChatter><enableGuestMemberVisibility>false</enableGuestMemberVisibility><enableMemberVisibility>false</enableMemberVisibility><selfRegistration>false</selfRegistration><site>Kagi_Support</site><status>Live</status></Network>`,
  [`${ROOT}/profiles/Kagi Support Profile.profile-meta.xml`]: profile(GRANTED),
  [`${ROOT}/sharingRules/Order__c.sharingRules-meta.xml`]: `<SharingRules ${NS}/>`,
  [`${ROOT}/classes/Loose.cls`]:
    '// without sharing?\npublic without sharing class Loose {\n  @AuraEnabled\n  public static Object all() {\n    return [SELECT Id FROM Order__c];\n  }\n}',
  [`${ROOT}/classes/Loose.cls-meta.xml`]: version('62.0'),
  [`${ROOT}/classes/Kept.cls`]:
    'public with sharing class Kept { @AuraEnabled public static Object all() { return [SELECT Id FROM Order__c]; } }',
  [`${ROOT}/classes/Kept.cls-meta.xml`]: version('62.0'),
  [`${ROOT}/classes/Refused.cls`]:
    'public without sharing class Refused { @AuraEnabled public static Object all() { return [SELECT Id FROM Order__c]; } }',
  [`${ROOT}/classes/Refused.cls-meta.xml`]: version('62.0'),
  [`${ROOT}/classes/ShopController.cls`]:
    'public class ShopController {\n\n  Object o = [SELECT Id FROM Order__c];\n}',
  [`${ROOT}/classes/ShopController.cls-meta.xml`]: version('58.0'),
  [`${ROOT}/pages/Shop.page`]: '<!-- shop -->\n<apex:page controller="ShopController"></apex:page>',
  [`${ROOT}/pages/SiteLogin.page`]: '<apex:page></apex:page>',
  [`${ROOT}/flows/Refund.flow-meta.xml`]: `<Flow ${NS}>\n<processType>Flow</processType>\n<recordLookups>\n<name>Find</name><object>Refund__c</object></recordLookups>\n<runInMode>SystemModeWithoutSharing</runInMode>\n<status>Active</status><variables><name>id</name><isInput>true</isInput></variables></Flow>`,
};

const FOUND = [
  'code anyone invoke+read guest-apex-unshared Loose',
  'code anyone invoke+read guest-page ShopController',
  'code anyone invoke+read guest-flow Refund',
  'unknown anyone invoke guest-package kagipkg',
];

function guestCode({ exposures }: Judged): { of: string; exposure: Exposure }[] {
  return exposures.filter(({ exposure }) => /^guest-(apex|page|flow|package)/.test(exposure.via ?? ''));
}

describe('an export', () => {
  const read = (files: Record<string, string>): Promise<Judged> =>
    judgeFiles(Object.entries(files).map(([path, content]) => textFile(path, content, false)));
  const without = (...parts: string[]) =>
    Object.fromEntries(
      Object.entries(PROJECT).filter(([path]) => !parts.some((part) => path.includes(part))),
    );
  const missing = (judged: Judged) =>
    guestCode(judged)
      .filter(({ exposure }) => exposure.missing?.[0]?.reason !== 'not-held')
      .flatMap(({ exposure }) => exposure.missing ?? []);

  test('is joined with its code, down to the lines', async () => {
    const judged = await read(PROJECT);
    expect(guestCode(judged).map(line)).toEqual(FOUND);
    const places = guestCode(judged).map(({ exposure }) =>
      exposure.evidence.map(({ origin }) => `${origin?.file.split('/').at(-1)}:${origin?.line}`),
    );
    expect(places.slice(0, 3)).toEqual([
      [
        'Loose.cls:2',
        'Loose.cls:5',
        'Loose.cls:4',
        'Kagi Support Profile.profile-meta.xml:2',
        'Kagi_Support.site-meta.xml:1',
      ],
      [
        'ShopController.cls:1',
        'ShopController.cls:3',
        'Shop.page:2',
        'Kagi Support Profile.profile-meta.xml:22',
        'Kagi_Support.site-meta.xml:1',
      ],
      [
        'Refund.flow-meta.xml:5',
        'Refund.flow-meta.xml:3',
        'Kagi Support Profile.profile-meta.xml:18',
        'Kagi_Support.site-meta.xml:1',
      ],
    ]);
    const code = judged.resources.filter(({ type }) => /apex|flow/.test(type)).map(({ id }) => id);
    // Refused is granted to nobody: its source is not opened.
    expect(code).toEqual(['Kept', 'Loose', 'ShopController', 'Shop', 'SiteLogin', 'Refund']);
    expect(judged.resources.filter(({ type }) => type === 'salesforce.package')).toEqual([
      expect.objectContaining({
        id: 'kagipkg',
        settings: { name: 'kagipkg', guestRuns: ['kagipkg__Managed'] },
        unknowns: [expect.objectContaining({ setting: 'source', reason: 'not-held' })],
      }),
    ]);
    expect(JSON.stringify(judged.resources)).not.toContain('SELECT Id');
  });

  test('a Metadata API folder, and loose files without a manifest', async () => {
    const plain = Object.fromEntries(
      Object.entries(without('sfdx-project')).map(([path, content]) => [
        path.replace(ROOT, 'src').replace(/(?<!\.cls|\.page)-meta\.xml$/, ''),
        content,
      ]),
    );
    const manifest = `<Package ${NS}><types><members>*</members><name>SharingRules</name></types></Package>`;
    expect(guestCode(await read({ ...plain, 'src/package.xml': manifest })).map(line)).toEqual(FOUND);
    expect(guestCode(await read(plain)).map(line)).toEqual(FOUND);
  });

  test('a profile that names no code says nothing of code', async () => {
    const judged = await read({
      ...PROJECT,
      [`${ROOT}/profiles/Kagi Support Profile.profile-meta.xml`]: profile(''),
    });
    expect(guestCode(judged)).toEqual([]);
    const found = judged.resources.find(({ id }) => id === 'profile/Kagi Support Profile');
    expect(found?.unknowns.map(({ setting }) => setting)).toEqual([
      'classAccess',
      'pageAccess',
      'flowAccess',
    ]);
    expect(found?.unknowns[0]?.detail).toContain(
      'retrieve Profile together with ApexClass, ApexPage and Flow',
    );
  });

  test('one that only refuses names code', async () => {
    const refusing = profile(grants('classAccesses', 'apexClass', { Loose: false }));
    const judged = await read({
      ...PROJECT,
      [`${ROOT}/profiles/Kagi Support Profile.profile-meta.xml`]: refusing,
    });
    const found = judged.resources.find(({ id }) => id === 'profile/Kagi Support Profile');
    expect(found?.unknowns).toEqual([]);
    expect(found?.settings['classAccess']).toEqual([]);
  });

  test('two files of one profile grant what either grants', async () => {
    const judged = await read({
      ...PROJECT,
      [`${ROOT}/profiles/Kagi Support Profile.profile-meta.xml`]: profile(''),
      'more/profiles/Kagi Support Profile.profile': profile(GRANTED),
    });
    expect(guestCode(judged).map(line)).toEqual(FOUND);
    const found = judged.resources.find(({ id }) => id === 'profile/Kagi Support Profile');
    expect(found?.unknowns).toEqual([]);
  });

  test('sources that are not there, or cannot be read', async () => {
    const lacking = missing(await read(without('Loose.cls', 'ShopController', 'Refund.flow')));
    expect(lacking.map(({ setting, reason, detail }) => [setting, reason, detail])).toEqual([
      ['salesforce.apex-class#source', 'missing', 'Loose, which visitors may run: retrieve ApexClass'],
      [
        'salesforce.apex-class#source',
        'missing',
        'ShopController, which visitors may run: retrieve ApexClass',
      ],
      ['salesforce.flow#source', 'missing', 'Refund, which visitors may run: retrieve Flow'],
    ]);
    const broken = missing(
      await read({
        ...PROJECT,
        [`${ROOT}/classes/Loose.cls`]: 'public class Loose { /*',
        [`${ROOT}/pages/Shop.page`]: 'nothing',
        [`${ROOT}/flows/Refund.flow-meta.xml`]: '<Flow><',
      }),
    );
    expect(broken.map(({ setting, reason }) => [setting, reason])).toEqual([
      ['salesforce.apex-class#source', 'malformed'],
      ['salesforce.apex-page#source', 'malformed'],
      ['salesforce.flow#source', 'malformed'],
    ]);
  });

  test('of several versions of a flow the active one counts', async () => {
    const flow = PROJECT[`${ROOT}/flows/Refund.flow-meta.xml`] ?? '';
    const versions = {
      ...without('Refund.flow'),
      [`${ROOT}/flows/Refund-1.flow`]: flow.replace('>Active<', '>Obsolete<'),
      [`${ROOT}/flows/Refund-2.flow`]: flow,
    };
    expect(guestCode(await read(versions)).map(line)).toEqual(FOUND);
    const drafts = { ...versions, [`${ROOT}/flows/Refund-2.flow`]: flow.replace('>Active<', '>Draft<') };
    expect(guestCode(await read(drafts)).map(line)).not.toContain(FOUND[2]);
  });
});

describe('a live org', () => {
  let folder: string;
  let org: FakeOrg;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tojimari-'));
    for (const [path, content] of Object.entries(PROJECT)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    org = await startOrg(folder);
  });

  afterEach(async () => {
    await org.close();
    await rm(folder, { recursive: true, force: true });
  });

  const collect = (): Promise<Judged> => judge(salesforce.collect(request(tokenEnv(org.url))));
  const said = ({ of, exposure: { evidence, ...rest } }: { of: string; exposure: Exposure }) => ({
    of,
    ...rest,
    evidence: evidence.map(({ origin: _, ...about }) => about),
  });

  test('gives the same as its export', async () => {
    const live = await collect();
    const exported = await judgeFolder(folder);
    expect((await findFiles([folder])).length).toBe(Object.keys(PROJECT).length);
    expect(guestCode(live).map(said)).toEqual(guestCode(exported).map(said));
    expect(guestCode(live).map(line)).toEqual(FOUND);
    const packages = ({ resources }: Judged) => resources.filter(({ type }) => type === 'salesforce.package');
    expect(packages(live)).toEqual(packages(exported).map((one) => ({ ...one, scope: live.scopes[0]?.id })));
    expect(JSON.stringify(live.resources)).not.toContain('SELECT Id');
  });

  test('asks for the sources of what guests may run, and of nothing else', async () => {
    await collect();
    const asked = org.requests.filter((one) =>
      / FROM (ApexClass|ApexPage|FlowDefinitionView) |'ApexClass', |Metadata Flow/.test(one),
    );
    expect(asked.map((one) => one.replace(/^\w+ \/\S+ SELECT .* FROM /, ''))).toEqual([
      "SetupEntityAccess WHERE SetupEntityType IN ('ApexClass', 'ApexPage', 'FlowDefinition') AND ParentId IN ('0PS000000000000AAA')",
      "ApexClass WHERE Id IN ('ApexClass-Kept', 'ApexClass-Loose', 'ApexClass-kagipkg__Managed')",
      "ApexPage WHERE Id IN ('ApexPage-Shop', 'ApexPage-SiteLogin')",
      "FlowDefinitionView WHERE DurableId IN ('FlowDefinition-Refund')",
      "ApexClass WHERE Name IN ('ShopController')",
      'SOAP readMetadata Flow',
    ]);
  });

  test.each([
    ['SetupEntityAccess', [], ['classAccess', 'pageAccess', 'flowAccess']],
    ['ApexClass', [FOUND[2]], ['classAccess']],
    ['ApexPage', [FOUND[0], FOUND[2], FOUND[3]], ['pageAccess']],
    ['FlowDefinitionView', [FOUND[0], FOUND[1], FOUND[3]], ['flowAccess']],
    ['Flow', [FOUND[0], FOUND[1], FOUND[3]], []],
  ])('%s denied, not known, throttled or cut short is an unknown that says so', async (call, left, lost) => {
    for (const [status, errorCode, reason] of [
      [403, 'INSUFFICIENT_ACCESS', 'denied'],
      [400, 'INVALID_TYPE', 'denied'],
      [403, 'REQUEST_LIMIT_EXCEEDED', 'throttled'],
      [400, 'MALFORMED_QUERY', 'failed'],
    ] as const) {
      org.faults.set(call, { status, errorCode });
      const judged = await collect();
      expect(guestCode(judged).map(line)).toEqual(expect.arrayContaining(left));
      const found = judged.resources.find(({ id }) => id === 'profile/Kagi Support Profile');
      expect(found?.unknowns.filter(({ setting }) => /^(class|page|flow)Access$/.test(setting))).toEqual(
        lost.map((setting) =>
          expect.objectContaining({
            setting,
            reason,
            ...(reason === 'denied' ? { permission: expect.any(String) } : {}),
          }),
        ),
      );
      const unread = guestCode(judged).flatMap(({ exposure }) => exposure.missing ?? []);
      if (lost.length === 0)
        expect(unread).toContainEqual(expect.objectContaining({ setting: 'salesforce.flow#source', reason }));
    }
  });

  test('fewer rows than the org says, and rows that are not listed', async () => {
    org.totals.set('SetupEntityAccess', 500);
    const lost = async () =>
      (await collect()).resources.find(({ id }) => id === 'profile/Kagi Support Profile')?.unknowns;
    expect(await lost()).toContainEqual(
      expect.objectContaining({ setting: 'classAccess', reason: 'cut-short' }),
    );
    org.totals.clear();
    org.rows.set('ApexClass', []);
    expect(await lost()).toEqual([
      expect.objectContaining({
        setting: 'classAccess',
        reason: 'denied',
        detail: '3 of 3 ApexClass were not listed',
      }),
    ]);
  });

  test('a permission set of the guest counts too', async () => {
    const rows = (object: string) => org.rows.get(object) ?? [];
    const [guest] = rows('User');
    rows('PermissionSet').push({
      Id: '0PSextra',
      Name: 'Extra',
      NamespacePrefix: null,
      IsOwnedByProfile: false,
      ProfileId: null,
      Profile: null,
    });
    rows('PermissionSetAssignment').push({
      AssigneeId: guest?.['Id'],
      PermissionSetId: '0PSextra',
      PermissionSet: { Name: 'Extra', IsOwnedByProfile: false },
    });
    rows('SetupEntityAccess').push({
      ParentId: '0PSextra',
      SetupEntityId: 'ApexClass-Refused',
      SetupEntityType: 'ApexClass',
    });
    expect(guestCode(await collect()).map(line)).toContain(
      'code anyone invoke+read guest-apex-unshared Refused',
    );
  });

  test('many classes are asked for in parts', async () => {
    const access = org.rows.get('SetupEntityAccess') ?? [];
    const classes = org.rows.get('ApexClass') ?? [];
    const [profileRow] = access;
    for (let index = 0; index < 120; index += 1) {
      access.push({
        ParentId: profileRow?.['ParentId'],
        SetupEntityId: `many-${index}`,
        SetupEntityType: 'ApexClass',
      });
      classes.push({
        Id: `many-${index}`,
        Name: `Many${index}`,
        NamespacePrefix: 'kagipkg',
        ApiVersion: 60,
        Body: '(hidden)',
      });
    }
    const judged = await collect();
    expect(guestCode(judged).map(line)).toEqual(FOUND);
    expect(org.requests.filter((one) => one.includes('FROM ApexClass WHERE Id'))).toHaveLength(3);
  });
});
