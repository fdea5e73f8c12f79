// What IAM findings say to people.
import { describe, expect, test } from '@jest/globals';
import type { Assessment, Context } from '../../../../src/exposure.ts';
import { analyseIam } from '../../../../src/providers/aws/iam/analyse.ts';
import type { Resource } from '../../../../src/snapshot/resource.ts';

const SCOPE = 'aws/111122223333';
const EVERYTHING = { Effect: 'Allow', Action: '*', Resource: '*' };
const policy = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });

function resource(kind: string, name: string, settings: Record<string, unknown>): Resource {
  const id = `arn:aws:iam::111122223333:${kind}/${name}`;
  return { record: 'resource', type: `aws.iam.${kind}`, id, name, scope: SCOPE, settings, unknowns: [] };
}

function assess(about: Resource, around: Resource[] = []): Assessment {
  const context: Context = {
    all: (type) => around.filter((one) => one.type === type),
    ours: { accounts: [], organizations: [], networks: [], domains: [], vendors: [], declared: false },
    now: Date.parse('2026-01-01T00:00:00Z'),
  };
  return analyseIam(about, context);
}

/** English words by place. */
function said({ words = {} }: Assessment): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(words).map(([place, all]) => [place, all.map(({ text }) => text.en)]),
  );
}

test('an access key: its id, its age and its last use, as far as they are known', () => {
  const accessKeys = [
    {
      id: 'AKIAKAGIEXAMPLE00001',
      active: true,
      createdAt: '2025-01-01T00:00:00Z',
      lastUsedAt: '2025-12-30T10:00:00Z',
    },
    { active: true, createdAt: '2025-12-31T00:00:00Z', lastUsedAt: null },
    { active: false },
  ];
  const assessment = assess(resource('user', 'ci', { accessKeys }));
  expect(said(assessment)).toEqual({
    'accessKeys/0': ['active access key …0001, created 2025-01-01 (365 days ago), last used 2025-12-30'],
    'accessKeys/1': ['active access key, created 2025-12-31 (1 day ago), no recorded use'],
    'accessKeys/2': ['inactive access key'],
  });
  expect(assessment.words?.['accessKeys/0']?.[0]?.text.ja).toBe(
    '有効なアクセスキー …0001、2025-01-01 作成 (365 日前)、最終使用 2025-12-30',
  );
});

test('a user without a second factor; nothing is said of what is not known or is as it should be', () => {
  expect(
    said(
      assess(resource('user', 'alice', { consoleAccess: true, mfaActive: false, passwordLastUsed: null })),
    ),
  ).toEqual({
    consoleAccess: ['the user has a console password, no recorded use'],
    mfaActive: ['no MFA device is registered'],
  });
  expect(said(assess(resource('user', 'bob', { consoleAccess: false, mfaActive: true })))).toEqual({});
});

test('the root user and the password policy', () => {
  const bad = {
    rootAccessKeyActive: true,
    rootAccessKeyLastUsed: '2018-11-27T00:00:00Z',
    rootMfaActive: false,
  };
  const words = said(assess(resource('account', 'root', { ...bad, passwordPolicy: { minimumLength: 8 } })));
  expect(words['rootAccessKeyActive']).toEqual([
    'the root user has an active access key, last used 2018-11-27',
  ]);
  expect(words['facts.rootWithoutMfa']).toEqual(words['rootMfaActive']);
  expect(words['passwordPolicy']).toEqual(['passwords may be as short as 8 characters']);
  expect(said(assess(resource('account', 'root', { rootMfaActive: true })))).toEqual({});
});

describe('who may do everything, and by which statement', () => {
  const admin = { arn: 'arn:aws:iam::aws:policy/AdministratorAccess', name: 'AdministratorAccess' };
  const inline = {
    name: 'all',
    document: policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }, EVERYTHING),
  };
  test('a role', () => {
    const settings = { attachedPolicies: [admin], inlinePolicies: [inline], permissionsBoundary: null };
    const { words } = assess(resource('role', 'deploy', settings));
    expect(words?.['facts.fullAdmin']).toMatchObject([
      {
        setting: 'attachedPolicies',
        pointer: '/0',
        text: { en: 'attached policy AdministratorAccess allows every action on every resource' },
      },
      {
        setting: 'inlinePolicies',
        pointer: '/0/document/Statement/1',
        text: { en: 'inline policy "all", statement 2, allows every action on every resource' },
      },
    ]);
  });
  test('a user through a group, at the group', () => {
    const group = resource('group', 'admins', { attachedPolicies: [], inlinePolicies: [inline] });
    const user = { attachedPolicies: [], inlinePolicies: [], permissionsBoundary: null, groups: ['admins'] };
    expect(assess(resource('user', 'alice', user), [group]).words?.['facts.fullAdmin']).toMatchObject([
      {
        resource: { type: 'aws.iam.group', id: group.id },
        text: {
          en: 'through group admins: inline policy "all", statement 2, allows every action on every resource',
        },
      },
    ]);
  });
  test('nothing is said where it is not so', () => {
    const bounded = {
      attachedPolicies: [admin],
      inlinePolicies: [],
      permissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    };
    expect(said(assess(resource('role', 'bounded', bounded)))).toEqual({});
  });
  test('a policy, whose document is not repeated', () => {
    const document = policy({ Sid: 'All', ...EVERYTHING });
    const words = said(assess(resource('policy', 'break-glass', { document, attachments: 1 })));
    const statement = ['the policy, statement "All", allows every action on every resource'];
    expect(words).toEqual({
      document: statement,
      'facts.fullAdmin': statement,
      attachments: ['attached to 1 identity'],
    });
  });
});

test.each([
  [
    { 'gitlab.com:aud': 'https://kagi.example' },
    ' if gitlab.com:aud is https://kagi.example; nothing asks whose token it is (the sub claim)',
  ],
  [{ 'gitlab.com:sub': '*' }, ' if gitlab.com:sub is *'],
])(
  'a role for tokens says by whom they are issued, and whether anything asks whose they are: %j',
  (equals, rest) => {
    const [provider] = Object.keys(equals).map((key) => key.split(':')[0]);
    const trustPolicy = policy({
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringLike: equals },
    });
    const [exposure] = assess(resource('role', 'deploy', { path: '/', trustPolicy })).exposures;
    expect(exposure?.evidence[0]?.text.en).toBe(
      `the trust policy lets tokens of gitlab.com assume the role${rest.replace(' is ', ' matches ')}`,
    );
  },
);
