// Reading IAM live: everything answered, every call denied in turn, absent answers, pages, reports that take a while.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { accountSchema } from '../../../../src/providers/aws/iam/account.generated.ts';
import { groupSchema } from '../../../../src/providers/aws/iam/group.generated.ts';
import { identityProviderSchema } from '../../../../src/providers/aws/iam/identity-provider.generated.ts';
import { iamPermissions } from '../../../../src/providers/aws/iam/permissions.ts';
import { policySchema } from '../../../../src/providers/aws/iam/policy.generated.ts';
import { roleSchema } from '../../../../src/providers/aws/iam/role.generated.ts';
import { userSchema } from '../../../../src/providers/aws/iam/user.generated.ts';
import { typed } from '../../../../src/snapshot/resource.ts';
import { ACCOUNT, type Answers, type AwsServer, denied, failure, serveAws } from '../../../servers/aws.ts';
import { TEST_ENV, useEnvironment } from '../live.ts';
import { type Collected, collectIam } from './live.ts';
import {
  answer,
  COLUMNS,
  DOCUMENT,
  detailsPage,
  filterOf,
  IAM,
  noSuchEntity,
  REPORT,
  ROLE,
  reportAnswer,
  TRUST,
} from './server.ts';

let server: AwsServer | undefined;
beforeEach(() => useEnvironment(TEST_ENV));
afterEach(async () => server?.stop());

async function collect(answers: Answers = {}): Promise<Collected & { asked: string[] }> {
  server = await serveAws({ ...IAM, ...answers });
  const found = await collectIam(server.endpoint);
  return { ...found, asked: server.asked.map(({ operation }) => operation) };
}

function get(found: Collected, key: string) {
  const resource = found.resources.get(key);
  if (resource === undefined) throw new Error(`no ${key} among ${[...found.resources.keys()].join(', ')}`);
  return resource;
}

describe('everything can be read', () => {
  test('context comes first, every type has a complete listing, all settings fit their schemas', async () => {
    const found = await collect();
    const types = found.order.filter((entry) => !entry.endsWith(' listing'));
    expect(types).toEqual([
      'aws.iam.identity-provider',
      'aws.iam.identity-provider',
      'aws.iam.policy',
      'aws.iam.group',
      'aws.iam.account',
      'aws.iam.user',
      'aws.iam.user',
      'aws.iam.role',
    ]);
    expect([...found.listings.values()].map(({ type, state, seen }) => `${type} ${state} ${seen}`)).toEqual([
      'aws.iam.identity-provider complete 2',
      'aws.iam.policy complete 1',
      'aws.iam.group complete 1',
      'aws.iam.account complete 1',
      'aws.iam.user complete 2',
      'aws.iam.role complete 1',
    ]);
    for (const resource of found.resources.values()) {
      expect([resource.id, resource.unknowns]).toEqual([resource.id, []]);
      expect(resource.scope).toBe(`aws/${ACCOUNT}`);
    }
    typed(get(found, 'aws.iam.role deploy'), roleSchema);
    typed(get(found, 'aws.iam.group admins'), groupSchema);
    typed(get(found, 'aws.iam.policy everything'), policySchema);
    typed(get(found, `aws.iam.account ${ACCOUNT}`), accountSchema);
    typed(get(found, 'aws.iam.identity-provider kagi'), identityProviderSchema);
    typed(get(found, 'aws.iam.user alice'), userSchema);
  });

  test('a role, a policy and the account', async () => {
    const found = await collect();
    expect(get(found, 'aws.iam.role deploy').settings).toEqual({
      path: '/team/',
      createdAt: '2024-02-03T04:05:06Z',
      trustPolicy: TRUST,
      attachedPolicies: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess', name: 'ReadOnlyAccess' }],
      inlinePolicies: [{ name: 'inline', document: DOCUMENT }],
      permissionsBoundary: null,
      lastUsedAt: '2025-12-01T00:00:00Z',
      tags: { team: 'web' },
    });
    expect(get(found, 'aws.iam.policy everything').settings).toMatchObject({
      document: DOCUMENT,
      attachments: 1,
    });
    expect(get(found, `aws.iam.account ${ACCOUNT}`).settings).toEqual({
      rootAccessKeyActive: true,
      rootMfaActive: false,
      rootPasswordPresent: true,
      rootPasswordLastUsed: '2019-03-03T16:58:16Z',
      rootAccessKeyLastUsed: null,
      passwordPolicy: { minimumLength: 8, requireSymbols: true, maxAgeDays: null, reusePrevention: null },
    });
  });

  test('sign-in: by the report, and by single questions for a user that is newer than it', async () => {
    const found = await collect();
    expect(get(found, 'aws.iam.user alice').settings).toMatchObject({
      consoleAccess: true,
      passwordLastUsed: '2025-12-30T00:00:00Z',
      mfaActive: false,
      accessKeys: [
        { active: true, createdAt: '2024-02-03T04:05:06Z', lastUsedAt: null },
        { active: false, createdAt: '2023-01-01T00:00:00Z', lastUsedAt: '2023-02-01T00:00:00Z' },
      ],
      groups: ['admins'],
    });
    expect(get(found, 'aws.iam.user bob').settings).toMatchObject({
      consoleAccess: false,
      passwordLastUsed: null,
      mfaActive: false,
      accessKeys: [{ id: 'AKIAEXAMPLE1', active: true, createdAt: '2024-02-03T04:05:06Z', lastUsedAt: null }],
    });
    expect(found.asked.filter((operation) => operation === 'iam:ListAccessKeys')).toHaveLength(1);
  });
});

