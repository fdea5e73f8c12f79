// Settings of IAM -> exposures and facts.
import { describe, expect, test } from '@jest/globals';
import type { Assessment, Context, Ours } from '../../../../src/exposure.ts';
import { analyseIam } from '../../../../src/providers/aws/iam/analyse.ts';
import type { Resource, Unknown } from '../../../../src/snapshot/resource.ts';

const SCOPE = 'aws/111122223333';
const NOBODY: Ours = {
  accounts: [],
  organizations: [],
  networks: [],
  domains: [],
  vendors: [],
  declared: false,
};

function resource(
  type: string,
  name: string,
  settings: Record<string, unknown>,
  unknowns: Unknown[] = [],
): Resource {
  const kind = type.split('.').at(-1);
  return {
    record: 'resource',
    type,
    id: `arn:aws:iam::111122223333:${kind}/${name}`,
    name,
    scope: SCOPE,
    settings,
    unknowns,
  };
}

function contextOf(around: Resource[] = [], ours: Partial<Ours> = {}): Context {
  return {
    all: (type, scope) => around.filter((one) => one.type === type && one.scope === scope),
    ours: { ...NOBODY, ...ours },
    now: Date.parse('2026-01-01T00:00:00Z'),
  };
}

const policy = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
const allow = (principal: unknown, more = {}) => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 'sts:AssumeRole',
  ...more,
});
const web = (condition: object) => ({
  Effect: 'Allow',
  Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: condition,
});
const externalId = { Condition: { StringEquals: { 'sts:ExternalId': 'kagi-2031' } } };
const VENDOR = { AWS: 'arn:aws:iam::444455556666:root' };

function trust(document: unknown, ours: Partial<Ours> = {}, around: Resource[] = []): Assessment {
  return analyseIam(
    resource('aws.iam.role', 'deploy', { path: '/', trustPolicy: document }),
    contextOf(around, ours),
  );
}

/** `audience via subject state` of every exposure. */
function doors({ exposures }: Assessment): string[] {
  return exposures.map(({ audience, via, subject, state }) =>
    [audience, via, subject, state].filter(Boolean).join(' '),
  );
}

describe('who can assume a role', () => {
  test.each<[string, object, string[]]>([
    ['nobody', policy(), []],
    ['a service', policy(allow({ Service: 'ec2.amazonaws.com' })), []],
    ['the own account', policy(allow({ AWS: 'arn:aws:iam::111122223333:root' })), []],
    ['every account', policy(allow('*')), ['anyone-registered aws-account open']],
    [
      'every account, whatever external id they send',
      policy(allow({ AWS: '*' }, externalId)),
      ['anyone-registered aws-account open'],
    ],
    ['a named account', policy(allow(VENDOR)), ['named-outsider aws-account 444455556666 open']],
    [
      'a named account with an external id',
      policy(allow(VENDOR, externalId)),
      ['named-outsider aws-account-external-id 444455556666 open'],
    ],
    [
      'two accounts are two doors',
      policy(allow({ AWS: ['444455556666', 'arn:aws:iam::777788889999:role/x'] })),
      ['named-outsider aws-account 444455556666 open', 'named-outsider aws-account 777788889999 open'],
    ],
    [
      'a lone statement',
      { Version: '2012-10-17', Statement: allow(VENDOR) },
      ['named-outsider aws-account 444455556666 open'],
    ],
    [
      'a service that acts for any account',
      policy(allow('*', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } } })),
      ['anyone-registered aws-service open'],
    ],
    [
      'an organization',
      policy(allow('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-kagiexample' } } })),
      ['named-outsider aws-organization o-kagiexample open'],
    ],
    [
      'any token of GitHub',
      policy(web({ StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } })),
      ['anyone-registered web-identity token.actions.githubusercontent.com open'],
    ],
    [
      'one repository on GitHub',
      policy(
        web({
          StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:kagi/app:ref:refs/heads/main' },
        }),
      ),
      [],
    ],
    [
      'a statement with an unknown operator',
      policy(allow('*', { Condition: { Perhaps: { 'aws:Foo': 'bar' } } })),
      ['anyone-registered aws-account unknown'],
    ],
    ['a document without statements', { Version: '2012-10-17' }, ['anyone-registered aws-account unknown']],
  ])('%s', (_name, document, expected) => {
    expect(doors(trust(document))).toEqual(expected);
  });

  test('accounts and organizations of ours are no outsiders, vendors have names', () => {
    const document = policy(allow({ AWS: ['444455556666', '777788889999'] }));
    const ours = {
      accounts: ['777788889999'],
      vendors: [{ name: 'Acme Monitoring', accounts: ['444455556666'] }],
      declared: true,
    };
    const [exposure, ...more] = trust(document, ours).exposures;
    expect(more).toEqual([]);
    expect(exposure).toMatchObject({
      subject: '444455556666',
      subjectName: 'Acme Monitoring',
      who: ['444455556666'],
    });
    expect(exposure?.perhapsOurs).toBeUndefined();
    const sibling = resource('aws.account', 'account', {
      organization: { id: 'o-kagiexample' },
      siblings: null,
    });
    const inOrganization = policy(
      allow('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-kagiexample' } } }),
    );
    expect(doors(trust(inOrganization, {}, [sibling]))).toEqual([]);
  });

  test('a named account may be ours as long as nobody said who is', () => {
    expect(trust(policy(allow(VENDOR))).exposures[0]?.perhapsOurs).toBe(true);
    expect(trust(policy(allow(VENDOR)), { declared: true }).exposures[0]?.perhapsOurs).toBeUndefined();
    expect(trust(policy(allow('*'))).exposures[0]?.perhapsOurs).toBeUndefined();
  });

  test('a trust policy that could not be read is an unknown door', () => {
    const why: Unknown = {
      setting: 'trustPolicy',
      reason: 'denied',
      permission: 'iam:GetAccountAuthorizationDetails',
    };
    const { exposures } = analyseIam(resource('aws.iam.role', 'deploy', { path: '/' }, [why]), contextOf());
    expect(exposures).toMatchObject([{ state: 'unknown', access: ['assume'], missing: [why] }]);
  });

  test('a service-linked role is nobody else\u2019s', () => {
    const linked = resource('aws.iam.role', 'AWSServiceRoleForX', {
      path: '/aws-service-role/x.amazonaws.com/',
      trustPolicy: policy(allow('*')),
    });
    const assessment = analyseIam(linked, contextOf());
    expect(assessment.exposures).toEqual([]);
    expect(assessment.facts['serviceLinked']).toBe(true);
  });

  test('a malformed statement is named with its place', () => {
    const [exposure] = trust(policy({ ...allow('*'), Effect: 'Alow' })).exposures;
    expect(exposure?.missing).toMatchObject([{ setting: 'trustPolicy', reason: 'malformed' }]);
    expect(exposure?.missing?.[0]?.detail).toContain('/Statement/0/Effect');
  });
});

