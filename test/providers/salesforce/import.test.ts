// Exports: what is recognised, how files are joined, and files that cannot be read.
import { describe, expect, test } from '@jest/globals';
import { InputError } from '../../../src/errors.ts';
import { salesforce } from '../../../src/providers/salesforce/provider.ts';
import { type InputFile, textFile } from '../../../src/snapshot/files.ts';
import { judge, judgeFiles, judgeFolder, line } from './judged.ts';

const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const SITE = `<CustomSite ${NS}><active>true</active><masterLabel>Kagi Support</masterLabel><siteType>ChatterNetwork</siteType><urlPathPrefix>support</urlPathPrefix></CustomSite>`;
const NETWORK = `<Network ${NS}><enableGuestChatter>false</enableGuestChatter><enableGuestMemberVisibility>false</enableGuestMemberVisibility><enableMemberVisibility>false</enableMemberVisibility><selfRegistration>false</selfRegistration><site>Kagi_Support</site><status>Live</status></Network>`;
const PROFILE = `<Profile ${NS}>
  <objectPermissions>
    <allowRead>true</allowRead>
    <object>Contact</object>
  </objectPermissions>
  <userLicense>Guest User License</userLicense>
</Profile>`;
const RULES = `<SharingRules ${NS}>
  <sharingGuestRules><fullName>Everyone</fullName><sharedTo><guestUser>Kagi_Support</guestUser></sharedTo></sharingGuestRules>
</SharingRules>`;
const OPEN = 'open anyone list+read guest-rule Contact';

function folder(files: Record<string, string>): InputFile[] {
  return Object.entries(files).map(([path, content]) => textFile(path, content, false));
}

const SOURCE = {
  'p/sfdx-project.json': '{}',
  'p/force-app/main/default/sites/Kagi_Support.site-meta.xml': SITE,
  'p/force-app/main/default/networks/Kagi Support.network-meta.xml': NETWORK,
  'p/force-app/main/default/profiles/Kagi Support Profile.profile-meta.xml': PROFILE,
  'p/force-app/main/default/sharingRules/Contact.sharingRules-meta.xml': RULES,
};

async function guestLines(files: Record<string, string>): Promise<string[]> {
  const { exposures } = await judgeFiles(folder(files));
  return exposures.filter(({ of }) => of.startsWith('salesforce.site')).map(line);
}

function without(part: string): Record<string, string> {
  return Object.fromEntries(Object.entries(SOURCE).filter(([path]) => !path.includes(part)));
}

describe('recognising', () => {
  test('an SFDX project, with its name', async () => {
    const claims = await salesforce.recognise(
      folder({ ...SOURCE, 'p/sfdx-project.json': '{"name": "kagi web"}', 'q/README.md': 'no' }),
    );
    expect(claims.map(({ format, root }) => [format, root])).toEqual([['SFDX project', 'p']]);
    const { scopes } = await judge(claims[0]?.read() ?? (async function* () {})());
    expect(scopes).toEqual([
      expect.objectContaining({ id: 'salesforce/kagi-web', label: 'kagi web', input: 'export' }),
    ]);
    expect(await guestLines(SOURCE)).toEqual([OPEN]);
  });

  test('a Metadata API folder with plain suffixes and a manifest', async () => {
    const files = Object.fromEntries(
      Object.entries(SOURCE)
        .filter(([path]) => path.endsWith('-meta.xml'))
        .map(([path, content]) => [
          path.replace('p/force-app/main/default', 'out').replace('-meta.xml', ''),
          content,
        ]),
    );
    const manifest = `<Package ${NS}><types><members>*</members><name>SharingRules</name></types></Package>`;
    expect(await guestLines({ ...files, 'out/package.xml': manifest })).toEqual([OPEN]);
    expect(await guestLines(files)).toEqual([OPEN]);
  });

  test('two package directories and decomposed rules and fields', async () => {
    const files = {
      'p/sfdx-project.json': '{}',
      'p/app/sites/Kagi_Support.site-meta.xml': SITE,
      'p/extra/networks/Kagi Support.network': NETWORK,
      'p/extra/profiles/Kagi Support Profile.profile': PROFILE,
      'p/app/sharingRules/Contact/sharingGuestRules/Everyone.sharingGuestRule-meta.xml': `<SharingGuestRule ${NS}><fullName>Everyone</fullName><sharedTo><guestUser>Kagi_Support</guestUser></sharedTo></SharingGuestRule>`,
    };
    expect(await guestLines(files)).toEqual([OPEN]);
  });

  test('two projects are two claims with scopes of their own', async () => {
    const second = Object.fromEntries(
      Object.entries(SOURCE).map(([path, content]) => [path.replace('p/', 'q/p/'), content]),
    );
    const claims = await salesforce.recognise(folder({ ...SOURCE, ...second }));
    const scopes = [];
    for (const claim of claims) scopes.push((await judge(claim.read())).scopes[0]?.id);
    expect(scopes).toEqual(['salesforce/p', 'salesforce/p-2']);
  });

  test('other files are left to others', async () => {
    const files = folder({
      'a/policy.json': '{"Version": "2012-10-17"}',
      'a/app.settings': 'theme=dark',
      'a/web.site': '<html/>',
      'a/package.xml': '<package/>',
    });
    expect(await salesforce.recognise(files)).toEqual([]);
  });
});

