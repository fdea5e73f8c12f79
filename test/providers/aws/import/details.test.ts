// An answer of get-account-authorization-details, as people have it: plain, in pages, in PowerShell's encoding, broken.
import { describe, expect, test } from '@jest/globals';
import { InputError } from '../../../../src/errors.ts';
import { textFile } from '../../../../src/snapshot/files.ts';
import { type Located, locateIn } from '../../../../src/snapshot/locate.ts';
import { folder, readFiles, unknowns } from './reading.ts';

const arn = (rest: string) => `arn:aws:iam::111122223333:${rest}`;
const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
};
const role = (name: string, more = {}) => ({
  Path: '/',
  RoleName: name,
  RoleId: 'AROAEXAMPLE',
  Arn: arn(`role/${name}`),
  CreateDate: '2024-02-03 04:05:06+00:00',
  AssumeRolePolicyDocument: TRUST,
  RolePolicyList: [],
  AttachedManagedPolicies: [],
  RoleLastUsed: {},
  Tags: [],
  ...more,
});
const details = (more = {}) => ({
  UserDetailList: [
    {
      Path: '/',
      UserName: 'alice',
      Arn: arn('user/alice'),
      CreateDate: '2024-02-03T04:05:06Z',
      GroupList: [],
      AttachedManagedPolicies: [],
      Tags: [],
    },
  ],
  GroupDetailList: [],
  RoleDetailList: [role('open')],
  Policies: [
    {
      PolicyName: 'AdministratorAccess',
      Arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      AttachmentCount: 1,
      PolicyVersionList: [],
    },
    {
      Arn: arn('policy/own'),
      Path: '/',
      AttachmentCount: 1,
      PermissionsBoundaryUsageCount: 0,
      CreateDate: '2024-02-03T04:05:06Z',
      UpdateDate: '2024-02-03T04:05:06Z',
      DefaultVersionId: 'v1',
      PolicyVersionList: [
        { VersionId: 'v1', IsDefaultVersion: true, Document: { Version: '2012-10-17', Statement: [] } },
      ],
    },
  ],
  ...more,
});
const named = (content: unknown) => [
  textFile(
    'details.json',
    Buffer.isBuffer(content)
      ? content
      : typeof content === 'string'
        ? content
        : JSON.stringify(content, null, 2),
  ),
];