describe('the proof', () => {
  test('the deciding statement, a checked request, and a line to run', () => {
    const document = policy(allow({ Service: 'ec2.amazonaws.com' }), allow(VENDOR, externalId));
    const [exposure] = trust(document).exposures;
    expect(exposure?.evidence).toMatchObject([
      { setting: 'trustPolicy', pointer: '/Statement/1', value: JSON.stringify(VENDOR) },
    ]);
    expect(exposure?.witness).toMatchObject({
      checked: true,
      request: {
        action: 'sts:AssumeRole',
        resource: 'arn:aws:iam::111122223333:role/deploy',
        context: { 'sts:externalid': 'kagi-2031' },
      },
      command:
        'aws sts assume-role --role-arn arn:aws:iam::111122223333:role/deploy --role-session-name check --external-id kagi-2031',
    });
  });

  test('the pointer of a lone statement', () => {
    expect(trust({ Statement: allow('*') }).exposures[0]?.evidence[0]?.pointer).toBe('/Statement');
  });

  test('names that a shell would run are quoted', () => {
    const nasty = {
      ...resource('aws.iam.role', 'x', { path: '/$(id)/', trustPolicy: policy(allow('*')) }),
      id: "arn:aws:iam::111122223333:role/$(id)'/x",
    };
    const command = analyseIam(nasty, contextOf()).exposures[0]?.witness?.command;
    expect(command).toContain("'arn:aws:iam::111122223333:role/$(id)'\\''/x'");
  });

  test.each<[string, object]>([
    ['a named account', policy(allow(VENDOR), allow({ Service: 'ec2.amazonaws.com' }))],
    ['any token', policy(web({ StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:*' } }))],
    ['every account', policy(allow('*'))],
  ])('every cure of %s was judged again, and its command says what was judged', (_name, document) => {
    const [exposure] = trust(document).exposures;
    expect(exposure?.cures?.length).toBeGreaterThan(0);
    for (const cure of exposure?.cures ?? []) {
      expect(cure.rejudged).toBe(true);
      const json = /--policy-document '(.*)'$/.exec(cure.command ?? '')?.[1];
      if (json === undefined) continue;
      expect(doors(trust(JSON.parse(json)))).not.toContain(
        doors({ exposures: exposure ? [exposure] : [], facts: {} })[0],
      );
    }
  });
});

describe('full administrator', () => {
  const star = policy({ Effect: 'Allow', Action: '*', Resource: '*' });
  const own = (document: object) =>
    resource('aws.iam.policy', 'own', {
      arn: 'arn:aws:iam::111122223333:policy/own',
      document,
      attachments: 1,
    });
  const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
  const none = { attachedPolicies: [], inlinePolicies: [], permissionsBoundary: null };

  test.each<[string, object, boolean]>([
    ['star on star', star, true],
    ['in lists', policy({ Effect: 'Allow', Action: ['s3:*', '*'], Resource: ['*'] }), true],
    ['spelled with a service', policy({ Effect: 'Allow', Action: '*:*', Resource: '*' }), true],
    ['a lone statement', { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }, true],
    ['one service', policy({ Effect: 'Allow', Action: 'iam:*', Resource: '*' }), false],
    ['one bucket', policy({ Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::x' }), false],
    [
      'with a condition',
      policy({
        Effect: 'Allow',
        Action: '*',
        Resource: '*',
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      }),
      false,
    ],
    [
      'taken back',
      policy({ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: '*', Resource: '*' }),
      false,
    ],
    ['no statements', {}, false],
  ])('a policy: %s', (_name, document, expected) => {
    expect(analyseIam(own(document), contextOf()).facts['fullAdmin']).toBe(expected);
  });

  test.each<[string, Record<string, unknown>, Resource[], unknown]>([
    ['nothing attached', none, [], false],
    ['AdministratorAccess', { ...none, attachedPolicies: [{ arn: ADMIN }] }, [], true],
    [
      'ReadOnlyAccess',
      { ...none, attachedPolicies: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }] },
      [],
      false,
    ],
    ['an own policy', { ...none, attachedPolicies: [{ arn: own(star).id }] }, [own(star)], true],
    [
      'an own policy that was not seen',
      { ...none, attachedPolicies: [{ arn: own(star).id }] },
      [],
      'unknown',
    ],
    ['an embedded policy', { ...none, inlinePolicies: [{ name: 'x', document: star }] }, [], true],
    [
      'an embedded policy that could not be read',
      { ...none, inlinePolicies: [{ name: 'x', problem: 'is not JSON' }] },
      [],
      'unknown',
    ],
    [
      'one unreadable policy beside AdministratorAccess',
      { ...none, attachedPolicies: [{ arn: ADMIN }, { arn: own(star).id }] },
      [],
      true,
    ],
    [
      'a boundary that takes it back',
      {
        ...none,
        attachedPolicies: [{ arn: ADMIN }],
        permissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      },
      [],
      false,
    ],
    [
      'a boundary that was not seen',
      { ...none, attachedPolicies: [{ arn: ADMIN }], permissionsBoundary: own(star).id },
      [],
      'unknown',
    ],
    [
      'a boundary that was not seen around nothing',
      { ...none, permissionsBoundary: own(star).id },
      [],
      false,
    ],
    [
      'attached policies that could not be read',
      { inlinePolicies: [], permissionsBoundary: null },
      [],
      'unknown',
    ],
  ])('a role: %s', (_name, settings, around, expected) => {
    const { facts, unknownFacts } = analyseIam(
      resource('aws.iam.role', 'r', { path: '/', trustPolicy: policy(), ...settings }),
      contextOf(around),
    );
    expect(facts['fullAdmin'] ?? 'unknown').toBe(expected);
    expect((unknownFacts?.['fullAdmin'] ?? []).length > 0).toBe(expected === 'unknown');
  });

  test('a user has what its groups have', () => {
    const admins = resource('aws.iam.group', 'admins', {
      attachedPolicies: [{ arn: ADMIN }],
      inlinePolicies: [],
    });
    const user = resource('aws.iam.user', 'alice', { ...none, groups: ['admins'] });
    expect(analyseIam(user, contextOf([admins])).facts['fullAdmin']).toBe(true);
    expect(analyseIam(user, contextOf([])).unknownFacts?.['fullAdmin']).toHaveLength(1);
    expect(analyseIam(admins, contextOf()).facts['fullAdmin']).toBe(true);
  });
});

describe('signing in', () => {
  test.each<[Record<string, unknown>, unknown]>([
    [{ rootMfaActive: false, rootPasswordPresent: true }, true],
    [{ rootMfaActive: false }, true],
    [{ rootMfaActive: true }, false],
    [{ rootMfaActive: false, rootPasswordPresent: false }, false],
    [{ rootPasswordPresent: false }, false],
    [{ rootPasswordPresent: true }, undefined],
  ])('root without MFA: %j', (settings, expected) => {
    expect(
      analyseIam(resource('aws.iam.account', 'root', settings), contextOf()).facts['rootWithoutMfa'],
    ).toBe(expected);
  });
});
