// Components of an export: both styles of file names, lists that are not whole, and what single files say.
import { describe, expect, test } from '@jest/globals';
import { analyseApp } from '../../../src/providers/salesforce/apps/analyse.ts';
import { secretField } from '../../../src/providers/salesforce/guest/sensitive.ts';
import { tooWide } from '../../../src/providers/salesforce/hardening/ranges.ts';
import { textFile } from '../../../src/snapshot/files.ts';
import type { Resource } from '../../../src/snapshot/resource.ts';
import { type Judged, judgeFiles } from './judged.ts';
import { resource } from './org.ts';

const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const SITE = `<CustomSite ${NS}><active>true</active><masterLabel>Kagi Shop</masterLabel><siteType>Visualforce</siteType><allowStandardSearch>true</allowStandardSearch></CustomSite>`;

async function judged(files: Record<string, string | Buffer>): Promise<Judged> {
  const all = { 'p/package.xml': `<Package ${NS}/>`, 'p/sites/Kagi_Shop.site': SITE, ...files };
  return await judgeFiles(Object.entries(all).map(([path, content]) => textFile(path, content, false)));
}

function one({ resources }: Judged, type: string): Resource {
  const found = resources.filter((entry) => entry.type === type);
  expect(found).toHaveLength(1);
  return found[0] ?? resource(type, '', {});
}

function manifest(...types: string[]): string {
  const asked = types.map((name) => `<types><members>*</members><name>${name}</name></types>`);
  return `<Package ${NS}>${asked.join('')}</Package>`;
}

const why = ({ unknowns }: Resource, name: string) =>
  unknowns.find(({ setting }) => setting === name)?.reason;

describe('a list of components', () => {
  const REMOTE = `<RemoteSiteSetting ${NS}><disableProtocolSecurity>true</disableProtocolSecurity><isActive>true</isActive><url>https://erp.kagi.example</url></RemoteSiteSetting>`;
  const OFF = REMOTE.replace('<isActive>true', '<isActive>false');

  test.each([
    ['nothing, and nothing was asked for', {}, 'missing', undefined],
    ['nothing, and all were asked for', { 'p/package.xml': manifest('RemoteSiteSetting') }, undefined, []],
    ['one, with a plain suffix', { 'p/remoteSiteSettings/Erp.remoteSite': REMOTE }, undefined, ['Erp']],
    ['one, with -meta.xml', { 'p/remoteSiteSettings/Erp.remoteSite-meta.xml': REMOTE }, undefined, ['Erp']],
    ['one that is switched off', { 'p/remoteSiteSettings/Erp.remoteSite': OFF }, undefined, []],
    [
      'one that cannot be read',
      { 'p/remoteSiteSettings/Erp.remoteSite': REMOTE, 'p/remoteSiteSettings/Bad.remoteSite': '<Remote' },
      'malformed',
      undefined,
    ],
    ['something else under that name', { 'p/x/Erp.remoteSite': '<html/>' }, 'missing', undefined],
  ])('%s', async (_name, files, reason, names) => {
    const hardening = one(await judged(files), 'salesforce.hardening');
    expect(why(hardening, 'remoteSites')).toBe(reason);
    const sites = hardening.settings['remoteSites'];
    expect(Array.isArray(sites) ? sites.map(({ name }) => name) : sites).toEqual(names);
  });

  test('no app file at all is not held; apps of one kind speak for both', async () => {
    const app = `<ConnectedApp ${NS}><label>Sync</label></ConnectedApp>`;
    const state = async (files: Record<string, string>) =>
      (await judged(files)).listings.find(({ type }) => type === 'salesforce.app');
    expect(await state({})).toMatchObject({ state: 'not-held', seen: 0 });
    expect(await state({ 'p/connectedApps/Sync.connectedApp': app })).toMatchObject({
      state: 'complete',
      seen: 1,
    });
    expect(await state({ 'p/connectedApps/Sync.connectedApp': '<ConnectedApp' })).toMatchObject({
      state: 'unknown',
      reason: 'malformed',
    });
  });
});

describe('documents and folders', () => {
  const open = `<Document ${NS}><public>true</public></Document>`;
  const shut = `<Document ${NS}><public>false</public></Document>`;
  const library = async (files: Record<string, string>) => one(await judged(files), 'salesforce.documents');

  test('in both styles; images and parts of pages are meant to be public', async () => {
    const { settings } = await library({
      'p/documents/Sales-meta.xml': `<DocumentFolder ${NS}/>`,
      'p/documents/Sales/prices.pdf': '',
      'p/documents/Sales/prices.pdf-meta.xml': open,
      'p/documents/Sales/logo.png-meta.xml': open,
      'p/documents/Sales/page.css-meta.xml': open,
      'p/documents/Sales/plan.pdf-meta.xml': shut,
      'p/documents/Sales/deep/staff.document-meta.xml': open,
      'p/documents/Sales/deep/staff.xlsx': '',
    });
    expect(settings['publicDocuments']).toEqual(['Sales/deep/staff.xlsx', 'Sales/prices.pdf']);
  });

  test('a document of which nothing says what kind of file it is', async () => {
    const untold = await library({ 'p/documents/Sales/logo.document-meta.xml': open });
    expect(why(untold, 'publicDocuments')).toBe('missing');
    const private_ = await library({ 'p/documents/Sales/logo.document-meta.xml': shut });
    expect(private_.settings['publicDocuments']).toEqual([]);
  });

  test('an export without documents or folders cannot hold them', async () => {
    const none = await library({});
    expect([why(none, 'publicDocuments'), why(none, 'sharedFolders')]).toEqual(['not-held', 'not-held']);
  });

  test.each([
    ['<accessType>Public</accessType>', 'Public'],
    ['<accessType>PublicInternal</accessType>', undefined],
    ['<folderShares><sharedToType>PortalRole</sharedToType></folderShares>', 'PortalRole'],
    ['<folderShares><sharedToType>Role</sharedToType></folderShares>', undefined],
  ])('a report folder with %s', async (inner, to) => {
    const folder = `<ReportFolder ${NS}>${inner}</ReportFolder>`;
    for (const path of ['p/reports/Sales-meta.xml', 'p/reports/Sales.reportFolder-meta.xml']) {
      const { settings } = await library({ [path]: folder });
      expect(settings['sharedFolders']).toEqual(
        to === undefined ? [] : [{ name: 'Sales', kind: 'reports', to }],
      );
    }
  });
});

