// Repositories, file systems, domains and layers: who gets in, and what they may do.
import { describe, expect, test } from '@jest/globals';
import type { PolicyKind } from '../../src/policy/question.ts';
import { admits, judged, OWNER, outsiders } from './ask.ts';

const PARTNER = '444455556666';
const KINDS = ['ecr', 'efs', 'opensearch', 'lambda-layer'] as const;
type Store = (typeof KINDS)[number];

const ACTIONS: Record<Store, [all: string, read: string]> = {
  ecr: ['ecr:*', 'ecr:BatchGetImage'],
  efs: ['elasticfilesystem:*', 'elasticfilesystem:ClientMount'],
  opensearch: ['es:*', 'es:ESHttpGet'],
  'lambda-layer': ['lambda:GetLayerVersion', 'lambda:GetLayerVersion'],
};

/** Whether an unsigned request gets in where everybody does. */
const UNSIGNED: Record<Store, string> = { ecr: 'no', efs: 'yes', opensearch: 'yes', 'lambda-layer': 'no' };

function allow(kind: Store, more: Record<string, unknown> = {}): Record<string, unknown> {
  // Repository policies have no Resource element.
  const resource = kind === 'ecr' ? {} : { Resource: '*' };
  return { Effect: 'Allow', Principal: '*', Action: ACTIONS[kind][0], ...resource, ...more };
}

function deny(kind: Store, more: Record<string, unknown>): Record<string, unknown> {
  return { ...allow(kind), ...more, Effect: 'Deny' };
}

describe.each(KINDS)('%s', (kind) => {
  const unsigned = UNSIGNED[kind];
  const [all, read] = ACTIONS[kind];

  test('everybody', () => {
    expect(outsiders(judged(kind, allow(kind)))).toBe(`${unsigned}/yes`);
    expect(outsiders(judged(kind, allow(kind, { Principal: { AWS: '*' } })))).toBe(`${unsigned}/yes`);
    expect(
      outsiders(
        judged(
          kind,
          allow(kind, { Action: read.toUpperCase().replace(/^[A-Z]+/, (one) => one.toLowerCase()) }),
        ),
      ),
    ).toBe(`${unsigned}/yes`);
  });

  test('an account by name, and our own', () => {
    const named = judged(kind, allow(kind, { Principal: { AWS: PARTNER } }));
    expect(outsiders(named)).toBe('no/no');
    expect(admits(named, 'named-account')).toBe('yes');
    expect(judged(kind, allow(kind, { Principal: { AWS: `arn:aws:iam::${OWNER}:root` } })).grants).toEqual(
      [],
    );
  });

  test('an organization', () => {
    const condition = (id: string) => ({ StringEquals: { 'aws:PrincipalOrgID': id } });
    const open = judged(kind, allow(kind, { Condition: condition('o-partner1234') }));
    expect(outsiders(open)).toBe('no/no');
    expect(admits(open, 'organization')).toBe('yes');
    const ours = { ours: { accounts: [OWNER], organizations: ['o-partner1234'], networks: [] } };
    expect(judged(kind, allow(kind, { Condition: condition('o-partner1234') }), ours).grants).toEqual([]);
    expect(
      outsiders(judged(kind, allow(kind, { Condition: { StringLike: { 'aws:PrincipalOrgID': 'o-*' } } }))),
    ).toBe('no/yes');
  });

  test('a Deny is subtracted', () => {
    expect(judged(kind, [allow(kind), deny(kind, {})]).grants).toEqual([]);
    const others = { Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-ours123456' } } };
    expect(outsiders(judged(kind, [allow(kind), deny(kind, others)]))).toBe('no/no');
    const part = judged(kind, [allow(kind), deny(kind, { Action: read })]);
    expect(part.grants.flatMap((grant) => grant.actions)).not.toContain(read);
    expect(part.grants.length > 0).toBe(all !== read);
  });

  test('a narrow network', () => {
    const from = (...cidrs: string[]) => allow(kind, { Condition: { IpAddress: { 'aws:SourceIp': cidrs } } });
    expect(outsiders(judged(kind, from('192.0.2.0/24')))).toBe('no/no');
    expect(outsiders(judged(kind, from('0.0.0.0/0')))).toBe(`${unsigned}/yes`);
    expect(outsiders(judged(kind, from('0.0.0.0/1', '128.0.0.0/1')))).toBe(`${unsigned}/yes`);
  });

  test('an action of another service opens nothing', () => {
    expect(judged(kind, allow(kind, { Action: ['s3:*', 'ecrx:*', 'lambda:Invoke*'] })).grants).toEqual([]);
  });

  test('every certain grant has a request that proves it', () => {
    const { grants } = judged(kind, allow(kind));
    expect(grants.map((grant) => [grant.certainty, typeof grant.witness])).toEqual(
      grants.map(() => ['exact', 'object']),
    );
  });
});

describe('Resource elements', () => {
  const cases: [kind: PolicyKind, resource: string | undefined, answer: string][] = [
    ['ecr', undefined, 'no/yes'],
    ['efs', undefined, 'yes/yes'],
    // What a required element that is missing means is not documented.
    ['opensearch', undefined, 'maybe/maybe'],
    ['opensearch', `arn:aws:es:eu-west-1:${OWNER}:domain/kagi/*`, 'yes/yes'],
    ['opensearch', `arn:aws:es:eu-west-1:${OWNER}:domain/kagi/logs-*/_search`, 'yes/yes'],
    ['opensearch', `arn:aws:es:eu-west-1:${OWNER}:domain/kagi`, 'no/no'],
    ['opensearch', `arn:aws:es:eu-west-1:${OWNER}:domain/other/*`, 'no/no'],
    ['efs', `arn:aws:elasticfilesystem:eu-west-1:${OWNER}:file-system/fs-0123456789abcdef0`, 'yes/yes'],
    ['efs', `arn:aws:elasticfilesystem:eu-west-1:${OWNER}:file-system/fs-other`, 'no/no'],
    ['lambda-layer', `arn:aws:lambda:eu-west-1:${OWNER}:layer:kagi:1`, 'no/yes'],
    ['lambda-layer', `arn:aws:lambda:eu-west-1:${OWNER}:layer:kagi:2`, 'no/no'],
  ];
  test.each(cases)('%s with %p', (kind, Resource, answer) => {
    const statement = {
      Effect: 'Allow',
      Principal: '*',
      Action: ['ecr:*', 'elasticfilesystem:*', 'es:*', 'lambda:*'],
    };
    expect(outsiders(judged(kind, Resource === undefined ? statement : { ...statement, Resource }))).toBe(
      answer,
    );
  });
});

describe('what they may do', () => {
  const access = (kind: Store, Action: string | string[], unsigned: boolean) =>
    judged(kind, allow(kind, { Action }))
      .grants.filter((grant) => (grant.caller.class === 'anonymous') === unsigned)
      .flatMap((grant) => grant.access);

  test('pull and push images', () => {
    expect(access('ecr', ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], false)).toEqual(['read']);
    expect(access('ecr', 'ecr:PutImage', false)).toEqual(['write']);
    expect(access('ecr', 'ecr:SetRepositoryPolicy', false)).toEqual(['admin']);
    expect(access('ecr', 'ecr:GetAuthorizationToken', false)).toEqual([]);
  });

  test('mount without a signature; the API wants one', () => {
    expect(access('efs', 'elasticfilesystem:*', true)).toEqual(['read', 'write']);
    expect(access('efs', 'elasticfilesystem:DeleteFileSystem', true)).toEqual([]);
    expect(access('efs', 'elasticfilesystem:DeleteFileSystem', false)).toEqual(['admin']);
  });

  test('ask a domain by HTTP, and never configure it', () => {
    expect(access('opensearch', 'es:*', true)).toEqual(['delete', 'read', 'write']);
    expect(access('opensearch', ['es:DeleteDomain', 'es:UpdateDomainConfig'], false)).toEqual([]);
    // Without a connection that the owner accepted nobody searches across clusters.
    expect(access('opensearch', 'es:ESCrossClusterGet', false)).toEqual([]);
  });
});

