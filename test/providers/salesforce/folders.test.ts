// Several package directories, decomposed folders, renamed sites and hostile names in an export.
import { describe, expect, test } from '@jest/globals';
import { type InputFile, textFile } from '../../../src/snapshot/files.ts';
import { type Judged, judgeFiles, line } from './judged.ts';

const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const NETWORK = `<Network ${NS}><enableGuestChatter>false</enableGuestChatter><enableGuestMemberVisibility>false</enableGuestMemberVisibility><enableMemberVisibility>false</enableMemberVisibility><networkMemberGroups><permissionSet>Partner</permissionSet></networkMemberGroups><picassoSite>Kagi_Support1</picassoSite><selfRegistration>false</selfRegistration><site>Kagi_Support</site><status>Live</status></Network>`;
const OPEN = 'open anyone list+read guest-rule Contact';

function siteFile(label: string): string {
  return `<CustomSite ${NS}><active>true</active><masterLabel>${label}</masterLabel><siteType>ChatterNetwork</siteType></CustomSite>`;
}

function profile(objects: Record<string, boolean>, more = ''): string {
  const permissions = Object.entries(objects).map(
    ([name, read]) =>
      `<objectPermissions><allowRead>${read}</allowRead><object>${name}</object></objectPermissions>`,
  );
  return `<Profile ${NS}>${more}${permissions.join('')}<userLicense>Guest User License</userLicense></Profile>`;
}

function rules(name = 'Everyone', user = 'Kagi_Support'): string {
  return `<SharingRules ${NS}><sharingGuestRules><fullName>${name}</fullName><sharedTo><guestUser>${user}</guestUser></sharedTo></sharingGuestRules></SharingRules>`;
}

const BASE = {
  'p/sfdx-project.json': '{}',
  'p/a/sites/Kagi_Support.site': siteFile('Kagi Support'),
  'p/a/networks/Kagi Support.network': NETWORK,
  'p/a/profiles/Kagi Support Profile.profile': profile({ Contact: true }),
  'p/a/sharingRules/Contact.sharingRules': rules(),
};

async function judged(files: Record<string, string>): Promise<Judged> {
  const input: InputFile[] = Object.entries(files).map(([path, content]) => textFile(path, content, false));
  return await judgeFiles(input);
}

async function guestLines(files: Record<string, string>): Promise<string[]> {
  const { exposures } = await judged(files);
  return exposures.filter(({ of }) => of.startsWith('salesforce.site')).map(line);
}

describe('several package directories', () => {
  test('a profile kept twice grants what either file grants, and evidence points at that one', async () => {
    const files = {
      ...BASE,
      'p/a/profiles/Kagi Support Profile.profile': profile({ Lead: true, Contact: false }),
    };
    expect(await guestLines(files)).toContain('shut-by anyone read guest-rule Contact');
    const twice = { ...files, 'p/b/profiles/Kagi Support Profile.profile': profile({ Contact: true }) };
    const { exposures } = await judged(twice);
    const open = exposures.find((entry) => line(entry) === OPEN);
    expect(open?.exposure.evidence[1]?.origin?.file).toBe('p/b/profiles/Kagi Support Profile.profile');
    const broken = {
      ...files,
      'p/b/profiles/Kagi Support Profile.profile': '<Profile><userLicense>Guest User License</userLicense>',
    };
    expect(await guestLines(broken)).toContain('unknown anyone list+read guest-rule Contact');
  });

  test('rules of one name that say different things both count', async () => {
    const files = { ...BASE, 'p/a/sharingRules/Contact.sharingRules': rules('Everyone', 'Other_Site') };
    expect(await guestLines(files)).not.toContain(OPEN);
    expect(await guestLines({ ...files, 'p/b/sharingRules/Contact.sharingRules': rules() })).toContain(OPEN);
  });
});

describe('one object in two folders', () => {
  const external = (model: string) =>
    `<CustomObject ${NS}><externalSharingModel>${model}</externalSharingModel><sharingModel>ReadWrite</sharingModel></CustomObject>`;

  test.each([
    ['the same default', 'Read', 'Read', []],
    ['different defaults', 'Read', 'Private', ['malformed']],
  ])('%s', async (_name, first, second, reasons) => {
    const { resources } = await judged({
      ...BASE,
      'p/a/objects/Order__c.object': external(first),
      'p/b/objects/Order__c.object': external(second),
    });
    const order = resources.find(({ id }) => id === 'Order__c');
    const found = order?.unknowns.filter(({ setting }) => setting === 'externalSharingModel');
    expect(found?.map(({ reason }) => reason)).toEqual(reasons);
  });
});

