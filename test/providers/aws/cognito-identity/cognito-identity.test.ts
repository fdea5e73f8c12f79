// Identity pools: what is asked of Cognito and IAM, and what guests get by it.
import { afterEach, describe, expect, test } from '@jest/globals';
import { cognitoIdentity as collector } from '../../../../src/providers/aws/cognito-identity/collect.ts';
import { givenToGuests } from '../../../../src/providers/aws/cognito-identity/guest-actions.ts';
import { cognitoIdentity } from '../../../../src/providers/aws/cognito-identity/service.ts';
import {
  collected,
  denies,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { exposures, judged } from '../judged.ts';
import { sorted } from '../surroundings.ts';

let server: OperationsServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const ROLE = 'arn:aws:iam::111122223333:role/app/guests';
const statement = (Action: string | string[], more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...more,
});
const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const INLINE = document(statement('s3:GetObject'));
const MANAGED = document(statement('mobileanalytics:PutEvents'));
const BOUNDARY = document(statement('s3:*'));

const ORDINARY: Replies = {
  ListIdentityPools: ({ input }) =>
    input['NextToken'] === undefined
      ? { IdentityPools: [{ IdentityPoolId: 'eu-west-1:1', IdentityPoolName: 'app' }], NextToken: 'two' }
      : {
          IdentityPools: [
            { IdentityPoolId: 'eu-west-1:2', IdentityPoolName: 'site' },
            { IdentityPoolId: 'eu-west-1:3', IdentityPoolName: 'members' },
          ],
        },
  DescribeIdentityPool: ({ input }) => ({
    IdentityPoolId: input['IdentityPoolId'],
    AllowUnauthenticatedIdentities: input['IdentityPoolId'] !== 'eu-west-1:3',
    AllowClassicFlow: true,
  }),
  GetIdentityPoolRoles: { Roles: { authenticated: `${ROLE}-not`, unauthenticated: ROLE } },
  GetRole: {
    Role: {
      RoleName: 'guests',
      PermissionsBoundary: { PermissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/edge' },
    },
  },
  ListRolePolicies: ({ input }) =>
    input['Marker'] === undefined
      ? { PolicyNames: { member: ['inline'] }, IsTruncated: true, Marker: 'two' }
      : { PolicyNames: '', IsTruncated: false },
  GetRolePolicy: { PolicyName: 'inline', PolicyDocument: encodeURIComponent(JSON.stringify(INLINE)) },
  ListAttachedRolePolicies: {
    AttachedPolicies: {
      member: [{ PolicyName: 'telemetry', PolicyArn: 'arn:aws:iam::111122223333:policy/telemetry' }],
    },
    IsTruncated: false,
  },
  GetPolicy: { Policy: { DefaultVersionId: 'v2' } },
  GetPolicyVersion: ({ input }) => ({
    PolicyVersion: {
      VersionId: input['VersionId'],
      Document: encodeURIComponent(
        JSON.stringify(String(input['PolicyArn']).endsWith('edge') ? BOUNDARY : MANAGED),
      ),
    },
  }),
};

async function read(replies: Replies = {}) {
  server = await serveOperations({ ...ORDINARY, ...replies });
  return sorted(await collected(collector.context?.(server.place) ?? collector.collect(server.place)));
}

describe('identity pools, live', () => {
  test('every page; roles only where guests are admitted, and each once', async () => {
    const { resources, listings } = await read();
    expect(resources.get('app')).toMatchObject({
      id: 'arn:aws:cognito-identity:eu-west-1:111122223333:identitypool/eu-west-1:1',
      settings: {
        guests: true,
        classicFlow: true,
        guestRole: ROLE,
        guestPolicies: [
          { name: 'inline', document: INLINE },
          { name: 'arn:aws:iam::111122223333:policy/telemetry', document: MANAGED },
        ],
        guestBoundary: BOUNDARY,
      },
      unknowns: [],
    });
    expect(resources.get('members')?.settings).toEqual({ guests: false, classicFlow: true });
    expect(listings).toMatchObject([{ type: 'aws.cognito-identity.pool', state: 'complete', seen: 3 }]);
    const count = (operation: string) => server?.asked.filter(({ name }) => name === operation).length;
    expect([count('GetIdentityPoolRoles'), count('GetRole'), count('GetRolePolicy')]).toEqual([2, 1, 1]);
    expect(server?.asked.find(({ name }) => name === 'GetRole')?.input['RoleName']).toBe('guests');
  });

  test('a pool without a guest role, a role that is gone, a pool that is gone', async () => {
    const none = await read({ GetIdentityPoolRoles: { Roles: {} } });
    expect(none.resources.get('app')?.settings['guestRole']).toBeNull();
    await server?.stop();
    const gone = fails(404, 'NoSuchEntity');
    const lost = await read({ GetRole: gone, ListRolePolicies: gone, ListAttachedRolePolicies: gone });
    expect(lost.resources.get('app')?.settings).toMatchObject({ guestPolicies: null, guestBoundary: null });
    await server?.stop();
    const left = await read({ DescribeIdentityPool: fails(400, 'ResourceNotFoundException') });
    expect(left.resources.size).toBe(0);
  });

  test('a denied list is unknown', async () => {
    const { listings } = await read({ ListIdentityPools: denies() });
    expect(listings).toMatchObject([
      { state: 'unknown', reason: 'denied', permission: 'cognito-identity:ListIdentityPools' },
    ]);
  });

  test.each([
    ['DescribeIdentityPool', 'cognito-identity:DescribeIdentityPool', 'guests'],
    ['GetIdentityPoolRoles', 'cognito-identity:GetIdentityPoolRoles', 'guestRole'],
    ['GetRole', 'iam:GetRole', 'guestBoundary'],
    ['ListRolePolicies', 'iam:ListRolePolicies', 'guestPolicies'],
    ['GetRolePolicy', 'iam:GetRolePolicy', 'guestPolicies'],
    ['ListAttachedRolePolicies', 'iam:ListAttachedRolePolicies', 'guestPolicies'],
    ['GetPolicy', 'iam:GetPolicy', 'guestPolicies'],
    ['GetPolicyVersion', 'iam:GetPolicyVersion', 'guestPolicies'],
  ])('%s denied is unknown', async (operation, permission, setting) => {
    const { resources } = await read({ [operation]: denies('AccessDenied') });
    expect(resources.get('app')?.unknowns).toContainEqual(
      expect.objectContaining({ setting, reason: 'denied', permission }),
    );
    expect(resources.get('app')?.settings).not.toHaveProperty(setting);
  });
});

describe('what guests may do', () => {
  const given = (documents: object[], classicFlow = false, boundary?: object) =>
    givenToGuests(documents, { classicFlow, ...(boundary && { boundary }) }).map(({ access }) =>
      access.join('+'),
    );
  const own = 'arn:aws:s3:::kagi-app/${cognito-identity.amazonaws.com:sub}/*';

  test.each<[string, string[], string[]]>([
    ['objects', given([document(statement('s3:GetObject'))]), ['read']],
    ['a wildcard', given([document(statement('dynamodb:*'))]), ['list+read+write+delete+admin+meta']],
    ['only of their own', given([document(statement('s3:GetObject', { Resource: [own] }))]), []],
    [
      'only of their own, by a condition',
      given([
        document(
          statement('dynamodb:GetItem', {
            Condition: {
              'ForAllValues:StringEquals': {
                'dynamodb:LeadingKeys': ['${cognito-identity.amazonaws.com:sub}'],
              },
            },
          }),
        ),
      ]),
      [],
    ],
    ['telemetry', given([document(statement(['mobileanalytics:PutEvents', 'cognito-sync:*']))]), ['invoke']],
    ['what Cognito narrows away', given([document(statement(['iam:*', 'ec2:*']))]), []],
    ['the same by the classic flow', given([document(statement('iam:CreateUser'))], true), ['write']],
    [
      'a Deny for everything',
      given([
        document(statement('s3:GetObject')),
        document({ Effect: 'Deny', Action: 's3:*', Resource: '*' }),
      ]),
      [],
    ],
    [
      'a Deny under a condition denies nothing for sure',
      given([
        document(statement('s3:GetObject'), {
          Effect: 'Deny',
          Action: 's3:*',
          Resource: '*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ]),
      ['read'],
    ],
    [
      'a boundary',
      given([document(statement(['s3:GetObject', 'sqs:SendMessage']))], false, BOUNDARY),
      ['read'],
    ],
    [
      'everything but',
      given([document({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' })], false, BOUNDARY),
      [],
    ],
    ['names in other letters', given([document(statement('S3:getobject'))]), ['read']],
  ])('%s', (_name, found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe('identity pools, judged', () => {
  const pool = (settings: Record<string, unknown>) => ({
    type: 'aws.cognito-identity.pool',
    id: 'arn:aws:cognito-identity:eu-west-1:111122223333:identitypool/eu-west-1:1',
    settings: {
      guests: true,
      classicFlow: false,
      guestRole: ROLE,
      guestPolicies: [{ name: 'app', document: document(statement('s3:GetObject')) }],
      guestBoundary: null,
      ...settings,
    },
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    ['guests who may read', {}, ['anyone read,assume open cognito-guest']],
    ['guests who may do nothing', { guestPolicies: [] }, ['anyone assume open cognito-guest']],
    ['no guests', { guests: false }, []],
    ['no role', { guestRole: null }, []],
    [
      'guests unread',
      { guests: undefined },
      ['anyone list,read,write,delete,admin,invoke,assume,meta unknown cognito-guest'],
    ],
    [
      'the role unread',
      { guestRole: undefined },
      ['anyone list,read,write,delete,admin,invoke,assume,meta unknown cognito-guest'],
    ],
    [
      'the policies unread',
      { guestPolicies: undefined },
      [
        'anyone assume open cognito-guest',
        'anyone list,read,write,delete,admin,invoke,meta unknown cognito-guest',
      ],
    ],
    ['the boundary unread', { guestBoundary: undefined }, ['anyone read,assume open-unless cognito-guest']],
    [
      'conditions',
      {
        guestPolicies: [
          {
            name: 'app',
            document: document(
              statement('s3:PutObject', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }),
            ),
          },
        ],
      },
      ['anyone assume open cognito-guest', 'anyone write unknown cognito-guest'],
    ],
  ])('%s', (_name, settings, expected) => {
    expect(judged(cognitoIdentity, pool(settings))).toEqual(expected);
  });

  test('the statements that give something are the evidence', () => {
    const [found] = exposures(cognitoIdentity, pool({ classicFlow: true }));
    expect(found?.evidence.map(({ setting, pointer }) => [setting, pointer])).toEqual([
      ['guests', undefined],
      ['guestRole', undefined],
      ['classicFlow', undefined],
      ['guestPolicies', '/0/document/Statement/0'],
    ]);
    expect(found?.evidence.at(-1)?.text.en).toBe('policy app allows s3:GetObject on *');
  });
});