describe('switches of a site', () => {
  test('standard pages count on Visualforce sites; what a file leaves out is the default', async () => {
    const site = one(await judged({}), 'salesforce.site');
    expect(site.settings['looseSwitches']).toEqual(['allowStandardSearch=true']);
  });
});

describe('login ranges of profiles', () => {
  const profile = (ranges: string, license = 'Salesforce') =>
    `<Profile ${NS}>${ranges}<userLicense>${license}</userLicense></Profile>`;
  const range =
    '<loginIpRanges><endAddress>10.0.0.9</endAddress><startAddress>10.0.0.1</startAddress></loginIpRanges>';

  test('are read from internal profiles too; profiles without any are left out', async () => {
    const found = one(
      await judged({ 'p/profiles/Admin.profile': profile(range), 'p/profiles/Sales.profile': profile('') }),
      'salesforce.hardening',
    );
    expect(found.settings['loginRanges']).toEqual([{ profile: 'Admin', ranges: ['10.0.0.1-10.0.0.9'] }]);
    expect(why(one(await judged({}), 'salesforce.hardening'), 'loginRanges')).toBe('missing');
    const broken = profile('<loginIpRanges><endAddress>10</loginIpRanges>');
    expect(
      why(one(await judged({ 'p/profiles/Admin.profile': broken }), 'salesforce.hardening'), 'loginRanges'),
    ).toBe('malformed');
  });

  test.each([
    ['is not text', Buffer.from([0x3c, 0xff, 0x00, 0xc3])],
    ['was cut short before its ranges', profile(range).slice(0, 40)],
    ['was cut short within its ranges', profile(range).slice(0, 110)],
  ])('of a profile that %s are not known to be none', async (_name, content) => {
    const files = { 'p/profiles/Sales.profile': profile(''), 'p/profiles/Admin.profile': content };
    expect(why(one(await judged(files), 'salesforce.hardening'), 'loginRanges')).toBe('malformed');
  });

  test.each([
    [['0.0.0.0-255.255.255.255'], true],
    [['10.0.0.0-10.255.255.255'], false],
    [['10.0.0.0-10.255.255.255', '10.0.0.0-10.255.255.255'], false],
    [['10.0.0.0-10.255.255.255', '11.0.0.0-11.0.0.0'], true],
    [['11.0.0.0-11.0.0.0', '10.128.0.0-10.255.255.255', '10.0.0.0-10.200.0.0'], true],
    [['2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'], false],
    [['2001:db8::-2001:dba::'], true],
    [['9.9.9.9-1.1.1.1', 'no-range', '', '1.1.1.1'], false],
  ])('%j together', (ranges, expected) => {
    expect(tooWide(ranges)).toBe(expected);
  });
});

describe('an app', () => {
  const facts = (change: object) =>
    analyseApp(
      resource('salesforce.app', 'x', {
        scopes: ['Api', 'RefreshToken'],
        refreshTokenPolicy: 'infinite',
        ipRelaxation: 'ENFORCE',
        ...change,
      }),
    );

  test.each([
    [{}, { reachesData: true, endlessTokens: true, ipRelaxed: false }],
    [{ refreshTokenPolicy: 'specific_inactivity:30:DAYS' }, { endlessTokens: false }],
    [{ scopes: ['Api'], refreshTokenPolicy: undefined }, { endlessTokens: false }],
    [{ scopes: ['full', 'offline_access'] }, { reachesData: true, endlessTokens: true }],
    [{ scopes: ['OpenID'] }, { reachesData: false, endlessTokens: false }],
    [{ ipRelaxation: 'BYPASS' }, { ipRelaxed: true }],
    [{ ipRelaxation: 'Bypass_2factor' }, { ipRelaxed: false }],
  ])('%j', (change, expected) => {
    expect(facts(change).facts).toMatchObject(expected);
  });

  test('what is not known is named, and does not count as no', () => {
    const { facts: known, unknownFacts } = facts({ scopes: undefined, ipRelaxation: undefined });
    expect(known).toEqual({});
    expect(Object.keys(unknownFacts ?? {}).sort()).toEqual(['endlessTokens', 'ipRelaxed', 'reachesData']);
  });
});

test.each([
  ['API_Key__c', true],
  ['ClientSecret__c', true],
  ['AuthToken__c', true],
  ['パスワード', true],
  ['Keyword__c', false],
  ['Token_Count__c', false],
  ['Opening_Hours__mdt', false],
])('%s looks like a secret: %s', (name, expected) => {
  expect(secretField({ name })).toBe(expected);
});
