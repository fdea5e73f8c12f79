// KMS: which keys are the customer's, what their policies and grants say, and who can use them by that.
import { afterEach, describe, expect, test } from '@jest/globals';
import { kms as collector } from '../../../../src/providers/aws/kms/collect.ts';
import { kms } from '../../../../src/providers/aws/kms/service.ts';
import {
  collected,
  denies,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { allow, controlled, exposures, judged, type Made, PARTNER, policy, UNREAD } from '../by-policy.ts';

const ID = '1234abcd-12ab-34cd-56ef-1234567890ab';
const ARN = `arn:aws:kms:eu-west-1:111122223333:key/${ID}`;
const OWN = allow({ AWS: 'arn:aws:iam::111122223333:root' }, 'kms:*', { Sid: 'Enable IAM policies' });
const THEIRS = `arn:aws:iam::${PARTNER}:role/backup`;

function key(settings: Record<string, unknown>, more: Partial<Made> = {}): Made {
  return {
    type: 'aws.kms.key',
    id: ARN,
    settings: { policy: policy(OWN), grants: [], state: 'Enabled', ...settings },
    ...more,
  };
}

function grant(id: string, more: object = {}): object {
  return { id, grantee: THEIRS, operations: ['Decrypt', 'DescribeKey'], ...more };
}

describe('who can use a key', () => {
  test.each<[string, Made, string[]]>([
    ['the policy that a key has from the start', key({}), []],
    [
      'any account may decrypt',
      key({ policy: policy(OWN, allow('*', 'kms:Decrypt')) }),
      ['anyone-registered read open aws-account'],
    ],
    [
      'any account of the organization, through S3',
      key(
        {
          policy: policy(
            OWN,
            allow('*', 'kms:Decrypt', {
              Condition: {
                StringEquals: {
                  'aws:PrincipalOrgID': 'o-kagiexample',
                  'kms:ViaService': 's3.eu-west-1.amazonaws.com',
                },
              },
            }),
          ),
        },
        { ours: { organizations: ['o-kagiexample'] } },
      ),
      [],
    ],
    [
      'what AWS writes for its own keys: callers of the account through a service',
      key({
        policy: policy(
          allow({ AWS: '*' }, ['kms:Decrypt', 'kms:GenerateDataKey*', 'kms:CreateGrant', 'kms:DescribeKey'], {
            Condition: {
              StringEquals: {
                'kms:CallerAccount': '111122223333',
                'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com',
              },
            },
          }),
        ),
      }),
      [],
    ],
    [
      'another account by policy',
      key({
        policy: policy(
          OWN,
          allow({ AWS: `arn:aws:iam::${PARTNER}:root` }, ['kms:Encrypt', 'kms:CreateGrant']),
        ),
      }),
      [`named-outsider write,admin open aws-account ${PARTNER}`],
    ],
    [
      'another account by grant, twice',
      key({ grants: [grant('g1'), grant('g2', { encryptionContext: true })] }),
      [`named-outsider read,meta open aws-account ${PARTNER}`],
    ],
    [
      'a grant to an account that is ours',
      key({ grants: [grant('g1')] }, { ours: { accounts: [PARTNER], declared: true } }),
      [],
    ],
    [
      'a grant that the key policy denies',
      key({
        grants: [grant('g1')],
        policy: policy(OWN, {
          Effect: 'Deny',
          Principal: '*',
          Action: 'kms:*',
          Resource: '*',
          Condition: { StringNotEquals: { 'kms:CallerAccount': '111122223333' } },
        }),
      }),
      [],
    ],
    [
      'a grant that the organization denies',
      key({ grants: [grant('g1')] }, { account: controlled('kms:*') }),
      [`named-outsider read,meta shut-by aws-account ${PARTNER}`],
    ],
    [
      'by grant what the policy does not give anyway',
      key({
        policy: policy(OWN, allow({ AWS: `arn:aws:iam::${PARTNER}:root` }, 'kms:Decrypt')),
        grants: [grant('g1', { operations: ['Decrypt', 'GenerateDataKey'] })],
      }),
      [`named-outsider read open aws-account ${PARTNER}`, `named-outsider write open aws-account ${PARTNER}`],
    ],
    [
      'a key that waits for its deletion',
      key({ policy: policy(OWN, allow('*', 'kms:Decrypt')), state: 'PendingDeletion' }),
      ['anyone-registered read shut-by aws-account'],
    ],
    [
      'a key whose state could not be read',
      key({ policy: policy(OWN, allow('*', 'kms:Decrypt')), state: undefined }),
      ['anyone-registered read open-unless aws-account'],
    ],
    [
      'the policy could not be read, the grants could',
      key({ policy: undefined, grants: [grant('g1')] }),
      [UNREAD, `named-outsider read,meta open-unless aws-account ${PARTNER}`],
    ],
    ['the grants could not be read', key({ grants: undefined }), [UNREAD]],
    ['neither was read', key({ policy: undefined, grants: undefined }), [UNREAD]],
  ])('%s', (_name, given, expected) => {
    expect(judged(kms, given)).toEqual(expected);
  });

  test('a grant is named, proved, and revoked where it is', () => {
    const [open] = exposures(kms, key({ grants: [grant('g0', { grantee: THEIRS }), grant('g1')] }));
    expect(open?.evidence).toMatchObject([{ setting: 'grants', pointer: '/0', value: THEIRS }]);
    expect(open?.evidence[0]?.text.en).toContain('g0, g1');
    expect(open?.witness).toMatchObject({
      checked: true,
      request: { principal: expect.stringContaining(PARTNER) },
      command: `aws kms describe-key --key-id ${ARN} --region eu-west-1 --profile ANOTHER_ACCOUNT`,
    });
    expect(open?.cures).toMatchObject([
      {
        rejudged: true,
        command: `aws kms revoke-grant --key-id ${ARN} --grant-id g0 --region eu-west-1 && aws kms revoke-grant --key-id ${ARN} --grant-id g1 --region eu-west-1`,
      },
    ]);
  });

  test('where nothing of a policy would be left, the key gets the one that keys have from the start', () => {
    const them = allow({ AWS: `arn:aws:iam::${PARTNER}:root` }, 'kms:*');
    const [open] = exposures(kms, key({ policy: policy(them) }));
    const [command] = open?.cures?.flatMap((cure) => cure.command ?? []) ?? [];
    expect(command).toContain(`put-key-policy --key-id ${ARN} --policy-name default --policy '{`);
    const document = JSON.parse(/--policy '(\{.*\})'/.exec(command ?? '')?.[1] ?? '');
    expect(document.Statement).toMatchObject([{ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }]);
    expect(judged(kms, key({ policy: document }))).toEqual([]);
  });
});

describe('reading', () => {
  let server: OperationsServer | undefined;
  afterEach(async () => await server?.stop());

  async function read(replies: Replies) {
    server = await serveOperations({ ...ORDINARY, ...replies });
    const records = await collected(collector.collect(server.place));
    return { records, names: server.asked.map(({ name }) => name) };
  }
  const ORDINARY: Replies = {
    ListKeys: { Keys: [{ KeyId: ID, KeyArn: ARN }], Truncated: false },
    ListAliases: { Aliases: [{ AliasName: 'alias/orders', TargetKeyId: ID }], Truncated: false },
    DescribeKey: { KeyMetadata: { KeyId: ID, KeyManager: 'CUSTOMER', KeyState: 'Enabled' } },
    GetKeyPolicy: { Policy: JSON.stringify(policy(OWN)) },
    ListGrants: { Grants: [], Truncated: false },
  };

  test('all pages of keys, aliases and grants; keys of AWS are left alone', async () => {
    const { records, names } = await read({
      ListKeys: ({ input }) =>
        input['Marker'] === undefined
          ? { Keys: [{ KeyId: 'ebs' }, { KeyId: 'other-aws' }], Truncated: true, NextMarker: 'two' }
          : { Keys: [{ KeyId: ID, KeyArn: ARN }, { KeyId: 'gone' }], Truncated: false },
      ListAliases: ({ input }) =>
        input['Marker'] === undefined
          ? {
              Aliases: [{ AliasName: 'alias/aws/ebs', TargetKeyId: 'ebs' }],
              Truncated: true,
              NextMarker: 'two',
            }
          : { Aliases: [{ AliasName: 'alias/orders', TargetKeyId: ID }], Truncated: false },
      DescribeKey: ({ input }) =>
        input['KeyId'] === 'gone'
          ? fails(400, 'NotFoundException')
          : {
              KeyMetadata: {
                KeyId: 'x',
                KeyManager: input['KeyId'] === ID ? 'CUSTOMER' : 'AWS',
                KeyState: 'Disabled',
              },
            },
      ListGrants: ({ input }) =>
        input['Marker'] === undefined
          ? {
              Grants: [
                {
                  GrantId: 'g1',
                  GranteePrincipal: 'arn:aws:iam::111122223333:role/own',
                  Operations: ['Decrypt'],
                },
                {
                  GrantId: 'g2',
                  GranteePrincipal: 'dynamodb.eu-west-1.amazonaws.com',
                  Operations: ['Decrypt'],
                },
                { GrantId: 'g3', GranteePrincipal: 'AROADELETEDPRINCIPAL', Operations: ['Decrypt'] },
                { GrantId: 'g4', GranteeServicePrincipal: 'rds.amazonaws.com', Operations: ['Decrypt'] },
              ],
              Truncated: true,
              NextMarker: 'two',
            }
          : {
              Grants: [
                {
                  GrantId: 'g5',
                  Name: 'backups',
                  GranteePrincipal: THEIRS,
                  Operations: ['Decrypt'],
                  Constraints: { EncryptionContextSubset: { app: 'orders' } },
                },
              ],
              Truncated: false,
            },
    });
    expect(records).toMatchObject([
      {
        id: ARN,
        name: 'alias/orders',
        settings: {
          policy: policy(OWN),
          state: 'Disabled',
          grants: [
            { id: 'g5', name: 'backups', grantee: THEIRS, operations: ['Decrypt'], encryptionContext: true },
          ],
        },
        unknowns: [],
      },
      { type: 'aws.kms.key', state: 'complete', seen: 1 },
    ]);
    // The key that has an alias of AWS is not even described.
    expect(names.filter((name) => name === 'DescribeKey')).toHaveLength(3);
    expect(names.filter((name) => name === 'GetKeyPolicy')).toHaveLength(1);
  });

  test('nothing but the list is asked where there are no keys', async () => {
    const { names } = await read({ ListKeys: { Keys: [], Truncated: false } });
    expect(names).toEqual(['ListKeys']);
  });

  test.each<[string, string, string | undefined]>([
    ['DescribeKey', 'kms:DescribeKey', 'state'],
    ['GetKeyPolicy', 'kms:GetKeyPolicy', 'policy'],
    ['ListGrants', 'kms:ListGrants', 'grants'],
    ['ListAliases', 'kms:ListAliases', undefined],
  ])('%s denied', async (operation, permission, setting) => {
    const { records } = await read({ [operation]: denies() });
    expect(records[0]).toMatchObject({ id: ARN, name: setting === undefined ? ID : 'alias/orders' });
    expect(records[0]).toMatchObject({
      unknowns: setting === undefined ? [] : [{ setting, reason: 'denied', permission }],
    });
  });

  test('a page of grants that is denied leaves all grants unknown', async () => {
    const { records } = await read({
      ListGrants: ({ input }) =>
        input['Marker'] === undefined ? { Grants: [], Truncated: true, NextMarker: 'two' } : denies(),
    });
    expect(records[0]).toMatchObject({ unknowns: [{ setting: 'grants', reason: 'denied' }] });
  });

  test('a denied list is unknown', async () => {
    const { records } = await read({ ListKeys: denies() });
    expect(records).toMatchObject([{ state: 'unknown', reason: 'denied', permission: 'kms:ListKeys' }]);
  });
});