describe('decomposed folders', () => {
  const rule = `<SharingGuestRule ${NS}><fullName>Everyone</fullName><sharedTo><guestUser>Kagi_Support</guestUser></sharedTo></SharingGuestRule>`;

  test('a rule lies below its object, wherever the walk began', async () => {
    const { 'p/a/sharingRules/Contact.sharingRules': _, ...others } = BASE;
    const files = { ...others, 'p/Contact/sharingGuestRules/Everyone.sharingGuestRule-meta.xml': rule };
    expect(await guestLines(files)).toContain(OPEN);
  });

  test('a permission set in pieces is not an empty one', async () => {
    const files = {
      ...BASE,
      'p/a/objects/Contact.object': `<CustomObject ${NS}><externalSharingModel>Read</externalSharingModel><sharingModel>Read</sharingModel></CustomObject>`,
      'p/a/permissionsets/Partner/Partner.permissionset-meta.xml': `<PermissionSet ${NS}><label>Partner</label></PermissionSet>`,
      'p/a/permissionsets/Partner/objectSettings/Contact.objectSettings-meta.xml': `<PermissionSet ${NS}/>`,
    };
    const { exposures } = await judged(files);
    const external = exposures.filter(({ of }) => of.startsWith('salesforce.org'));
    expect(external.map(line)).toContain('unknown named-outsider read external-default');
    expect(external[0]?.exposure.missing?.[0]?.detail).toContain('files of their own');
  });
});

describe('joining a site with its guest profile', () => {
  test('a site that was renamed keeps the profile of its first name', async () => {
    expect(await guestLines({ ...BASE, 'p/a/sites/Kagi_Support.site': siteFile('Kagi Help') })).toEqual([
      OPEN,
    ]);
  });

  test('not a profile that belongs to another site by its label', async () => {
    const files = {
      ...BASE,
      'p/a/sites/Kagi_Support.site': siteFile('Kagi Help'),
      'p/a/sites/Other.site': siteFile('Kagi Support').replace('ChatterNetwork', 'Visualforce'),
    };
    expect(await guestLines(files)).toContain('unknown anyone list+read guest-rule Contact');
  });

  test('the second site that Experience Builder keeps is not a site of its own', async () => {
    const { resources } = await judged({
      ...BASE,
      'p/a/sites/Kagi_Support1.site': siteFile('Kagi Support1'),
    });
    expect(resources.filter(({ type }) => type === 'salesforce.site').map(({ id }) => id)).toEqual([
      'Kagi_Support',
    ]);
  });

  test('a broken profile of somebody else is no site; a broken guest profile is an unknown', async () => {
    const { resources, exposures } = await judged({
      ...BASE,
      'p/a/profiles/Admin.profile': '<Profile>',
      'p/a/profiles/Kagi Support Profile.profile': '<Profile>',
    });
    expect(resources.filter(({ type }) => type === 'salesforce.site')).toHaveLength(1);
    const contact = exposures.find(({ exposure }) => exposure.subject === 'Contact');
    expect(contact?.exposure.missing?.[0]?.reason).toBe('malformed');
  });
});

describe('hostile names', () => {
  test('fields of "constructor" and "__proto__" are fields like others', async () => {
    const fields = ['constructor', '__proto__', 'Contact']
      .map(
        (name) =>
          `<fieldPermissions><field>${name}.Email</field><readable>true</readable></fieldPermissions>`,
      )
      .join('');
    const files = {
      ...BASE,
      'p/a/profiles/Kagi Support Profile.profile': profile({ Contact: true, constructor: true }, fields),
    };
    expect(await guestLines(files)).toContain(OPEN);
  });

  test('control characters and paths in file names stay names', async () => {
    const files = {
      ...BASE,
      'p/a/sites/..%2F..%2Fetc%1B[31m.site': siteFile('Odd'),
      'p/a/sites/%E0%A4%A.site': siteFile('Bad escape'),
    };
    const { resources } = await judged(files);
    expect(resources.filter(({ type }) => type === 'salesforce.site').map(({ id }) => id)).toEqual([
      '%E0%A4%A',
      '../../etc\u001b[31m',
      'Kagi_Support',
    ]);
  });
});
