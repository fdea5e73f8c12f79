// A live org against a loopback server: the same verdicts as its export, and every way in which an answer can fail.

import { generateKeyPairSync, verify } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../src/errors.ts';
import type { Exposure } from '../../../src/exposure.ts';
import type { CollectRequest } from '../../../src/providers/provider.ts';
import { QUERIES } from '../../../src/providers/salesforce/live/queries.ts';
import { salesforce } from '../../../src/providers/salesforce/provider.ts';
import { startProxy } from '../../servers/proxy.ts';
import { type FakeOrg, startOrg, TOKEN } from '../../servers/salesforce.ts';
import { type Judged, judge, judgeFolder, line, request, tokenEnv } from './judged.ts';

const OPEN = 'examples/salesforce/open';
let org: FakeOrg;
let scratch: string;

beforeEach(async () => {
  org = await startOrg(OPEN);
  scratch = await mkdtemp(join(tmpdir(), 'tojimari-'));
});

afterEach(async () => {
  await org.close();
  await rm(scratch, { recursive: true, force: true });
});

async function collect(more: Partial<CollectRequest> = {}): Promise<Judged> {
  return await judge(salesforce.collect(request(tokenEnv(org.url), more)));
}

/** What an exposure says, without where it was read. */
function said({ of, exposure }: { of: string; exposure: Exposure }): unknown {
  const { evidence, ...rest } = exposure;
  return { of, ...rest, evidence: evidence.map(({ origin: _, ...about }) => about) };
}

describe('live and exported settings', () => {
  test.each(['open', 'closed'])('of the %s org give the same exposures', async (twin) => {
    await org.close();
    org = await startOrg(`examples/salesforce/${twin}`);
    const live = await collect();
    const exported = await judgeFolder(`examples/salesforce/${twin}`);
    expect(live.exposures.map(said)).toEqual(exported.exposures.map(said));
    expect(live.exposures.length > 0).toBe(twin === 'open');
    expect(live.listings.map(({ state }) => state)).toEqual(Array(4).fill('complete'));
    expect(live.resources.flatMap(({ unknowns }) => unknowns)).toEqual([]);
  });

  test('says who asks, counts calls, names itself, and uses the newest version it knows', async () => {
    const asked: string[] = [];
    const calls = { count: 0 };
    const { scopes } = await collect({ onAsker: (who) => asked.push(who), calls });
    expect(asked).toEqual([expect.stringMatching(/^auditor@kagi\.example in Kagi \(127\.0\.0\.1:\d+\)$/)]);
    expect(scopes).toEqual([
      expect.objectContaining({ id: 'salesforce/00D000000000001EAA', input: 'live', label: 'Kagi' }),
    ]);
    expect(calls.count).toBe(org.requests.length);
    expect(new Set(org.headers.map((headers) => headers['user-agent']))).toEqual(
      new Set(['tojimari/0.0.0-test']),
    );
    const versions = org.requests
      .map((asking) => /v(\d+\.\d)/.exec(asking)?.[1])
      .filter((version) => version !== undefined);
    expect(new Set(versions)).toEqual(new Set(['67.0']));
  });

  test('never asks for a link or a password, and only reads', async () => {
    await collect();
    expect(org.requests.filter((asking) => /Url\b|,\s*Password\b|executeAnonymous/.test(asking))).toEqual([]);
    expect(
      org.requests.filter((asking) => !/^(GET \/services\/|SOAP (list|read)Metadata )/.test(asking)),
    ).toEqual([]);
  });

  test('collects only the services asked for', async () => {
    const { resources, listings } = await collect({ services: ['files'] });
    expect(resources).toEqual([]);
    expect(listings.map(({ type }) => type)).toEqual(['salesforce.public-file']);
  });
});

const QUERY_OBJECTS = new Set(Object.values(QUERIES).map(({ object }) => object));

const DENIED = { status: 403, errorCode: 'INSUFFICIENT_ACCESS' };

