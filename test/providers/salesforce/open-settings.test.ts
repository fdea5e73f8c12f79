// Custom metadata types and custom settings that an org does not restrict: who reads them, and when that is not known.
import { describe, expect, test } from '@jest/globals';
import { salesforce } from '../../../src/providers/salesforce/provider.ts';
import { type InputFile, textFile } from '../../../src/snapshot/files.ts';
import { type FakeOrg, startOrg } from '../../servers/salesforce.ts';
import { judge, judgeFiles, line, request, tokenEnv } from './judged.ts';
import { judgeOrg, judgeSite, object, org, permissions, sharing, site } from './org.ts';

const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const schema = (types: boolean, settings: boolean) =>
  `<SchemaSettings ${NS}><enableAdvancedCMTSecurity>${types}</enableAdvancedCMTSecurity><enableAdvancedCSSecurity>${settings}</enableAdvancedCSSecurity></SchemaSettings>`;
const TYPE = `<CustomObject ${NS}><label>Route</label><visibility>Public</visibility></CustomObject>`;
const HIDDEN = `<CustomObject ${NS}><label>Route</label><visibility>Protected</visibility></CustomObject>`;
const SETTING = `<CustomObject ${NS}><customSettingsType>Hierarchy</customSettingsType><label>Keys</label></CustomObject>`;
const PROFILE = `<Profile ${NS}><objectPermissions><allowRead>true</allowRead><object>Case</object></objectPermissions><userLicense>Customer Community</userLicense><userPermissions><enabled>true</enabled><name>ApiEnabled</name></userPermissions></Profile>`;
const EVERYTHING = `<Package ${NS}><types><members>*</members><name>CustomObject</name></types></Package>`;

function folder(files: Record<string, string>): InputFile[] {
  return Object.entries({ 'out/profiles/Kagi Customer.profile': PROFILE, ...files }).map(([path, content]) =>
    textFile(path, content, false),
  );
}

async function read(files: Record<string, string>) {
  const { resources, exposures } = await judgeFiles(folder(files));
  const [shared] = resources.filter(({ type }) => type === 'salesforce.sharing');
  const why = shared?.unknowns.find(({ setting }) => setting === 'openSettings');
  const lines = exposures.filter(({ exposure }) => exposure.via === 'external-setting').map(line);
  return { open: shared?.settings['openSettings'], why, lines };
}

const OPEN = ['open named-outsider read external-setting'];
const UNKNOWN = ['unknown named-outsider read external-setting'];

describe('an export', () => {
  test.each([
    [false, true, [{ name: 'Route__mdt', kind: 'metadata-type' }], OPEN],
    [true, false, [{ name: 'Keys__c', kind: 'custom-setting' }], OPEN],
    [true, true, [], []],
  ])('types restricted %s, settings restricted %s', async (types, settings, expected, lines) => {
    const found = await read({
      'out/settings/Schema.settings': schema(types, settings),
      'out/objects/Route__mdt.object': TYPE,
      'out/objects/Keys__c.object': SETTING,
      'out/objects/Order__c.object': `<CustomObject ${NS}><label>Order</label></CustomObject>`,
    });
    expect(found.open).toEqual(expected);
    expect(found.lines).toEqual(lines);
  });

  test('a protected type is hidden in a package only', async () => {
    const found = await read({
      'out/settings/Schema.settings': schema(false, true),
      'out/objects/Route__mdt.object': HIDDEN,
      'out/objects/kagipkg__Route__mdt.object': HIDDEN,
    });
    expect(found.open).toEqual([{ name: 'Route__mdt', kind: 'metadata-type' }]);
  });

  test('no type at all is none only where all objects were asked for', async () => {
    const files = { 'out/settings/Schema.settings': schema(false, true) };
    expect((await read(files)).why).toMatchObject({ reason: 'missing', detail: 'retrieve CustomObject' });
    expect((await read(files)).lines).toEqual(UNKNOWN);
    expect(await read({ ...files, 'out/package.xml': EVERYTHING })).toMatchObject({ open: [], lines: [] });
  });

  test.each([
    ['no file', undefined, 'missing'],
    ['a file that does not say', `<SchemaSettings ${NS}/>`, 'missing'],
    ['a malformed file', `<SchemaSettings ${NS}>`, 'malformed'],
  ])('%s leaves it unknown', async (_, content, reason) => {
    const found = await read({
      'out/objects/Route__mdt.object': TYPE,
      ...(content === undefined ? {} : { 'out/settings/Schema.settings': content }),
    });
    expect(found.lines).toEqual(UNKNOWN);
    expect(found.why).toMatchObject({ setting: 'openSettings', detail: expect.any(String) });
    expect(found.why?.reason).toBe(reason);
  });
});

