// OpenSearch: domains, and who may reach and use them: by endpoint, by policy, by what is asked inside.
import { afterEach, describe, expect, test } from '@jest/globals';
import { opensearch as collector } from '../../../../src/providers/aws/opensearch/collect.ts';
import { opensearch } from '../../../../src/providers/aws/opensearch/service.ts';
import {
  collected,
  denies,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { allow, exposures, judged, type Made, PARTNER, policy, UNREAD } from '../by-policy.ts';

const ARN = 'arn:aws:es:eu-west-1:111122223333:domain/logs';
const THEM = { AWS: `arn:aws:iam::${PARTNER}:role/reader` };
const within = { Resource: `${ARN}/*` };
const ALL = policy(allow({ AWS: '*' }, 'es:*', within));
const VPC = { vpc: 'vpc-0abc', endpoint: null, endpointAccounts: [] };

function domain(settings: Record<string, unknown>, more: Partial<Made> = {}): Made {
  return {
    type: 'aws.opensearch.domain',
    id: ARN,
    settings: {
      policy: ALL,
      vpc: null,
      endpoint: 'search-logs.eu-west-1.es.amazonaws.com',
      fineGrainedAccess: null,
      endpointAccounts: null,
      ...settings,
    },
    ...more,
  };
}

describe('who can use a domain', () => {
  test.each<[string, Made, string[]]>([
    ['no policy', domain({ policy: null }), []],
    ['a public endpoint, open to everybody', domain({}), ['anyone read,write,delete open']],
    [
      'a public endpoint for the office',
      domain(
        {
          policy: policy(
            allow('*', 'es:*', { ...within, Condition: { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } } }),
          ),
        },
        { ours: { networks: ['192.0.2.0/24'] } },
      ),
      [],
    ],
    ['the same policy in a VPC', domain(VPC), []],
    [
      'in a VPC to which another account may have an endpoint',
      domain({ ...VPC, endpointAccounts: [PARTNER] }),
      [`named-outsider read,write,delete open vpc-endpoint ${PARTNER}`],
    ],
    [
      'an endpoint for an account of ours',
      domain({ ...VPC, endpointAccounts: [PARTNER] }, { ours: { accounts: [PARTNER] } }),
      [],
    ],
    [
      'an endpoint for an account that the policy does not admit',
      domain({
        ...VPC,
        endpointAccounts: ['777788889999'],
        policy: policy(allow(THEM, 'es:ESHttpGet', within)),
      }),
      [],
    ],
    [
      'who may have an endpoint could not be read',
      domain({ ...VPC, endpointAccounts: undefined }),
      ['named-outsider read,write,delete unknown vpc-endpoint'],
    ],
    [
      'nor does it matter where the policy admits nobody',
      domain({ ...VPC, endpointAccounts: undefined, policy: null }),
      [],
    ],
    ['the policy cannot be read, but the VPC has no way in', domain({ ...VPC, policy: undefined }), []],
    [
      'users and roles are asked for inside',
      domain({ fineGrainedAccess: { anonymous: false } }),
      ['anyone read,write,delete shut-by'],
    ],
    [
      'but not in the time of migration',
      domain({ fineGrainedAccess: { anonymous: true } }),
      ['anyone read,write,delete open'],
    ],
    [
      'whether a named account has a role inside is not told',
      domain({
        policy: policy(allow(THEM, 'es:ESHttpGet', within)),
        fineGrainedAccess: { anonymous: false },
      }),
      [`named-outsider read open-unless aws-account ${PARTNER}`],
    ],
    [
      'whether anything is asked inside could not be read',
      domain({ fineGrainedAccess: undefined }),
      ['anyone read,write,delete open-unless'],
    ],
    [
      'nothing could be read',
      domain({
        policy: undefined,
        vpc: undefined,
        endpoint: undefined,
        fineGrainedAccess: undefined,
        endpointAccounts: undefined,
      }),
      [UNREAD],
    ],
  ])('%s', (_name, given, expected) => {
    expect(judged(opensearch, given)).toEqual(expected);
  });

  test('the owner can see for themselves, by asking for its name', () => {
    const [open] = exposures(opensearch, domain({}));
    expect(open?.witness).toMatchObject({
      checked: true,
      command: 'curl -sS https://search-logs.eu-west-1.es.amazonaws.com/',
    });
  });
});

