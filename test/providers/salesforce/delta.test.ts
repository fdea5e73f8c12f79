// Parts of an org: recognised, said, and never taken for the whole.
import { describe, expect, test } from '@jest/globals';
import { signOfPart } from '../../../src/providers/salesforce/import/delta.ts';
import { salesforce } from '../../../src/providers/salesforce/provider.ts';
import { textFile } from '../../../src/snapshot/files.ts';
import { type Judged, judgeFiles, line } from './judged.ts';

const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const SITE = `<CustomSite ${NS}><active>true</active><masterLabel>Kagi Support</masterLabel><siteType>ChatterNetwork</siteType><urlPathPrefix>support</urlPathPrefix></CustomSite>`;
const NETWORK = `<Network ${NS}><enableGuestChatter>false</enableGuestChatter><enableGuestMemberVisibility>false</enableGuestMemberVisibility><enableMemberVisibility>false</enableMemberVisibility><selfRegistration>false</selfRegistration><site>Kagi_Support</site><status>Live</status></Network>`;
const OPEN = 'open anyone list+read guest-rule Contact';

function profile(reads: string[], refuses: string[] = []): string {
  const permission = (object: string, read: boolean) =>
    `<objectPermissions><allowRead>${read}</allowRead><object>${object}</object></objectPermissions>`;
  const all = [
    ...reads.map((object) => permission(object, true)),
    ...refuses.map((object) => permission(object, false)),
  ];
  return `<Profile ${NS}>${all.join('')}<userLicense>Guest User License</userLicense></Profile>`;
}

function rules(name = 'Everyone'): string {
  return `<SharingRules ${NS}><sharingGuestRules><fullName>${name}</fullName><sharedTo><guestUser>Kagi_Support</guestUser></sharedTo></sharingGuestRules></SharingRules>`;
}

function manifest(types: Record<string, string[]>): string {
  const written = Object.entries(types).map(
    ([name, members]) =>
      `<types>${members.map((one) => `<members>${one}</members>`).join('')}<name>${name}</name></types>`,
  );
  return `<?xml version="1.0"?><Package ${NS}>${written.join('')}<version>67.0</version></Package>`;
}

/** A guest profile that reads Contact, which a rule shares, and Order__c, which none in these files does. */
const FILES = {
  'sites/Kagi_Support.site': SITE,
  'networks/Kagi Support.network': NETWORK,
  'profiles/Kagi Support Profile.profile': profile(['Contact', 'Order__c']),
  'sharingRules/Contact.sharingRules': rules(),
  'objects/Order__c.object': `<CustomObject ${NS}><sharingModel>Private</sharingModel></CustomObject>`,
};
const WHOLE = manifest({
  CustomSite: ['*'],
  Network: ['*'],
  Profile: ['*'],
  SharingRules: ['*'],
  CustomObject: ['*'],
});
const NAMED = manifest({
  Profile: ['Kagi Support Profile'],
  SharingRules: ['Contact'],
  CustomSite: ['Kagi_Support'],
});
const DELETES = manifest({ ApexClass: ['Old'] });

async function judged(files: Record<string, string>): Promise<Judged> {
  return await judgeFiles(Object.entries(files).map(([path, text]) => textFile(path, text, false)));
}

function below(folder: string, files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [folder + path, text]));
}

function guests({ exposures }: Judged): string[] {
  return exposures.filter(({ of }) => of.startsWith('salesforce.site')).map(line);
}

function isPart({ scopes, listings }: Judged): boolean {
  const said = scopes
    .flatMap(({ notes = [] }) => notes)
    .some(({ en, ja }) => /delta package/.test(en) && /差分/.test(ja));
  const listing = listings.find(({ type }) => type === 'salesforce.site');
  expect(listing?.state).toBe(said ? 'unknown' : 'complete');
  return said;
}