/** Call that is denied -> what is unknown then: `name#setting`, or a listing. Nothing else changes. */
const DENIALS: [string, string[]][] = [
  ['GetAccountSummary', ['111122223333#rootPasswordPresent']],
  ['GetAccountPasswordPolicy', ['111122223333#passwordPolicy']],
  ['ListOpenIDConnectProviders', ['aws.iam.identity-provider listing']],
  [
    'GetOpenIDConnectProvider',
    ['token.actions.githubusercontent.com#clientIds', 'token.actions.githubusercontent.com#createdAt'],
  ],
  ['ListSAMLProviders', ['aws.iam.identity-provider listing']],
  ['GetLoginProfile', ['bob#consoleAccess']],
  ['ListMFADevices', ['bob#mfaActive']],
  ['ListAccessKeys', ['bob#accessKeys']],
  ['GetAccessKeyLastUsed', ['bob#accessKeys']],
];

function unknownIn(
  found: Collected,
): { what: string; reason: string | undefined; permission: string | undefined }[] {
  const all = [];
  for (const { name, unknowns } of found.resources.values())
    for (const { setting, reason, permission } of unknowns)
      all.push({ what: `${name}#${setting}`, reason, permission });
  for (const { type, state, reason, permission } of found.listings.values())
    if (state !== 'complete') all.push({ what: `${type} listing`, reason, permission });
  return all;
}

