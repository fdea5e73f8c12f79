// Files that were made to hurt, one at a time in a good export: a place or an unknown, never a crash and never an all-clear.
import { describe, expect, test } from '@jest/globals';
import { type InputFile, textFile } from '../../../src/snapshot/files.ts';
import { type Judged, judgeFiles, line } from './judged.ts';

const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const FILES: Record<string, string> = {
  'p/sfdx-project.json': '{}',
  'p/sites/Kagi_Support.site': `<CustomSite ${NS}><active>true</active><masterLabel>Kagi Support</masterLabel><siteType>ChatterNetwork</siteType><urlPathPrefix>support</urlPathPrefix></CustomSite>`,
  'p/networks/Kagi Support.network': `<Network ${NS}><enableGuestChatter>false</enableGuestChatter><enableGuestMemberVisibility>false</enableGuestMemberVisibility><enableMemberVisibility>false</enableMemberVisibility><selfRegistration>false</selfRegistration><site>Kagi_Support</site><status>Live</status></Network>`,
  'p/profiles/Kagi Support Profile.profile': `<Profile ${NS}><objectPermissions><allowRead>true</allowRead><object>Contact</object></objectPermissions><userLicense>Guest User License</userLicense></Profile>`,
  'p/sharingRules/Contact.sharingRules': `<SharingRules ${NS}><sharingGuestRules><fullName>Everyone</fullName><sharedTo><guestUser>Kagi_Support</guestUser></sharedTo></sharingGuestRules></SharingRules>`,
  'p/objects/Contact.object': `<CustomObject ${NS}><externalSharingModel>Private</externalSharingModel><sharingModel>Private</sharingModel></CustomObject>`,
  'p/settings/Sharing.settings': `<SharingSettings ${NS}><enableExternalSharingModel>true</enableExternalSharingModel></SharingSettings>`,
  'p/manifest/package.xml': `<Package ${NS}><types><members>*</members><name>SharingRules</name></types></Package>`,
};
const OPEN = 'open anyone list+read guest-rule Contact';

/** The export with one file as these bytes say. */
async function judged(path: string, bytes: string | Buffer): Promise<Judged> {
  return await judgedWith(textFile(path, bytes, false));
}

async function judgedWith(file: InputFile): Promise<Judged> {
  const others = Object.entries(FILES).filter(([path]) => path !== file.path);
  return await judgeFiles([...others.map(([path, text]) => textFile(path, text, false)), file]);
}

function guests({ exposures }: Judged): string[] {
  return exposures.filter(({ of }) => of.startsWith('salesforce.site')).map(line);
}

function notes({ scopes }: Judged): string {
  return scopes.flatMap(({ notes: own = [] }) => own.map(({ en }) => en)).join('\n');
}

const lol = Array.from(
  { length: 20 },
  (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`,
).join('');
const HOSTILE: [string, string | Buffer][] = [
  ['a billion laughs', `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">${lol}]><x ${NS}>&l20;</x>`],
  ['an entity that is a file', `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x ${NS}>&e;</x>`],
  ['a document type from elsewhere', `<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><x ${NS}/>`],
  ['a parameter entity', `<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/p"> %p;]><x ${NS}/>`],
  ['an entity that nobody declared', `<x ${NS}>&secret;</x>`],
  ['a tag that does not end', `<x ${NS}><active>true`],
  ['tags that cross', `<x ${NS}><a><b></a></b></x>`],
  ['a hundred thousand levels', `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`],
  ['more than a million elements', `<x ${NS}>${'<a/>'.repeat(1_000_001)}</x>`],
  ['no bytes', ''],
  ['blanks', ' \n\t '],
  ['JSON', '{"active": true}'],
  ['zeros', Buffer.alloc(5000)],
  [
    'Shift_JIS',
    Buffer.concat([
      Buffer.from(`<x ${NS}><label>`),
      Buffer.from([0x8c, 0xfb, 0x8d, 0xc0]),
      Buffer.from('</label></x>'),
    ]),
  ],
  ['half a character', Buffer.concat([Buffer.from(`<x ${NS}>`), Buffer.from([0xe9, 0x8d])])],
  [
    'UTF-16 that ends within',
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`<x ${NS}>`, 'utf16le'), Buffer.from([0x41])]),
  ],
];
const PLACES = Object.keys(FILES).filter((path) => !path.endsWith('.json'));

describe.each(HOSTILE)('%s', (_name, bytes) => {
  test.each(PLACES)('as %s is told, and shuts nothing', async (path) => {
    const found = await judged(path, bytes);
    expect(notes(found)).toContain(path);
    const closed = found.exposures.filter(
      ({ exposure }) => exposure.state === 'closed' || exposure.state === 'shut-by',
    );
    expect(closed.map(line)).toEqual([]);
    const contact = guests(found).filter(
      (one) => one.endsWith(' Contact') || one === 'unknown anyone read guest-rule',
    );
    if (/profile|sharingRules/.test(path)) expect(contact[0]).toMatch(/^unknown/);
    else expect(contact[0]).toMatch(/^open(-unless)? anyone list\+read guest-rule Contact$/);
  });
});

describe.each([
  ['tags that cross', '<a><b></a></b>'],
  ['an ampersand alone', '<description>R & D</description>'],
  ['a license within what is broken', '<userLicense Guest User License</userLicense>'],
])('a profile that does not say whose it is, with %s', (_name, broken) => {
  test('is told, and shuts nothing', async () => {
    const path = 'p/profiles/Kagi Support Profile.profile';
    const found = await judged(path, `<Profile ${NS}>${broken}</Profile>`);
    expect(notes(found)).toContain(path);
    expect(notes(found)).not.toMatch(/internal users were not needed/);
    const contact = guests(found).filter((one) => one.endsWith(' Contact') || one.endsWith(' guest-rule'));
    expect(contact[0]).toMatch(/^unknown/);
  });
});

describe('sizes', () => {
  test.each(PLACES)('100 MB as %s are not even read', async (path) => {
    const never = async (): Promise<never> => {
      throw new Error('it was read');
    };
    const file = { ...textFile(path, '', false), size: 100 * 1024 ** 2, text: never, head: async () => '' };
    const found = await judgedWith(file);
    expect(notes(found)).toContain(path);
    expect(notes(found)).toMatch(/larger than/);
  });

  test('a profile of 20 MB is read within bounds', async () => {
    const field = (index: number) =>
      `<fieldPermissions><field>Contact.F${index}__c</field><readable>true</readable></fieldPermissions>`;
    const fields = Array.from({ length: 200_000 }, (_, index) => field(index)).join('');
    const path = 'p/profiles/Kagi Support Profile.profile';
    const big = (FILES[path] ?? '').replace('<userLicense>', `${fields}<userLicense>`);
    expect(big.length).toBeGreaterThan(18_000_000);
    const before = process.cpuUsage();
    expect(guests(await judged(path, big))).toContain(OPEN);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(15);
  });
});

describe('encodings that are read', () => {
  const path = 'p/sharingRules/Contact.sharingRules';
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${FILES[path]}`;
  test.each([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 the other way round', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['lines of Windows', Buffer.from(text.replaceAll('\n', '\r\n'))],
  ])('%s', async (_name, bytes) => {
    expect(guests(await judged(path, bytes))).toEqual([OPEN]);
  });
});