describe('reading', () => {
  let server: OperationsServer | undefined;
  afterEach(async () => await server?.stop());

  async function read(replies: Replies) {
    server = await serveOperations({ ...ORDINARY, ...replies });
    return await collected(collector.collect(server.place));
  }
  const LIST = 'GET /2021-01-01/domain';
  const DESCRIBE = 'POST /2021-01-01/opensearch/domain-info';
  const ACCESS = 'GET /2021-01-01/opensearch/domain/inside/listVpcEndpointAccess';
  const status = (name: string, more: object = {}) => ({
    DomainId: `111122223333/${name}`,
    DomainName: name,
    ARN: ARN.replace('logs', name),
    AccessPolicies: '',
    ...more,
  });
  const ORDINARY: Replies = {
    [LIST]: { DomainNames: [{ DomainName: 'logs' }, { DomainName: 'inside' }] },
    [DESCRIBE]: {
      DomainStatusList: [
        status('logs', {
          AccessPolicies: JSON.stringify(ALL),
          Endpoint: 'search-logs.eu-west-1.es.amazonaws.com',
          AdvancedSecurityOptions: { Enabled: false },
        }),
        status('inside', {
          VPCOptions: { VPCId: 'vpc-0abc' },
          Endpoints: { vpc: 'vpc-inside.eu-west-1.es.amazonaws.com' },
          AdvancedSecurityOptions: { Enabled: true, AnonymousAuthEnabled: false },
        }),
      ],
    },
    [ACCESS]: { AuthorizedPrincipalList: [], NextToken: '' },
  };

  test('five at a time; endpoints of others only for what stands in a VPC', async () => {
    const names = ['logs', 'inside', 'c', 'd', 'e', 'f'];
    const records = await read({
      [LIST]: { DomainNames: names.map((DomainName) => ({ DomainName })) },
      [ACCESS]: ({ query }) =>
        query.get('nextToken') === null
          ? {
              AuthorizedPrincipalList: [{ PrincipalType: 'AWS_ACCOUNT', Principal: PARTNER }],
              NextToken: 'two',
            }
          : {
              AuthorizedPrincipalList: [
                { PrincipalType: 'AWS_SERVICE', Principal: 'application.opensearchservice.amazonaws.com' },
              ],
            },
    });
    const groups = server?.asked.flatMap(({ name, input }) =>
      name === DESCRIBE ? [input['DomainNames']] : [],
    );
    expect(groups).toEqual([['logs', 'inside', 'c', 'd', 'e'], ['f']]);
    expect(records.slice(0, 2)).toMatchObject([
      {
        type: 'aws.opensearch.domain',
        id: ARN,
        name: 'logs',
        settings: {
          policy: ALL,
          vpc: null,
          endpoint: 'search-logs.eu-west-1.es.amazonaws.com',
          fineGrainedAccess: null,
          endpointAccounts: null,
        },
      },
      {
        name: 'inside',
        settings: {
          policy: null,
          vpc: 'vpc-0abc',
          endpoint: null,
          fineGrainedAccess: { anonymous: false },
          endpointAccounts: [PARTNER],
        },
      },
    ]);
  });

  test('denied: the list, the descriptions, the endpoints', async () => {
    expect(await read({ [LIST]: denies() })).toMatchObject([
      { type: 'aws.opensearch.domain', state: 'unknown', reason: 'denied', permission: 'es:ListDomainNames' },
    ]);
    await server?.stop();
    const unread = await read({ [DESCRIBE]: denies() });
    expect(unread).toMatchObject([
      { name: 'logs', settings: {} },
      { name: 'inside' },
      { state: 'complete', seen: 2 },
    ]);
    expect(unread[0]).toMatchObject({
      id: ARN,
      unknowns: ['policy', 'vpc', 'endpoint', 'fineGrainedAccess', 'endpointAccounts'].map((setting) => ({
        setting,
        reason: 'denied',
        permission: 'es:DescribeDomains',
      })),
    });
    await server?.stop();
    expect((await read({ [ACCESS]: denies() }))[1]).toMatchObject({
      unknowns: [{ setting: 'endpointAccounts', reason: 'denied', permission: 'es:ListVpcEndpointAccess' }],
    });
  });

  test('a domain that was deleted meanwhile is left out', async () => {
    const records = await read({ [DESCRIBE]: { DomainStatusList: [status('logs', { Deleted: true })] } });
    expect(records).toMatchObject([{ record: 'listing', state: 'complete', seen: 0 }]);
  });
});