describe('who reads them', () => {
  const open = sharing([], {
    openSettings: [
      { name: 'Route__mdt', kind: 'metadata-type' },
      { name: 'Gateway__mdt', kind: 'metadata-type' },
    ],
  });
  const customer = (systemPermissions: unknown) =>
    permissions([], { name: 'Kagi Customer', license: 'Customer Community', systemPermissions });
  const found = (...around: Parameters<typeof judgeOrg>[1][]) =>
    judgeOrg(org(), open, ...around).exposures.filter(({ via }) => via === 'external-setting');

  test.each([
    ['may call the API', ['ApiEnabled'], 'open'],
    ['may not call the API', ['ActivitiesAccess'], 'shut-by'],
    ['may perhaps call the API', undefined, 'open-unless'],
  ])('an external profile that %s', (_, held, state) => {
    expect(found(customer(held)).map((exposure) => exposure.state)).toEqual([state]);
  });

  test('without any external profile it hangs on those that were not read', () => {
    expect(found()[0]).toMatchObject({ state: 'open-unless', missing: [{ reason: 'missing' }] });
  });

  test('names of secrets stand first and raise the severity; others do not', () => {
    const secret = object('Gateway__mdt', { fields: [{ name: 'Client_Secret__c' }] });
    const [exposure] = found(customer(['ApiEnabled']), secret);
    expect(exposure?.subjectName).toBe('Gateway__mdt, Route__mdt');
    expect(exposure?.sensitive?.en).toBe('Gateway__mdt seems to hold secrets; judged by name');
    expect(exposure?.evidence.map(({ text }) => text.en)).toContain(
      'seems to hold secrets, judged by name: Gateway__mdt (field Client_Secret__c)',
    );
    expect(found(customer(['ApiEnabled']))[0]?.sensitive).toBeUndefined();
  });

  test('a guest user who may call the API reads those that seem to hold secrets', () => {
    const secret = object('Gateway__mdt', { fields: [{ name: 'Client_Secret__c' }] });
    const guest = (held: string[], shared = open) =>
      judgeSite(site(), permissions([], { systemPermissions: held }), shared, secret);
    const lines = ({ exposures }: ReturnType<typeof guest>) =>
      exposures.filter(({ via }) => via === 'guest-setting').map((exposure) => line({ exposure }));
    expect(lines(guest(['ApiEnabled']))).toEqual(['open anyone read guest-setting Gateway__mdt']);
    expect(lines(guest([]))).toEqual([]);
    const dark = sharing([], { openSettings: undefined });
    expect(guest(['ApiEnabled'], dark).unknownFacts?.['secretSettings']).toEqual([
      expect.objectContaining({ setting: 'salesforce.sharing#openSettings', reason: 'denied' }),
    ]);
    expect(guest([], dark).facts['secretSettings']).toEqual([]);
  });
});

describe('a running org', () => {
  const scanned = async (change: (org: FakeOrg) => void) => {
    const org = await startOrg('test/providers/salesforce/estate');
    try {
      change(org);
      const env = tokenEnv(org.url);
      const judged = await judge(salesforce.collect(request(env, { services: ['external'] })));
      const lines = judged.exposures
        .filter(({ exposure }) => exposure.via === 'external-setting')
        .map(({ exposure }) => `${exposure.state} ${exposure.subjectName ?? ''}`.trim());
      return { lines, requests: org.requests, judged };
    } finally {
      await org.close();
    }
  };
  const DENIED = { status: 403, errorCode: 'INSUFFICIENT_ACCESS' };

  test('lists the types of its own, and asks for no value of theirs', async () => {
    const { lines, requests } = await scanned((org) => {
      org.rows.get('EntityDefinition')?.push({
        QualifiedApiName: 'kagipkg__Route__mdt',
        NamespacePrefix: 'kagipkg',
        IsCustomSetting: false,
      });
    });
    expect(lines).toEqual(['open Payment_Gateway__mdt']);
    expect(requests.join('\n')).not.toMatch(/FROM Payment_Gateway__mdt|IsCustomSetting = true/);
  });

  test('that does not say, or whose list is denied, is unknown with the permission', async () => {
    for (const call of ['SchemaSettings', 'EntityDefinition']) {
      const { lines, judged } = await scanned((org) => org.faults.set(call, DENIED));
      expect(lines).toEqual(['unknown']);
      const [shared] = judged.resources.filter(({ type }) => type === 'salesforce.sharing');
      expect(shared?.unknowns).toContainEqual(
        expect.objectContaining({
          setting: 'openSettings',
          reason: 'denied',
          permission: expect.any(String),
        }),
      );
    }
  });

  test('whose fields are denied is open still, judged by names alone', async () => {
    const { lines } = await scanned((org) => org.faults.set('FieldDefinition', DENIED));
    expect(lines).toEqual(['open Payment_Gateway__mdt']);
  });
});