describe('a part of an org', () => {
  test.each<[string, Record<string, string>]>([
    ['a manifest that names a few components', { ...FILES, 'package.xml': NAMED }],
    ['what a deployment deletes', { ...FILES, 'package.xml': WHOLE, 'destructiveChanges.xml': DELETES }],
    ['what it deletes afterwards', { ...FILES, 'package.xml': WHOLE, 'destructiveChangesPost.xml': DELETES }],
    [
      'folders as sfdx-git-delta writes them',
      {
        'out/package/package.xml': NAMED,
        'out/destructiveChanges/package.xml': manifest({}),
        'out/destructiveChanges/destructiveChanges.xml': manifest({}),
        ...below('out/force-app/main/default/', FILES),
      },
    ],
    [
      'changed files only: the field of an object that is not there',
      {
        ...FILES,
        'objects/Deal__c/fields/Amount__c.field-meta.xml': `<CustomField ${NS}><fullName>Amount__c</fullName></CustomField>`,
      },
    ],
  ])('%s: what is there is judged, what is not is unknown', async (_name, files) => {
    const found = await judged(files);
    expect(isPart(found)).toBe(true);
    expect(guests(found)).toContain(OPEN);
    // No rule of Order__c is in it: that is no lack of a rule.
    expect(guests(found).filter((one) => one.startsWith('shut-by'))).toEqual([]);
    expect(guests(found)).toContain('unknown anyone read guest-rule');
  });

  test.each<[string, Record<string, string>]>([
    ['a manifest that asks for all of a type', { ...FILES, 'package.xml': WHOLE }],
    ['a folder without a manifest', FILES],
    [
      'a source project, which keeps manifests for many purposes',
      { 'sfdx-project.json': '{}', ...FILES, 'manifest/destructiveChanges.xml': DELETES },
    ],
    [
      'fields that are added to a standard and to a managed object',
      {
        ...FILES,
        'objects/Contact/fields/A__c.field-meta.xml': `<CustomField ${NS}/>`,
        'objects/kagi__Thing__c/fields/A__c.field-meta.xml': `<CustomField ${NS}/>`,
      },
    ],
  ])('%s is a whole', async (_name, files) => {
    const found = await judged(files);
    expect(isPart(found)).toBe(false);
    expect(guests(found)).toEqual([OPEN, 'shut-by anyone read guest-permission']);
  });

  test('a manifest that names every component of an org one by one is no delta', () => {
    const all = new Map([['Layout', new Set(Array.from({ length: 300 }, (_, index) => `Layout ${index}`))]]);
    expect(signOfPart([], all)).toBeUndefined();
    expect(signOfPart([], new Map([['Layout', new Set(['one'])]]))?.en).toBe(
      'package.xml names 1 component and all of no type',
    );
  });

  test('profiles of a delta were not retrieved together', async () => {
    const both = {
      ...FILES,
      'profiles/Kagi Support Profile.profile': profile(['Contact']),
      'profiles/Other.profile': profile(['Lead']),
      'sharingRules/Lead.sharingRules': rules('Leads'),
    };
    const lead = (found: Judged) => guests(found).filter((one) => one.endsWith(' Lead'));
    expect(lead(await judged({ ...both, 'package.xml': WHOLE }))).toEqual([
      'shut-by anyone read guest-rule Lead',
    ]);
    expect(lead(await judged({ ...both, 'package.xml': NAMED }))).toEqual([
      'unknown anyone list+read guest-rule Lead',
    ]);
  });

  test('the two folders of sfdx-git-delta are one export', async () => {
    const files = {
      'out/package/package.xml': NAMED,
      'out/destructiveChanges/destructiveChanges.xml': manifest({}),
      ...below('out/', FILES),
    };
    const claims = await salesforce.recognise(
      Object.entries(files).map(([path, text]) => textFile(path, text, false)),
    );
    expect(claims.map(({ root, files: own }) => [root, own.length])).toEqual([
      ['out', Object.keys(files).length],
    ]);
  });
});

describe('what an export does not show', () => {
  const others = Object.fromEntries(Object.entries(FILES).filter(([path]) => !path.startsWith('profiles/')));
  const contact = (found: Judged) => guests(found).filter((one) => one.endsWith(' Contact'));

  test('an object that the profile does not mention is unknown, unless it was retrieved with it', async () => {
    const silent = { ...FILES, 'profiles/Kagi Support Profile.profile': profile(['Lead']) };
    expect(contact(await judged(silent))).toEqual(['unknown anyone list+read guest-rule Contact']);
    const shown = { ...silent, 'profiles/Other.profile': profile([], ['Contact']), 'package.xml': WHOLE };
    expect(contact(await judged(shown))).toEqual(['shut-by anyone read guest-rule Contact']);
    const refused = { ...FILES, 'profiles/Kagi Support Profile.profile': profile(['Lead'], ['Contact']) };
    expect(contact(await judged(refused))).toEqual(['shut-by anyone read guest-rule Contact']);
  });

  test('profiles without object permissions say nothing', async () => {
    const bare = { ...others, 'profiles/Kagi Support Profile.profile': profile([]) };
    for (const files of [bare, { ...bare, 'package.xml': WHOLE }, others]) {
      const found = await judged(files);
      expect(contact(found)).toEqual(['unknown anyone list+read guest-rule Contact']);
      const missing = found.exposures.find(({ exposure }) => exposure.subject === 'Contact')?.exposure
        .missing;
      expect(missing?.[0]?.detail).toMatch(/retrieve Profile/);
    }
  });

  test('a site whose state is not in it is open, unless it is not live', async () => {
    const { 'sites/Kagi_Support.site': _site, 'networks/Kagi Support.network': _network, ...rest } = FILES;
    const found = await judged(rest);
    expect(contact(found)).toEqual(['open-unless anyone list+read guest-rule Contact']);
    const halves = {
      ...FILES,
      'networks/Kagi Support.network': NETWORK.replace('<status>Live</status>', ''),
    };
    expect(contact(await judged(halves))).toEqual(['open-unless anyone list+read guest-rule Contact']);
  });
});
