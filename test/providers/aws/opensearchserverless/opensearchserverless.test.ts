// OpenSearch Serverless: collections, and who may reach and use them.
import { afterEach, describe, expect, test } from '@jest/globals';
import { opensearchserverless as collector } from '../../../../src/providers/aws/opensearchserverless/collect.ts';
import { opensearchserverless } from '../../../../src/providers/aws/opensearchserverless/service.ts';
import {
  collected,
  denies,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { exposures, judged, type Made, PARTNER, UNREAD } from '../by-policy.ts';

const ARN = 'arn:aws:aoss:eu-west-1:111122223333:collection/a1b2c3';
const OWN = 'arn:aws:iam::111122223333:role/app';
const THEIRS = `arn:aws:iam::${PARTNER}:role/reader`;

function collection(settings: Record<string, unknown>, more: Partial<Made> = {}): Made {
  return {
    type: 'aws.opensearchserverless.collection',
    id: ARN,
    settings: { publicEndpoint: true, access: [], ...settings },
    ...more,
  };
}
const rule = (principals: string[], permissions = ['aoss:ReadDocument', 'aoss:DescribeIndex']) => ({
  policy: 'logs',
  principals,
  permissions,
});

describe('who can use a collection', () => {
  test.each<[string, Made, string[]]>([
    ['a public endpoint alone lets nobody in', collection({}), []],
    [
      'principals of the account, IAM and SAML',
      collection({ access: [rule([OWN, 'saml/111122223333/idp/user/kagi', 'iamidentitycenter/x/user/y'])] }),
      [],
    ],
    [
      'another account',
      collection({ access: [rule([THEIRS])] }),
      [`named-outsider read,meta open aws-account ${PARTNER}`],
    ],
    [
      'another account that is ours',
      collection({ access: [rule([THEIRS])] }, { ours: { accounts: [PARTNER] } }),
      [],
    ],
    [
      'everybody, by several rules',
      collection({ access: [rule(['*']), rule(['*'], ['aoss:*'])] }),
      ['anyone-registered read,write,delete,meta open aws-account'],
    ],
    [
      'no way in from the internet',
      collection({ publicEndpoint: false, access: [rule([THEIRS])] }),
      [`named-outsider read,meta shut-by aws-account ${PARTNER}`],
    ],
    [
      'the network policies could not be read',
      collection({ publicEndpoint: undefined, access: [rule([THEIRS])] }),
      [`named-outsider read,meta open-unless aws-account ${PARTNER}`],
    ],
    ['the data access policies could not be read', collection({ access: undefined }), [UNREAD]],
  ])('%s', (_name, given, expected) => {
    expect(judged(opensearchserverless, given)).toEqual(expected);
  });

  test('the rule is named', () => {
    const [open] = exposures(opensearchserverless, collection({ access: [rule([OWN]), rule([THEIRS])] }));
    expect(open?.evidence).toMatchObject([{ setting: 'access', pointer: '/1', value: THEIRS }]);
  });
});

describe('reading', () => {
  let server: OperationsServer | undefined;
  afterEach(async () => await server?.stop());

  async function read(replies: Replies) {
    server = await serveOperations({ ...ORDINARY, ...replies });
    return await collected(collector.collect(server.place));
  }
  const NETWORK = [
    {
      Rules: [
        { ResourceType: 'collection', Resource: ['collection/log*'] },
        { ResourceType: 'dashboard', Resource: ['collection/log*'] },
      ],
      AllowFromPublic: true,
    },
    {
      Rules: [{ ResourceType: 'collection', Resource: ['collection/*'] }],
      SourceVPCEs: ['vpce-1'],
      AllowFromPublic: false,
    },
  ];
  const DATA = [
    {
      Rules: [
        { ResourceType: 'index', Resource: ['index/logs/*'], Permission: ['aoss:ReadDocument'] },
        { ResourceType: 'collection', Resource: ['collection/other'], Permission: ['aoss:*'] },
      ],
      Principal: [OWN],
    },
  ];
  const ORDINARY: Replies = {
    ListCollections: { collectionSummaries: [{ id: 'a1b2c3', name: 'logs', arn: ARN }] },
    ListSecurityPolicies: { securityPolicySummaries: [{ name: 'net', type: 'network' }] },
    GetSecurityPolicy: { securityPolicyDetail: { name: 'net', type: 'network', policy: NETWORK } },
    ListAccessPolicies: { accessPolicySummaries: [{ name: 'data', type: 'data' }] },
    GetAccessPolicy: { accessPolicyDetail: { name: 'data', type: 'data', policy: DATA } },
  };

  test('all pages of collections and policies; each policy once', async () => {
    const records = await read({
      ListCollections: ({ input }) =>
        input['nextToken'] === undefined
          ? { collectionSummaries: [{ name: 'logs', arn: ARN }], nextToken: 'two' }
          : { collectionSummaries: [{ name: 'quiet', arn: `${ARN}4` }] },
      ListSecurityPolicies: ({ input }) =>
        input['nextToken'] === undefined
          ? { securityPolicySummaries: [{ name: 'gone' }], nextToken: 'two' }
          : { securityPolicySummaries: [{ name: 'net' }] },
      GetSecurityPolicy: ({ input }) =>
        input['name'] === 'gone'
          ? fails(400, 'ResourceNotFoundException')
          : { securityPolicyDetail: { policy: NETWORK } },
    });
    expect(records).toMatchObject([
      {
        type: 'aws.opensearchserverless.collection',
        id: ARN,
        name: 'logs',
        settings: {
          publicEndpoint: true,
          access: [{ policy: 'data', principals: [OWN], permissions: ['aoss:ReadDocument'] }],
        },
      },
      { name: 'quiet', settings: { publicEndpoint: false, access: [] } },
      { type: 'aws.opensearchserverless.collection', state: 'complete', seen: 2 },
    ]);
    expect(server?.asked.filter(({ name }) => name === 'GetAccessPolicy')).toHaveLength(1);
  });

  test('nothing but the list is asked where there is no collection', async () => {
    await read({ ListCollections: { collectionSummaries: [] } });
    expect(server?.asked.map(({ name }) => name)).toEqual(['ListCollections']);
  });

  test.each<[string, string, string]>([
    ['ListSecurityPolicies', 'aoss:ListSecurityPolicies', 'publicEndpoint'],
    ['GetSecurityPolicy', 'aoss:GetSecurityPolicy', 'publicEndpoint'],
    ['ListAccessPolicies', 'aoss:ListAccessPolicies', 'access'],
    ['GetAccessPolicy', 'aoss:GetAccessPolicy', 'access'],
  ])('denied: %s', async (operation, permission, setting) => {
    const [first] = await read({ [operation]: denies() });
    expect(first).toMatchObject({ unknowns: [{ setting, reason: 'denied', permission }] });
  });

  test('a denied list is unknown', async () => {
    expect(await read({ ListCollections: denies() })).toMatchObject([
      { state: 'unknown', reason: 'denied', permission: 'aoss:ListCollections' },
    ]);
  });
});