describe('joining', () => {
  test.each([
    ['site file', 'sites/', ['open-unless anyone list+read guest-rule Contact']],
    [
      'network file',
      'networks/',
      [
        'open-unless anyone list+read guest-rule Contact',
        'unknown anyone list guest-members User',
        'unknown anyone invoke guest-public-api',
        'unknown named-outsider list member-visibility User',
        'unknown anyone-registered read self-registration',
      ],
    ],
    ['guest profile', 'profiles/', ['unknown anyone list+read guest-rule Contact']],
    ['sharing rules', 'sharingRules/', ['unknown anyone read guest-rule']],
  ])('without the %s', async (_name, part, expected) => {
    const found = await guestLines(without(part));
    expect(found).toEqual(expected);
  });

  test('a profile without objects says nothing; a profile of another licence is no guest profile', async () => {
    const path = 'p/force-app/main/default/profiles/Kagi Support Profile.profile-meta.xml';
    const empty = `<Profile ${NS}><userLicense>Guest User License</userLicense></Profile>`;
    expect(await guestLines({ ...SOURCE, [path]: empty })).toEqual([
      'unknown anyone list+read guest-rule Contact',
    ]);
    const internal = PROFILE.replace('Guest User License', 'Salesforce');
    expect(await guestLines({ ...SOURCE, [path]: internal })).toEqual([
      'unknown anyone list+read guest-rule Contact',
    ]);
  });

  test('an object of another profile of the same retrieval is known to be refused; a source project proves no such thing', async () => {
    const path = 'p/force-app/main/default/profiles/';
    const lead = PROFILE.replace('Contact', 'Lead');
    const admin = PROFILE.replace('Guest User License', 'Salesforce');
    const guest = { ...SOURCE, [`${path}Kagi Support Profile.profile-meta.xml`]: lead };
    expect(await guestLines(guest)).toContain('unknown anyone list+read guest-rule Contact');
    const both = { ...guest, [`${path}Admin.profile-meta.xml`]: admin };
    expect(await guestLines(both)).toContain('unknown anyone list+read guest-rule Contact');
    const manifest = `<Package ${NS}><types><members>*</members><name>Profile</name></types></Package>`;
    const once = { ...both, 'p/force-app/main/default/package.xml': manifest };
    expect(await guestLines(once)).toContain('shut-by anyone read guest-rule Contact');
    // A manifest that cannot be read proves no common retrieval.
    const cut = { ...once, 'p/force-app/main/default/package.xml': manifest.slice(0, 90) };
    expect(await guestLines(cut)).toContain('unknown anyone list+read guest-rule Contact');
  });

  test('a manifest that asks for some rules leaves the others unknown', async () => {
    const manifest = `<Package ${NS}><types><members>Account</members><name>SharingRules</name></types></Package>`;
    const account = RULES.replace('Everyone', 'Other');
    const files = {
      ...without('sharingRules/'),
      'p/x/sharingRules/Account.sharingRules': account,
      'p/x/package.xml': manifest,
    };
    expect(await guestLines(files)).toContain('unknown anyone read guest-rule');
    const cut = await judgeFiles(folder({ ...files, 'p/x/package.xml': manifest.slice(0, 90) }));
    expect(cut.exposures.map(line)).toContain('unknown anyone read guest-rule');
    expect(JSON.stringify(cut.scopes[0]?.notes)).toContain('p/x/package.xml');
  });

  test('two files of one site: the first is used, and that is said', async () => {
    const inactive = SITE.replace('<active>true', '<active>false');
    const { exposures, scopes } = await judgeFiles(
      folder({ ...SOURCE, 'p/z/sites/Kagi_Support.site': inactive }),
    );
    expect(exposures.map(line)).toContain(OPEN);
    expect(JSON.stringify(scopes[0]?.notes)).toContain('p/z/sites/Kagi_Support.site describes the same');
  });

  test('evidence names file, line and column', async () => {
    const { exposures } = await judgeFiles(folder(SOURCE));
    const found = exposures.find((entry) => line(entry) === OPEN);
    expect(found?.exposure.evidence.slice(0, 3).map(({ origin }) => origin)).toEqual([
      { file: 'p/force-app/main/default/sharingRules/Contact.sharingRules-meta.xml', line: 2, column: 3 },
      { file: 'p/force-app/main/default/profiles/Kagi Support Profile.profile-meta.xml', line: 2, column: 3 },
      { file: 'p/force-app/main/default/sites/Kagi_Support.site-meta.xml', line: 1, column: 61 },
    ]);
  });
});