describe('a denied call', () => {
  test.each([
    ['Site', undefined],
    ['Network', 'open-unless anyone list+read guest-rule Contact'],
    ['User', 'unknown anyone read guest-rule'],
    ['PermissionSetAssignment', 'open anyone list+read guest-rule Contact'],
    ['PermissionSet', 'unknown anyone list+read guest-rule Contact'],
    ['ObjectPermissions', 'unknown anyone list+read guest-rule Contact'],
    ['FieldPermissions', 'open anyone list+read guest-rule Contact'],
    ['EntityDefinition', 'open anyone list+read guest-rule Contact'],
    ['FieldDefinition', 'open anyone list+read guest-rule Contact'],
    ['listMetadata SharingGuestRule', 'unknown anyone read guest-rule'],
    ['SharingRules', 'unknown anyone read guest-rule'],
    ['SharingSettings', 'open anyone list+read guest-rule Contact'],
    ['CustomSite', 'open anyone list+read guest-rule Contact'],
    ['SecuritySettings', 'open anyone list+read guest-rule Contact'],
    ['ContentSettings', 'open anyone list+read guest-rule Contact'],
    ['NetworkMemberGroup', 'open anyone list+read guest-rule Contact'],
    ['Organization', 'open anyone list+read guest-rule Contact'],
    ['ContentDistribution', 'open anyone list+read guest-rule Contact'],
  ])('%s is an unknown with its permission, never an exception or an empty list', async (call, expected) => {
    org.faults.set(call, DENIED);
    const { exposures, resources, listings } = await collect();
    if (expected !== undefined) expect(exposures.map(line)).toContain(expected);
    const lost = [
      ...resources.flatMap(({ unknowns }) => unknowns),
      ...listings.filter(({ state }) => state === 'unknown'),
    ];
    expect(lost.length).toBeGreaterThan(0);
    for (const unknown of lost)
      expect(unknown).toMatchObject({
        reason: 'denied',
        permission: expect.any(String),
        detail: expect.any(String),
      });
  });

  test.each([
    'Site',
    'User',
    'PermissionSet',
    'ObjectPermissions',
    'listMetadata SharingGuestRule',
    'SharingRules',
  ])('%s on the closed org never reads as closed', async (call) => {
    await org.close();
    org = await startOrg('examples/salesforce/closed');
    org.faults.set(call, DENIED);
    const { exposures, listings, resources } = await collect();
    const undecided =
      exposures.some(({ exposure }) => exposure.state === 'unknown') ||
      listings.some(({ state }) => state === 'unknown') ||
      resources.some(({ type, unknowns }) => type !== 'salesforce.org' && unknowns.length > 0);
    expect(undecided).toBe(true);
  });

  test('everything denied: the scope, and nothing that looks like an answer', async () => {
    org.faults.set('*', DENIED);
    const { exposures, listings, scopes } = await collect();
    expect(scopes).toHaveLength(1);
    expect(listings.filter(({ state }) => state === 'unknown').map(({ type }) => type)).toEqual([
      'salesforce.site',
      'salesforce.app',
      'salesforce.public-file',
    ]);
    expect(exposures.map(line)).toEqual([
      'unknown named-outsider read external-default',
      'unknown named-outsider list user-visibility User',
      'unknown named-outsider admin external-power',
      'unknown named-outsider read external-setting',
      'unknown anyone read public-document',
      'unknown named-outsider read shared-folder',
    ]);
  });
});