describe('one answer', () => {
  test('gives roles, users, own policies; what it can never hold is named as such', async () => {
    const read = await readFiles(named(details()));
    expect(read.claims.map(({ format }) => format)).toEqual(['IAM authorization details']);
    expect(read.scopes).toMatchObject([
      { id: 'aws/111122223333', label: '1111-2222-3333', input: 'export', paths: ['details.json'] },
    ]);
    expect(read.records[0]?.record).toBe('scope');
    expect(unknowns(read.get('aws.iam.role', 'open'))).toEqual([]);
    expect(read.get('aws.iam.role', 'open').settings).toMatchObject({
      trustPolicy: TRUST,
      permissionsBoundary: null,
      lastUsedAt: null,
      createdAt: '2024-02-03T04:05:06Z',
    });
    expect(unknowns(read.get('aws.iam.user', 'alice'))).toEqual([
      'accessKeys not-held',
      'consoleAccess not-held',
      'mfaActive not-held',
      'passwordLastUsed not-held',
    ]);
    expect(unknowns(read.get('aws.iam.account', '111122223333'))).toContain('rootMfaActive not-held');
    // The ARN names a policy that the answer gives no name.
    expect(read.get('aws.iam.policy', 'own').id).toBe(arn('policy/own'));
    expect([...read.listings.values()].map(({ type, state, seen }) => `${type} ${state} ${seen}`)).toEqual([
      'aws.account complete 1',
      'aws.iam.identity-provider not-held 0',
      'aws.iam.policy complete 1',
      'aws.iam.group complete 0',
      'aws.iam.account complete 1',
      'aws.s3.bucket not-held 0',
      'aws.iam.user complete 1',
      'aws.iam.role complete 1',
    ]);
  });

  test('points to the very place of a setting', async () => {
    const content = JSON.stringify(details(), null, 2);
    const read = await readFiles(named(content));
    const origin = read.get('aws.iam.role', 'open').origins?.['trustPolicy'];
    expect(origin).toEqual({ file: 'details.json', pointer: '/RoleDetailList/0/AssumeRolePolicyDocument' });
    const place: Located = { file: 'details.json', pointer: `${origin?.pointer}/Statement/0/Principal` };
    locateIn(content, [place]);
    expect(content.split('\n')[(place.line ?? 0) - 2]).toContain('"Effect": "Allow"');
  });

  test.each([
    [
      'UTF-16 little endian, as PowerShell writes it',
      (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
    ],
    ['UTF-8 with a byte order mark', (text: string) => Buffer.from(`\ufeff${text}`)],
  ])('in %s', async (_name, encode) => {
    const read = await readFiles(named(encode(JSON.stringify(details()))));
    expect(read.get('aws.iam.role', 'open').settings['trustPolicy']).toEqual(TRUST);
  });

  test('percent-encoded documents, as the API itself sends them', async () => {
    const encoded = encodeURIComponent(JSON.stringify(TRUST));
    const read = await readFiles(
      named(details({ RoleDetailList: [role('open', { AssumeRolePolicyDocument: encoded })] })),
    );
    expect(read.get('aws.iam.role', 'open').settings['trustPolicy']).toEqual(TRUST);
  });

  test('a trust policy that does not parse is unknown; one that is left out is missing', async () => {
    const roles = [
      role('broken', { AssumeRolePolicyDocument: '{"Version":' }),
      role('bare', { AssumeRolePolicyDocument: undefined }),
    ];
    const read = await readFiles(named(details({ RoleDetailList: roles })));
    expect(unknowns(read.get('aws.iam.role', 'broken'))).toEqual(['trustPolicy malformed']);
    expect(unknowns(read.get('aws.iam.role', 'bare'))).toEqual(['trustPolicy missing']);
  });

  test('a list with something that is no role says so', async () => {
    const read = await readFiles(
      named(details({ RoleDetailList: [role('open'), 'nonsense', { Path: '/' }] })),
    );
    expect(read.listings.get('aws.iam.role')).toMatchObject({
      state: 'unknown',
      seen: 1,
      reason: 'malformed',
      detail: '2 of RoleDetailList could not be read',
    });
  });

  test('a list that is not there at all is missing, not empty', async () => {
    const read = await readFiles(named({ RoleDetailList: [role('open')], UserDetailList: [] }));
    expect(read.listings.get('aws.iam.policy')).toMatchObject({
      state: 'unknown',
      reason: 'missing',
      seen: 0,
    });
    expect(read.listings.get('aws.iam.user')).toMatchObject({ state: 'complete', seen: 0 });
  });
});

describe('pages', () => {
  const first = {
    ...details({ RoleDetailList: [role('one')], Policies: [] }),
    IsTruncated: true,
    Marker: 'AAA',
  };
  const last = {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: [role('one'), role('two')],
    Policies: [],
    IsTruncated: false,
  };

  test('of one account are one estate, and what two pages name is there once', async () => {
    const read = await readFiles(folder({ 'page1.json': first, 'page2.json': last }));
    expect(read.claims).toHaveLength(1);
    expect(read.listings.get('aws.iam.role')).toMatchObject({ state: 'complete', seen: 2 });
  });

  test('without the last one are cut short', async () => {
    const read = await readFiles(folder({ 'page1.json': first }));
    expect(read.listings.get('aws.iam.role')).toMatchObject({
      state: 'unknown',
      seen: 1,
      reason: 'cut-short',
    });
  });

  test('of two accounts in one folder are two estates', async () => {
    const other = JSON.parse(JSON.stringify(details()).replaceAll('111122223333', '444455556666'));
    const read = await readFiles(folder({ 'a.json': details(), 'b.json': other }));
    expect(read.scopes.map(({ id }) => id).sort()).toEqual(['aws/111122223333', 'aws/444455556666']);
  });
});

describe('files that are broken', () => {
  test.each([
    ['cut short', '{\n  "RoleDetailList": [\n    { "Path": "/" },\n', 'details.json:4:1: ends in the middle'],
    ['a comma too many', '{\n  "RoleDetailList": [],,\n}', 'details.json:2:24: is not JSON here'],
  ])('%s: the named file is refused with its place', async (_name, content, message) => {
    await expect(readFiles(named(content))).rejects.toThrow(InputError);
    await expect(readFiles(named(content))).rejects.toThrow(message);
  });

  test('in a folder: the rest is read, and the lists say that there may be more', async () => {
    const read = await readFiles(
      folder({ 'page1.json': details(), 'page2.json': '{ "RoleDetailList": [ {' }),
    );
    expect(read.get('aws.iam.role', 'open').settings).toHaveProperty('trustPolicy');
    expect(read.listings.get('aws.iam.role')).toMatchObject({
      state: 'unknown',
      seen: 1,
      reason: 'malformed',
    });
    expect(read.listings.get('aws.iam.role')?.detail).toContain('page2.json:1:');
  });

  test('keys like __proto__ are data', async () => {
    const hostile = JSON.stringify(details()).replace(
      '"Tags":[]',
      '"Tags":[{"Key":"__proto__","Value":"x"}],"__proto__":{"polluted":true}',
    );
    const read = await readFiles(named(hostile));
    expect(read.resources.length).toBeGreaterThan(0);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('other files are left to others', async () => {
    const read = await readFiles(
      folder({
        'package.json': { name: 'kagi', Version: '2012-10-17', Statement: [] },
        'notes.txt': 'Policy',
        'empty.json': '',
        'list.json': [{ Policy: 'x' }],
        'app.website.json': { theme: 'dark' },
        'shop.policy.json': { refunds: true },
        'shop.location.json': '',
      }),
    );
    expect(read.claims).toEqual([]);
    expect(read.left).toHaveLength(7);
  });
});
