// A site that was renamed keeps the profile and the nickname of its first name: what is joined, and what stays unknown.
import { describe, expect, test } from '@jest/globals';
import { salesforce } from '../../../src/providers/salesforce/provider.ts';
import { type InputFile, textFile } from '../../../src/snapshot/files.ts';
import { startOrg } from '../../servers/salesforce.ts';
import { type Judged, judge, judgeFiles, line, request, tokenEnv } from './judged.ts';

const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const site = (label: string) =>
  `<CustomSite ${NS}><active>true</active><masterLabel>${label}</masterLabel><siteType>ChatterNetwork</siteType></CustomSite>`;
const network = (name: string) =>
  `<Network ${NS}><enableGuestChatter>false</enableGuestChatter><enableGuestMemberVisibility>false</enableGuestMemberVisibility><enableMemberVisibility>false</enableMemberVisibility><selfRegistration>false</selfRegistration><site>${name}</site><status>Live</status></Network>`;
const PROFILE = `<Profile ${NS}><objectPermissions><allowRead>true</allowRead><object>Contact</object></objectPermissions><userLicense>Guest User License</userLicense></Profile>`;
const rules = (user: string) =>
  `<SharingRules ${NS}><sharingGuestRules><fullName>Everyone</fullName><sharedTo><guestUser>${user}</guestUser></sharedTo></sharingGuestRules></SharingRules>`;
const EVERY_SITE = `<Package ${NS}><types><members>*</members><name>CustomSite</name></types><types><members>*</members><name>SharingRules</name></types></Package>`;

const RENAMED = {
  'out/sites/Kagi_Support.site': site('Kagi Help'),
  'out/networks/Kagi Help.network': network('Kagi_Support'),
  'out/sharingRules/Contact.sharingRules': rules('Kagi_Support'),
};

function folder(files: Record<string, string>): InputFile[] {
  return Object.entries(files).map(([path, content]) => textFile(path, content, false));
}

function sitesOf({ resources }: Judged): unknown[] {
  return resources
    .filter(({ type }) => type === 'salesforce.site')
    .map(({ id, settings }) => [id, settings['guestUser'], settings['guestProfile']]);
}

function linesOf({ exposures }: Judged): string[] {
  return exposures.filter(({ of }) => of.startsWith('salesforce.site')).map(line);
}

describe('an export', () => {
  test.each([
    ['its name', 'Kagi Support Profile'],
    ['its label', 'Kagi Help Profile'],
  ])('a profile after %s is the guest profile', async (_, profile) => {
    const judged = await judgeFiles(folder({ ...RENAMED, [`out/profiles/${profile}.profile`]: PROFILE }));
    expect(sitesOf(judged)).toEqual([['Kagi_Support', 'Kagi_Support', profile]]);
    expect(linesOf(judged)).toEqual(['open anyone list+read guest-rule Contact']);
  });

  test('a profile after the network alone is the guest profile', async () => {
    const files = {
      'out/networks/Old Desk.network': network('Kagi_Support'),
      'out/sites/Kagi_Support.site': site('Kagi Help'),
      'out/profiles/Old Desk Profile.profile': PROFILE,
    };
    expect(sitesOf(await judgeFiles(folder(files)))).toEqual([
      ['Kagi_Support', 'Kagi_Support', 'Old Desk Profile'],
    ]);
  });

  test('a profile of another name makes one unknown that names it, and no site of its own', async () => {
    const judged = await judgeFiles(folder({ ...RENAMED, 'out/profiles/Old Desk Profile.profile': PROFILE }));
    expect(sitesOf(judged)).toEqual([['Kagi_Support', 'Kagi_Support', undefined]]);
    expect(linesOf(judged)).toEqual(['unknown anyone list+read guest-rule Contact']);
    const [exposure] = judged.exposures.filter(({ of }) => of.startsWith('salesforce.site'));
    expect(exposure?.exposure.missing).toEqual([
      expect.objectContaining({
        setting: 'guestProfile',
        reason: 'missing',
        detail: expect.stringContaining('perhaps "Old Desk Profile"'),
        detailJa: expect.stringContaining('Old Desk Profile'),
      }),
    ]);
  });

  test('where every site is here, the last profile and the last nickname are the last site', async () => {
    const files = {
      ...RENAMED,
      'out/package.xml': EVERY_SITE,
      'out/sharingRules/Contact.sharingRules': rules('Old_Desk'),
      'out/profiles/Old Desk Profile.profile': PROFILE,
      'out/profiles/Guest License User.profile': PROFILE,
    };
    const judged = await judgeFiles(folder(files));
    expect(sitesOf(judged)).toEqual([['Kagi_Support', 'Old_Desk', 'Old Desk Profile']]);
    expect(linesOf(judged)).toEqual(['open anyone list+read guest-rule Contact']);
  });

  test('two profiles without a site leave one site unknown, also where every site is here', async () => {
    const files = {
      ...RENAMED,
      'out/package.xml': EVERY_SITE,
      'out/profiles/Old Desk Profile.profile': PROFILE,
      'out/profiles/Older Desk Profile.profile': PROFILE,
    };
    const judged = await judgeFiles(folder(files));
    expect(sitesOf(judged)).toEqual([['Kagi_Support', 'Kagi_Support', undefined]]);
    expect(JSON.stringify(judged.resources)).toContain('Old Desk Profile\\", \\"Older Desk Profile');
  });

  test('a profile beside sites that all have theirs is of a site that is not here', async () => {
    const files = {
      ...RENAMED,
      'out/profiles/Kagi Help Profile.profile': PROFILE,
      'out/profiles/Old Desk Profile.profile': PROFILE,
    };
    expect(sitesOf(await judgeFiles(folder(files)))).toEqual([
      ['Kagi_Support', 'Kagi_Support', 'Kagi Help Profile'],
      ['Old_Desk', 'Old_Desk', 'Old Desk Profile'],
    ]);
  });
});

test('a running org says which profile the guest user has, whatever it is called', async () => {
  const org = await startOrg('examples/salesforce/open');
  try {
    const site = (org.rows.get('Site') ?? []).find(({ Name }) => Name === 'Kagi_Support');
    if (site === undefined) throw new Error('no site');
    site['MasterLabel'] = 'Kagi Help';
    const judged = await judge(salesforce.collect(request(tokenEnv(org.url), { services: ['guest'] })));
    expect(sitesOf(judged)).toContainEqual(['Kagi_Support', 'Kagi_Support', 'Kagi Support Profile']);
    expect(linesOf(judged)).toContain('open anyone list+read guest-rule Contact');
  } finally {
    await org.close();
  }
});