describe('answers that are not whole', () => {
  test('a feature that the org does not have is absent', async () => {
    org.rows.delete('Network');
    org.rows.delete('NetworkMemberGroup');
    org.rows.set('Site', []);
    org.rows.set('User', []);
    org.rows.delete('ContentDistribution');
    const { listings } = await collect();
    expect(listings.map(({ type, state, seen }) => [type, state, seen])).toEqual([
      ['salesforce.site', 'complete', 0],
      ['salesforce.org', 'complete', 1],
      ['salesforce.app', 'complete', 0],
      ['salesforce.public-file', 'complete', 0],
    ]);
  });

  test.each([...QUERY_OBJECTS])(
    'an org that does not know %s: no exception, and never a smaller list that looks whole',
    async (name) => {
      org.rows.delete(name);
      const { resources, listings, scopes } = await collect();
      expect(scopes).toHaveLength(1);
      const lost = [
        ...resources.flatMap(({ unknowns }) => unknowns),
        ...listings.filter(({ state }) => state === 'unknown'),
      ];
      const feature = ['Network', 'NetworkMemberGroup', 'ContentDistribution'].includes(name);
      if (name !== 'Site' && !feature)
        expect(lost).toContainEqual(expect.objectContaining({ reason: 'denied' }));
      if (name === 'Site')
        expect(listings).toContainEqual(
          expect.objectContaining({ type: 'salesforce.site', state: 'unknown' }),
        );
      // An Experience Cloud site in an org without Experience Cloud: a contradiction, not a closed site.
      if (name === 'Network')
        expect(lost).toContainEqual(expect.objectContaining({ setting: 'networkStatus' }));
    },
  );

  test('an org that says nothing about external defaults leaves them unknown', async () => {
    org.unknownFields.add('EntityDefinition.ExternalSharingModel');
    const { resources, exposures } = await collect();
    const order = resources.find(({ id }) => id === 'Order__c');
    expect(order?.unknowns).toEqual([
      expect.objectContaining({ setting: 'externalSharingModel', reason: 'failed' }),
    ]);
    expect(exposures.map(line)).toContain('unknown anyone-registered read self-registration');
  });

  test('an object that every org has is not absent but denied', async () => {
    org.rows.delete('ObjectPermissions');
    const { resources } = await collect();
    const profile = resources.find(({ id }) => id === 'profile/Kagi Support Profile');
    expect(profile?.unknowns).toEqual([
      expect.objectContaining({
        setting: 'objectPermissions',
        reason: 'denied',
        permission: 'View Setup and Configuration',
      }),
    ]);
  });

  test('guest users without a site mean that sites were hidden', async () => {
    org.rows.set('Site', []);
    const { listings } = await collect();
    expect(listings.find(({ type }) => type === 'salesforce.site')).toMatchObject({
      state: 'unknown',
      reason: 'denied',
    });
  });

  test('no sites, and no right to see guest users or profiles: not an org without sites', async () => {
    org.rows.set('Site', []);
    org.rows.set('User', []);
    org.rows.set('PermissionSet', []);
    const listed = async () => (await collect()).listings.find(({ type }) => type === 'salesforce.site');
    expect(await listed()).toMatchObject({ state: 'unknown', permission: 'View Setup and Configuration' });
    org.faults.set('User', DENIED);
    expect(await listed()).toMatchObject({ state: 'unknown', permission: 'View All Users' });
  });

  test('a site whose metadata was not answered', async () => {
    const rows = org.rows.get('Site') ?? [];
    org.rows.set('Site', [...rows, { ...rows[0], Id: '0DM9', Name: 'Hidden', GuestUserId: '0059' }]);
    const hidden = (await collect()).resources.find(({ id }) => id === 'Hidden');
    expect(hidden?.unknowns).toContainEqual(
      expect.objectContaining({ setting: 'auraRequests', reason: 'failed' }),
    );
  });

  test('the second row that Experience Builder keeps for a site is not another site', async () => {
    const rows = org.rows.get('Site') ?? [];
    const [first] = rows;
    org.rows.set('Site', [...rows, { ...first, Name: 'Kagi_Support1', SiteType: 'ChatterNetworkPicasso' }]);
    const { resources, listings } = await collect();
    expect(resources.filter(({ type }) => type === 'salesforce.site').map(({ id }) => id)).toEqual([
      'Kagi_Partners',
      'Kagi_Support',
    ]);
    expect(listings[0]).toMatchObject({ seen: 2, state: 'complete' });
  });

  test('a guest whose assignments lack its own profile was not listed whole', async () => {
    const auditors = org.rows.get('PermissionSetAssignment')?.filter((row) => 'Assignee' in row);
    org.rows.set('PermissionSetAssignment', auditors ?? []);
    const { resources } = await collect();
    const site = resources.find(({ id }) => id === 'Kagi_Support');
    expect(site?.unknowns).toEqual([
      expect.objectContaining({ setting: 'guestPermissionSets', reason: 'denied' }),
      expect.objectContaining({ setting: 'guestPermissionSetGroups', reason: 'denied' }),
    ]);
  });

  test('12,000 rows come whole', async () => {
    const rows = Array.from({ length: 12_000 }, (_, index) => ({
      Id: `05D${index}`,
      Name: `file ${index}`,
      PreferencesExpires: false,
      ExpiryDate: null,
      PreferencesPasswordRequired: false,
    }));
    org.rows.set('ContentDistribution', rows);
    const { resources, listings, exposures } = await collect({ services: ['files'] });
    expect(resources).toHaveLength(12_000);
    expect(exposures.filter(({ exposure }) => exposure.state === 'open')).toHaveLength(12_000);
    expect(listings[0]).toMatchObject({ seen: 12_000, state: 'complete' });
  });

  test('fewer rows than the org says are cut short', async () => {
    org.totals.set('ObjectPermissions', 500);
    const { resources } = await collect();
    const profile = resources.find(({ id }) => id === 'profile/Kagi Support Profile');
    expect(profile?.settings['objectPermissions']).toBeUndefined();
    expect(profile?.unknowns[0]).toMatchObject({ setting: 'objectPermissions', reason: 'cut-short' });
  });

  test('a field that this org does not know is left out', async () => {
    org.unknownFields.add('ObjectPermissions.PermissionsViewAllFields');
    org.unknownFields.add('PermissionSet.PermissionsApexRestServices');
    const { exposures } = await collect();
    expect(exposures.map(line)).toEqual((await judgeFolder(OPEN)).exposures.map(line));
  });

  test('a spent request limit is throttled', async () => {
    org.faults.set('ObjectPermissions', { status: 403, errorCode: 'REQUEST_LIMIT_EXCEEDED' });
    const { resources } = await collect();
    expect(resources.find(({ id }) => id === 'profile/Kagi Support Profile')?.unknowns[0]).toMatchObject({
      reason: 'throttled',
    });
  });

  test('a session that ends on the way is an unknown that says so', async () => {
    org.faults.set('*', { status: 401, errorCode: 'INVALID_SESSION_ID' });
    const { listings } = await collect();
    expect(listings[0]).toMatchObject({
      state: 'unknown',
      reason: 'failed',
      detail: expect.stringContaining('sign in again'),
    });
    expect(listings[0]?.permission).toBeUndefined();
  });
});