describe('each call denied by itself', () => {
  test.each(DENIALS)('%s', async (operation, expected) => {
    const found = await collect({ [`iam:${operation}`]: denied });
    expect(unknownIn(found)).toEqual(
      expected.map((what) => ({ what, reason: 'denied', permission: `iam:${operation}` })),
    );
  });

  test('GetUser, for a user with a password', async () => {
    const login = () => answer('GetLoginProfile', '<LoginProfile><UserName>bob</UserName></LoginProfile>');
    const found = await collect({ 'iam:GetLoginProfile': login, 'iam:GetUser': denied });
    expect(unknownIn(found)).toEqual([
      { what: 'bob#passwordLastUsed', reason: 'denied', permission: 'iam:GetUser' },
    ]);
    expect(get(found, 'aws.iam.user bob').settings['consoleAccess']).toBe(true);
  });

  test('the details: roles and users still come from their own lists, with what those leave out unknown', async () => {
    const found = await collect({ 'iam:GetAccountAuthorizationDetails': denied });
    const role = get(found, 'aws.iam.role deploy');
    expect(role.settings).toEqual({ path: '/team/', createdAt: '2024-02-03T04:05:06Z', trustPolicy: TRUST });
    expect(
      role.unknowns.map(({ setting, reason, permission }) => `${setting} ${reason} ${permission}`),
    ).toEqual(
      ['inlinePolicies', 'attachedPolicies', 'permissionsBoundary', 'lastUsedAt', 'tags']
        .sort((a, b) => (a === 'attachedPolicies' ? -1 : b === 'attachedPolicies' ? 1 : 0))
        .map((setting) => `${setting} denied iam:GetAccountAuthorizationDetails`),
    );
    expect(found.listings.get('aws.iam.role')).toMatchObject({ state: 'complete', seen: 1 });
    expect(found.listings.get('aws.iam.user')).toMatchObject({ state: 'complete', seen: 1 });
    expect(found.listings.get('aws.iam.group')).toMatchObject({
      state: 'unknown',
      reason: 'denied',
      seen: 0,
    });
    expect(found.listings.get('aws.iam.policy')).toMatchObject({
      state: 'unknown',
      reason: 'denied',
      seen: 0,
    });
  });

  test('the details and the lists: nothing is seen, and the details are what to ask for', async () => {
    const found = await collect({
      'iam:GetAccountAuthorizationDetails': denied,
      'iam:ListRoles': denied,
      'iam:ListUsers': denied,
    });
    for (const type of ['aws.iam.role', 'aws.iam.user', 'aws.iam.group', 'aws.iam.policy'])
      expect(found.listings.get(type)).toMatchObject({
        state: 'unknown',
        seen: 0,
        reason: 'denied',
        permission: 'iam:GetAccountAuthorizationDetails',
      });
  });

  test('the report: users are asked one by one, and the root user by the summary', async () => {
    const found = await collect({ 'iam:GetCredentialReport': denied });
    expect(found.asked.filter((operation) => operation === 'iam:ListAccessKeys')).toHaveLength(2);
    expect(unknownIn(found)).toEqual([
      { what: '111122223333#rootPasswordLastUsed', reason: 'denied', permission: 'iam:GetCredentialReport' },
      { what: '111122223333#rootAccessKeyLastUsed', reason: 'denied', permission: 'iam:GetCredentialReport' },
    ]);
  });

  test('the report and the single questions: the report is what to ask for', async () => {
    const found = await collect({
      'iam:GetCredentialReport': denied,
      'iam:GetLoginProfile': denied,
      'iam:ListMFADevices': denied,
      'iam:ListAccessKeys': denied,
      'iam:GetUser': denied,
    });
    const alice = get(found, 'aws.iam.user alice');
    expect(alice.unknowns.map(({ setting }) => setting).sort()).toEqual([
      'accessKeys',
      'consoleAccess',
      'mfaActive',
      'passwordLastUsed',
    ]);
    for (const { permission } of alice.unknowns) expect(permission).toBe('iam:GetCredentialReport');
  });

  test('making a report: one that exists is still read; where none does, that permission is missing', async () => {
    const there = await collect({ 'iam:GenerateCredentialReport': denied });
    expect(unknownIn(there)).toEqual([]);
    await server?.stop();
    const none = await collect({
      'iam:GenerateCredentialReport': denied,
      'iam:GetCredentialReport': (call) => failure(call, 410, 'ReportNotPresent'),
    });
    expect(unknownIn(none).map(({ permission }) => permission)).toEqual([
      'iam:GenerateCredentialReport',
      'iam:GenerateCredentialReport',
    ]);
  });

  test('every permission of the list is asked for somewhere above', async () => {
    const tested = new Set(DENIALS.map(([operation]) => `iam:${operation}`));
    for (const more of [
      'GetUser',
      'GetAccountAuthorizationDetails',
      'ListRoles',
      'ListUsers',
      'GetCredentialReport',
      'GenerateCredentialReport',
    ])
      tested.add(`iam:${more}`);
    expect(iamPermissions.map(({ permission }) => permission).sort()).toEqual([...tested].sort());
  });
});

describe('there is none', () => {
  test('password policy, login profile', async () => {
    const found = await collect({ 'iam:GetAccountPasswordPolicy': noSuchEntity });
    expect(get(found, `aws.iam.account ${ACCOUNT}`).settings['passwordPolicy']).toBeNull();
  });

  test('an account without users, roles, groups, policies and providers', async () => {
    const found = await collect({
      'iam:GetAccountAuthorizationDetails': () => detailsPage({}),
      'iam:ListOpenIDConnectProviders': () =>
        answer('ListOpenIDConnectProviders', '<OpenIDConnectProviderList/>'),
      'iam:ListSAMLProviders': () => answer('ListSAMLProviders', '<SAMLProviderList/>'),
    });
    for (const listing of found.listings.values()) expect(listing.state).toBe('complete');
    expect([...found.resources.keys()]).toEqual([`aws.iam.account ${ACCOUNT}`]);
  });
});