describe('mount targets', () => {
  const MOUNT = 'elasticfilesystem:AccessedViaMountTarget';
  const client = ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'];
  const cases: [name: string, condition: unknown, answer: string][] = [
    ['required', { Bool: { [MOUNT]: 'true' } }, 'no/no'],
    ['required, if there is one', { BoolIfExists: { [MOUNT]: 'true' } }, 'no/no'],
    ['refused', { Bool: { [MOUNT]: 'false' } }, 'yes/yes'],
    [
      'of one access point',
      {
        ArnEquals: {
          'elasticfilesystem:AccessPointArn': `arn:aws:elasticfilesystem:eu-west-1:${OWNER}:access-point/fsap-1`,
        },
      },
      'yes/yes',
    ],
    [
      'of an access point of somebody else',
      {
        ArnEquals: {
          'elasticfilesystem:AccessPointArn': `arn:aws:elasticfilesystem:eu-west-1:${PARTNER}:access-point/fsap-1`,
        },
      },
      'yes/yes',
    ],
    ['encrypted', { Bool: { 'aws:SecureTransport': 'true' } }, 'yes/yes'],
  ];
  test.each(cases)('%s', (_name, Condition, answer) => {
    expect(outsiders(judged('efs', allow('efs', { Action: client, Condition })))).toBe(answer);
  });

  test('a Deny of all other roads leaves no stranger', () => {
    const others = { Condition: { Bool: { [MOUNT]: 'false' } } };
    expect(outsiders(judged('efs', [allow('efs', { Action: client }), deny('efs', others)]))).toBe('no/no');
  });

  test('a partner may come in by one', () => {
    const partner = { Principal: { AWS: PARTNER }, Action: client, Condition: { Bool: { [MOUNT]: 'true' } } };
    expect(admits(judged('efs', allow('efs', partner)), 'named-account')).toBe('yes');
  });
});

describe('resources as somebody may write them', () => {
  const strange = [
    '',
    '*',
    'x',
    'arn:aws:ecr',
    `arn:aws:es:eu-west-1:${OWNER}:domain/.*+(?:`,
    'arn:::::::',
    `arn:aws:es:${'x'.repeat(100_000)}`,
  ];
  test.each(KINDS)('%s is judged all the same', (kind) => {
    for (const resource of strange) {
      const open = judged(kind, allow(kind), { resource });
      expect([resource, admits(open, 'any-account')]).not.toEqual([resource, 'no']);
      expect(judged(kind, [allow(kind), deny(kind, {})], { resource }).grants).toEqual([]);
    }
  });

  test.each(KINDS)('%s with all sorts of Resource elements', (kind) => {
    for (const Resource of [[], 7, null, {}, '${', '${aws:username', '[', '?'.repeat(5000), '*'.repeat(5000)])
      expect(() => judged(kind, { ...allow(kind), Resource })).not.toThrow();
  });
});