describe('signing in', () => {
  const sign = async (env: CollectRequest['env'], more: Partial<CollectRequest> = {}) =>
    await judge(salesforce.collect(request(env, { services: ['files'], ...more })));

  test('without anything is a UsageError that says what to set', async () => {
    const failed = await sign({}).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(UsageError);
    expect(failed).toMatchObject({ hint: expect.stringContaining('SF_ACCESS_TOKEN') });
  });

  test('an expired token is a UsageError', async () => {
    await expect(sign({ SF_INSTANCE_URL: org.url, SF_ACCESS_TOKEN: 'old' })).rejects.toThrow(
      /has expired or is not valid/,
    );
  });

  test('both spellings of the variables; addresses that cannot be right are refused', async () => {
    await sign({ SALESFORCE_INSTANCE_URL: org.url, SALESFORCE_ACCESS_TOKEN: TOKEN });
    const at = (url: string) => sign({ SF_INSTANCE_URL: url, SF_ACCESS_TOKEN: TOKEN });
    await expect(at('https://kagi.lightning.force.com')).rejects.toThrow(UsageError);
    await expect(at('http://kagi.my.salesforce.com')).rejects.toThrow(/https/);
    await expect(at('kagi')).rejects.toThrow(UsageError);
  });

  test('an address where nothing listens is a UsageError', async () => {
    await org.close();
    await expect(sign(tokenEnv(org.url))).rejects.toThrow(/Cannot sign in to Salesforce at 127\.0\.0\.1/);
    org = await startOrg(OPEN);
  });

  test('with a signed assertion', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = join(scratch, 'key.pem');
    await writeFile(key, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const env = {
      SF_CLIENT_ID: 'kagi-client',
      SF_USERNAME: 'auditor@kagi.example',
      SF_JWT_KEY_FILE: key,
      SF_LOGIN_URL: org.url,
    };
    await sign(env);
    const [head, claims = '', signature = ''] = org.assertions[0]?.split('.') ?? [];
    expect(
      verify('RSA-SHA256', Buffer.from(`${head}.${claims}`), publicKey, Buffer.from(signature, 'base64url')),
    ).toBe(true);
    const claimed: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString());
    expect(claimed).toMatchObject({ iss: 'kagi-client', sub: 'auditor@kagi.example', aud: org.url });
    await writeFile(key, 'not a key');
    await expect(sign(env)).rejects.toThrow(/cannot sign/);
  });

  const cli = async (display: object, token: object | undefined): Promise<CollectRequest['env']> => {
    const answers = {
      display: JSON.stringify(display),
      token: token === undefined ? '' : JSON.stringify(token),
    };
    const script = `#!/bin/sh\ncase "$2" in display) printf '%s' '${answers.display}';; auth) printf '%s' '${answers.token}';; esac\n`;
    await writeFile(join(scratch, 'sf'), script);
    await chmod(join(scratch, 'sf'), 0o755);
    return { PATH: `${scratch}:/bin:/usr/bin` };
  };

  test('through the sf CLI, which hides the token at first', async () => {
    const shown = {
      status: 0,
      result: { instanceUrl: org.url, username: 'auditor@kagi.example', accessToken: '[REDACTED]' },
    };
    const env = await cli(shown, { status: 0, result: { accessToken: TOKEN } });
    const asked: string[] = [];
    await sign(env, { org: 'kagi', onAsker: (who) => asked.push(who) });
    expect(asked[0]).toContain('auditor@kagi.example');
    const older = await cli({ status: 0, result: { ...shown.result, accessToken: TOKEN } }, undefined);
    await sign(older, { org: 'kagi' });
  });

  test('an sf CLI that gives no token, knows no such org, or is not there', async () => {
    const shown = { status: 0, result: { instanceUrl: org.url, accessToken: '[REDACTED]' } };
    const hidden = await cli(shown, { status: 0, result: { accessToken: '[REDACTED]' } });
    await expect(sign(hidden, { org: 'kagi' })).rejects.toThrow(/does not give out the access token/);
    const unknown = await cli({ status: 1, name: 'NamedOrgNotFoundError' }, undefined);
    await expect(sign(unknown, { org: 'kagi' })).rejects.toThrow(/cannot use the org "kagi"/);
    await expect(sign({ PATH: '/nonexistent' }, { org: 'kagi' })).rejects.toThrow(/which is not installed/);
  });

  test('goes through the proxy of the environment, and not where NO_PROXY says so', async () => {
    const proxied = { ...tokenEnv(org.url), HTTP_PROXY: 'http://127.0.0.1:9' };
    await expect(sign(proxied)).rejects.toThrow(/Cannot sign in/);
    await sign({ ...proxied, NO_PROXY: '127.0.0.1' });
    const proxy = await startProxy();
    await sign({ ...tokenEnv(org.url), HTTP_PROXY: proxy.url });
    await proxy.stop();
    expect(new Set(proxy.tunnels)).toEqual(new Set([new URL(org.url).host]));
  });
});