describe('files that cannot be read', () => {
  test('a single named file is an InputError with its place', async () => {
    const [claim] = await salesforce.recognise([
      textFile('Kagi Support Profile.profile', PROFILE.slice(0, 80)),
    ]);
    await expect(judge(claim?.read() ?? (async function* () {})())).rejects.toThrow(InputError);
    await expect(judge(claim?.read() ?? (async function* () {})())).rejects.toThrow(
      /^Kagi Support Profile\.profile:\d+:\d+: /,
    );
  });

  test.each([
    ['sites/Kagi_Support.site', 'open-unless anyone list+read guest-rule Contact'],
    ['networks/Kagi Support.network', 'open-unless anyone list+read guest-rule Contact'],
    ['profiles/Kagi Support Profile.profile', 'unknown anyone list+read guest-rule Contact'],
    ['sharingRules/Contact.sharingRules', 'unknown anyone read guest-rule'],
  ])('a malformed %s is an unknown and a note', async (part, expected) => {
    const path = `p/force-app/main/default/${part}-meta.xml`;
    const files = { ...SOURCE, [path]: '<!DOCTYPE x [<!ENTITY a "b">]><Profile>' };
    const { exposures, scopes } = await judgeFiles(folder(files));
    expect(exposures.map(line)).toContain(expected);
    expect(JSON.stringify(scopes[0]?.notes)).toContain(`${part}-meta.xml:1:`);
  });

  test('a file of 100 MB is not read, and its profile is unknown', async () => {
    const path = 'p/force-app/main/default/profiles/Kagi Support Profile.profile-meta.xml';
    const huge: InputFile = {
      ...textFile(path, '', false),
      size: 100 * 1024 * 1024,
      text: async () => {
        throw new Error('was read');
      },
    };
    const { exposures, scopes } = await judgeFiles([...folder(without('profiles/')), huge]);
    expect(exposures.map(line)).toContain('unknown anyone list+read guest-rule Contact');
    expect(JSON.stringify(scopes[0]?.notes)).toContain('is larger than 64 MB');
  });

  test('UTF-16 with a mark, as PowerShell writes it', async () => {
    const files = folder(without('profiles/'));
    const bytes = Buffer.from(`\uFEFF${PROFILE}`, 'utf16le');
    files.push(
      textFile('p/force-app/main/default/profiles/Kagi Support Profile.profile-meta.xml', bytes, false),
    );
    expect((await judgeFiles(files)).exposures.map(line)).toContain(OPEN);
  });
});

describe('the example orgs', () => {
  test('the open one', async () => {
    const { exposures } = await judgeFolder('examples/salesforce/open');
    expect(exposures.map(line)).toEqual([
      'shut-by anyone list+read guest-rule Deal__c',
      'open anyone list+read guest-rule Account',
      'open anyone list+read guest-rule Contact',
      'open anyone read guest-rule Refund_Request__c',
      'open anyone read guest-rule Support_Article__c',
      'open anyone invoke guest-api',
      'open anyone list guest-members User',
      'open anyone-registered list+read self-registration Order__c',
      'code anyone invoke+read guest-apex-rest-unshared OrderLookup',
      'code anyone invoke+read guest-page OrderStatusController',
      'code anyone invoke+read guest-flow Refund_Status',
      'open named-outsider list+read external-default',
    ]);
    const refund = exposures.find(({ exposure }) => exposure.subject === 'Refund_Request__c');
    expect(refund?.exposure.sensitive?.ja).toContain('BankAccount__c (口座・カード情報)');
  });

  test('the closed one has nothing at all', async () => {
    const { exposures, listings } = await judgeFolder('examples/salesforce/closed');
    expect(exposures).toEqual([]);
    expect(listings.map(({ type, state, seen }) => [type, state, seen])).toEqual([
      ['salesforce.site', 'complete', 2],
      ['salesforce.app', 'complete', 0],
      ['salesforce.org', 'complete', 1],
      ['salesforce.public-file', 'not-held', 0],
    ]);
  });
});
