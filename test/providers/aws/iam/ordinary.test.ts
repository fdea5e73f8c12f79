// An ordinary company: what it does right is quiet, what it does wrong is said once.
import { expect, test } from '@jest/globals';
import type { Context, Ours } from '../../../../src/exposure.ts';
import { account } from '../../../../src/providers/aws/account/service.ts';
import { iam } from '../../../../src/providers/aws/iam/service.ts';
import { evaluate } from '../../../../src/rules/evaluate.ts';
import { loadRules } from '../../../../src/rules/load.ts';
import { findFiles } from '../../../../src/snapshot/files.ts';
import type { Resource } from '../../../../src/snapshot/resource.ts';

const rules = await loadRules(await findFiles(['rules/aws/iam']), [...account.types, ...iam.types]);
const NOW = Date.parse('2026-01-01T00:00:00Z');
const OURS: Ours = {
  accounts: [],
  organizations: [],
  networks: [],
  domains: [],
  vendors: [],
  declared: false,
};

function resource(type: string, name: string, settings: Record<string, unknown>): Resource {
  const id = `arn:aws:iam::111122223333:${type.split('.').at(-1)}/${name}`;
  return { record: 'resource', type, id, name, scope: 'aws/111122223333', settings, unknowns: [] };
}

function role(name: string, statement: object, attached: string[] = []): Resource {
  return resource('aws.iam.role', name, {
    path: '/',
    trustPolicy: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }],
    },
    attachedPolicies: attached.map((one) => ({ arn: `arn:aws:iam::aws:policy/${one}` })),
    inlinePolicies: [],
    permissionsBoundary: null,
  });
}

/** `rule: resource subject` of everything that fails or cannot be told. */
function findings(resources: Resource[]): string[] {
  const context: Context = {
    all: (type) => resources.filter((one) => one.type === type),
    ours: OURS,
    now: NOW,
  };
  const found: string[] = [];
  for (const one of resources) {
    const assessment = iam.analyse(one, context);
    for (const rule of rules) {
      if (rule.resource !== one.type) continue;
      for (const { verdict, subject } of evaluate(rule, one, assessment, NOW))
        if (verdict !== 'pass')
          found.push([`${rule.id}:`, one.name, subject, verdict].filter(Boolean).join(' '));
    }
  }
  return found;
}

const vendor = (index: number) => String(400_000_000_000 + index);

test('thirty vendors with external ids, service roles, a pinned pipeline and tidy users: nothing to say', () => {
  const estate = [
    ...Array.from({ length: 30 }, (_, index) =>
      role(
        `vendor-${index}`,
        {
          Principal: { AWS: `arn:aws:iam::${vendor(index)}:root` },
          Condition: { StringEquals: { 'sts:ExternalId': `kagi-${index}` } },
        },
        ['SecurityAudit'],
      ),
    ),
    ...['ec2', 'lambda', 'cloudtrail', 'config'].map((service) =>
      role(service, { Principal: { Service: `${service}.amazonaws.com` } }, ['AdministratorAccess']),
    ),
    role('pipeline', {
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
      Condition: {
        StringEquals: {
          'token.actions.githubusercontent.com:sub': 'repo:kagi/app:ref:refs/heads/main',
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        },
      },
    }),
    role(
      'sso',
      {
        Action: 'sts:AssumeRoleWithSAML',
        Principal: { Federated: 'arn:aws:iam::111122223333:saml-provider/kagi' },
        Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
      },
      ['AdministratorAccess'],
    ),
    resource('aws.iam.user', 'alice', {
      consoleAccess: true,
      mfaActive: true,
      accessKeys: [{ active: true, createdAt: '2025-12-01T00:00:00Z', lastUsedAt: '2025-12-31T00:00:00Z' }],
      attachedPolicies: [],
      inlinePolicies: [],
      groups: [],
      permissionsBoundary: null,
    }),
    resource('aws.iam.account', 'root', {
      rootMfaActive: true,
      rootAccessKeyActive: false,
      rootPasswordPresent: true,
      passwordPolicy: { minimumLength: 14 },
    }),
  ];
  expect(findings(estate)).toEqual([]);
});

test('each thing that is wrong is named by the rules that speak of it', () => {
  const estate = [
    role('open', { Principal: '*' }),
    role('careless-vendor', { Principal: { AWS: vendor(1) } }),
    role(
      'mighty-vendor',
      { Principal: { AWS: vendor(2) }, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } },
      ['AdministratorAccess'],
    ),
    role('any-token', {
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/gitlab.com' },
    }),
    resource('aws.iam.user', 'bob', {
      consoleAccess: true,
      mfaActive: false,
      accessKeys: [{ active: true, createdAt: '2020-01-01T00:00:00Z', lastUsedAt: null }],
      attachedPolicies: [],
      inlinePolicies: [],
      groups: [],
      permissionsBoundary: null,
    }),
    resource('aws.iam.account', 'root', {
      rootMfaActive: false,
      rootAccessKeyActive: true,
      rootPasswordPresent: true,
      passwordPolicy: null,
    }),
    resource('aws.iam.policy', 'everything', {
      arn: 'x',
      attachments: 1,
      document: { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
    }),
  ];
  expect(findings(estate).sort()).toEqual(
    [
      'aws.iam.role-any-account: open fail',
      `aws.iam.role-outside-account-no-external-id: careless-vendor ${vendor(1)} fail`,
      `aws.iam.role-outside-account-admin: mighty-vendor ${vendor(2)} fail`,
      'aws.iam.role-any-token: any-token gitlab.com fail',
      'aws.iam.user-console-no-mfa: bob fail',
      'aws.iam.access-key-old: bob fail',
      'aws.iam.access-key-unused: bob fail',
      'aws.iam.root-no-mfa: root fail',
      'aws.iam.root-access-key: root fail',
      'aws.iam.password-policy-weak: root fail',
      'aws.iam.policy-full-admin: everything fail',
    ].sort(),
  );
});
