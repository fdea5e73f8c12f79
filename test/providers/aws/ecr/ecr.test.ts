// ECR, private and public: registries and repositories, and who can pull from or push to them.
import { afterEach, describe, expect, test } from '@jest/globals';
import { ecr as collector } from '../../../../src/providers/aws/ecr/collect.ts';
import { ecr } from '../../../../src/providers/aws/ecr/service.ts';
import {
  collected,
  denies,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { allow, controlled, judged, type Made, PARTNER, policy, UNREAD } from '../by-policy.ts';

const ARN = 'arn:aws:ecr:eu-west-1:111122223333:repository/team/app';
const ALL = 'arn:aws:ecr:eu-west-1:111122223333:repository/*';
const THEM = { AWS: `arn:aws:iam::${PARTNER}:root` };
const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** Repository policies have no Resource. */
function may(principal: unknown, action: string | string[], more: object = {}): object {
  return { Effect: 'Allow', Principal: principal, Action: action, ...more };
}

function repository(settings: Record<string, unknown>, more: Partial<Made> = {}): Made {
  return { type: 'aws.ecr.repository', id: ARN, settings, ...more };
}

function registry(settings: Record<string, unknown>): Made {
  return { type: 'aws.ecr.registry', id: ALL, settings };
}

describe('who can use a repository', () => {
  test.each<[string, Made, string[]]>([
    ['no policy', repository({ policy: null }), []],
    [
      'everyone is every account, signed',
      repository({ policy: policy(may('*', PULL)) }),
      ['anyone-registered read open aws-account'],
    ],
    [
      'everyone, in an old policy',
      repository({ policy: { Version: '2008-10-17', Statement: [may('*', ['ecr:*'])] } }),
      ['anyone-registered list,read,write,delete,admin,meta open aws-account'],
    ],
    [
      'another account',
      repository({ policy: policy(may(THEM, PULL)) }),
      [`named-outsider read open aws-account ${PARTNER}`],
    ],
    [
      'functions of the account',
      repository({
        policy: policy(
          may({ Service: 'lambda.amazonaws.com' }, PULL, {
            Condition: {
              StringLike: { 'aws:sourceArn': 'arn:aws:lambda:eu-west-1:111122223333:function:*' },
            },
          }),
        ),
      }),
      [],
    ],
    [
      'shut by the organization',
      repository({ policy: policy(may(THEM, PULL)) }, { account: controlled('ecr:*') }),
      [`named-outsider read shut-by aws-account ${PARTNER}`],
    ],
    ['the policy could not be read', repository({ policy: undefined }), [UNREAD]],
    ['a registry without a policy', registry({ policy: null }), []],
    [
      'another account may replicate into some repositories of the registry',
      registry({
        policy: policy(
          allow(THEM, ['ecr:CreateRepository', 'ecr:ReplicateImage'], {
            Resource: 'arn:aws:ecr:eu-west-1:111122223333:repository/mirror/*',
          }),
        ),
      }),
      [`named-outsider write open aws-account ${PARTNER}`],
    ],
    ['the policy of the registry could not be read', registry({ policy: undefined }), [UNREAD]],
  ])('%s', (_name, given, expected) => {
    expect(judged(ecr, given)).toEqual(expected);
  });
});

describe('reading', () => {
  let server: OperationsServer | undefined;
  afterEach(async () => await server?.stop());

  async function read(replies: Replies) {
    server = await serveOperations({ ...ORDINARY, ...replies });
    return await collected(collector.collect(server.place));
  }
  const PUBLIC = policy(may('*', PULL));
  const ORDINARY: Replies = {
    DescribeRepositories: { repositories: [{ repositoryArn: ARN, repositoryName: 'team/app' }] },
    GetRepositoryPolicy: { policyText: JSON.stringify(PUBLIC) },
    GetRegistryPolicy: fails(400, 'RegistryPolicyNotFoundException'),
  };

  test('all pages, a policy, none', async () => {
    const records = await read({
      DescribeRepositories: ({ input }) =>
        input['nextToken'] === undefined
          ? { repositories: [{ repositoryArn: ARN, repositoryName: 'team/app' }], nextToken: 'two' }
          : { repositories: [{ repositoryArn: ALL.replace('*', 'plain'), repositoryName: 'plain' }] },
      GetRepositoryPolicy: ({ input }) =>
        input['repositoryName'] === 'team/app'
          ? { policyText: JSON.stringify(PUBLIC) }
          : fails(400, 'RepositoryPolicyNotFoundException'),
    });
    expect(records).toMatchObject([
      { type: 'aws.ecr.repository', id: ARN, name: 'team/app', settings: { policy: PUBLIC } },
      { name: 'plain', settings: { policy: null }, unknowns: [] },
      { type: 'aws.ecr.repository', state: 'complete', seen: 2 },
      { type: 'aws.ecr.registry', id: ALL, settings: { policy: null } },
      { type: 'aws.ecr.registry', state: 'complete', seen: 1 },
    ]);
  });

  test.each<[string, string, string]>([
    ['GetRepositoryPolicy', 'ecr:GetRepositoryPolicy', 'aws.ecr.repository'],
    ['GetRegistryPolicy', 'ecr:GetRegistryPolicy', 'aws.ecr.registry'],
  ])('denied: %s', async (operation, permission, type) => {
    const records = await read({ [operation]: denies() });
    expect(records.find((one) => one.record === 'resource' && one.type === type)).toMatchObject({
      unknowns: [{ setting: 'policy', reason: 'denied', permission }],
    });
  });

  test('a denied list is unknown, and the registry is read all the same', async () => {
    const records = await read({ DescribeRepositories: denies() });
    expect(records[0]).toMatchObject({
      state: 'unknown',
      reason: 'denied',
      permission: 'ecr:DescribeRepositories',
    });
    expect(records[1]).toMatchObject({ type: 'aws.ecr.registry', settings: { policy: null } });
  });
});