describe('pages', () => {
  const role = (name: string) => ROLE.replaceAll('deploy', name);
  const paged = (last: (call: Parameters<typeof denied>[0]) => ReturnType<typeof denied>): Answers => ({
    'iam:GetAccountAuthorizationDetails': (call) => {
      if (filterOf(call) !== 'Role') return detailsPage({});
      const marker = new URLSearchParams(call.body).get('Marker');
      if (marker === null) return detailsPage({ roles: role('one') }, 'next');
      return marker === 'next' ? detailsPage({ roles: role('two') }, 'last') : last(call);
    },
  });

  test('are read to the end', async () => {
    const found = await collect(paged(() => detailsPage({ roles: role('three') })));
    expect(found.listings.get('aws.iam.role')).toMatchObject({ state: 'complete', seen: 3 });
  });

  test('that end in a denial keep what was seen and say that there may be more', async () => {
    const found = await collect(paged(denied));
    expect(found.listings.get('aws.iam.role')).toMatchObject({ state: 'unknown', seen: 2, reason: 'denied' });
    expect(found.asked).not.toContain('iam:ListRoles');
  });

  test('that never end are cut short', async () => {
    const found = await collect(paged(() => detailsPage({ roles: role('three') }, 'last')));
    expect(found.listings.get('aws.iam.role')).toMatchObject({
      state: 'unknown',
      seen: 3,
      reason: 'cut-short',
    });
  });
});

describe('the credential report', () => {
  test('is waited for', async () => {
    let asked = 0;
    const found = await collect({
      'iam:GenerateCredentialReport': () =>
        answer(
          'GenerateCredentialReport',
          `<State>${((asked += 1)) < 3 ? 'INPROGRESS' : 'COMPLETE'}</State>`,
        ),
    });
    expect(asked).toBe(3);
    expect(unknownIn(found)).toEqual([]);
  });

  test('with a comma in a user name', async () => {
    const found = await collect({
      'iam:GetAccountAuthorizationDetails': (call) => {
        const plain = IAM['iam:GetAccountAuthorizationDetails']?.(call);
        return plain && { ...plain, body: plain.body.replaceAll('alice', 'alice,ops') };
      },
      'iam:GetCredentialReport': () => reportAnswer(REPORT.replaceAll('alice', 'alice,ops')),
    });
    expect(get(found, 'aws.iam.user alice,ops').settings).toMatchObject({
      consoleAccess: true,
      mfaActive: false,
    });
  });

  test('that is no report leaves the users to single questions', async () => {
    const found = await collect({ 'iam:GetCredentialReport': () => reportAnswer('<html>busy</html>') });
    expect(get(found, 'aws.iam.user alice').settings).toMatchObject({ consoleAccess: false });
    expect(unknownIn(found).map(({ what, reason }) => `${what} ${reason}`)).toEqual([
      '111122223333#rootPasswordLastUsed malformed',
      '111122223333#rootAccessKeyLastUsed malformed',
    ]);
  });

  test('without a row for the root user leaves its last use unknown', async () => {
    const found = await collect({ 'iam:GetCredentialReport': () => reportAnswer(COLUMNS) });
    expect(unknownIn(found).map(({ what, reason }) => `${what} ${reason}`)).toEqual([
      '111122223333#rootPasswordLastUsed missing',
      '111122223333#rootAccessKeyLastUsed missing',
    ]);
  });
});

describe('odd answers', () => {
  test('a trust policy that is not JSON is unknown, and the role is not lost', async () => {
    const broken = ROLE.replace(
      /<AssumeRolePolicyDocument>.*?<\/AssumeRolePolicyDocument>/,
      '<AssumeRolePolicyDocument>%7Bnope</AssumeRolePolicyDocument>',
    );
    const found = await collect({
      'iam:GetAccountAuthorizationDetails': (call) =>
        detailsPage(filterOf(call) === 'Role' ? { roles: broken } : {}),
    });
    const role = get(found, 'aws.iam.role deploy');
    expect(role.settings).not.toHaveProperty('trustPolicy');
    expect(role.unknowns).toMatchObject([{ setting: 'trustPolicy', reason: 'malformed' }]);
  });
});
