// Public ECR: repositories that anybody pulls from, and who else may push.
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Collector } from '../../../../src/providers/aws/collector.ts';
import { ecrPublic as collector } from '../../../../src/providers/aws/ecr-public/collect.ts';
import { ecrPublic } from '../../../../src/providers/aws/ecr-public/service.ts';
import {
  collected,
  denies,
  fails,
  type OperationsServer,
  placeAt,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { judged, type Made, PARTNER, policy, UNREAD } from '../by-policy.ts';

const ARN = 'arn:aws:ecr-public::111122223333:repository/app';
const ADDRESS = 'public.ecr.aws/kagi/app';
const PUSH = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${PARTNER}:root` },
  Action: ['ecr-public:PutImage', 'ecr-public:UploadLayerPart'],
};

function repository(settings: Record<string, unknown>): Made {
  return { type: 'aws.ecr-public.repository', id: ARN, settings: { address: ADDRESS, ...settings } };
}

const PULLED = 'anyone list,read open public-gallery';

describe('who can use a public repository', () => {
  test.each<[string, Made, string[]]>([
    ['anyone pulls, whatever the policy', repository({ policy: null }), [PULLED]],
    [
      'another account pushes',
      repository({ policy: policy(PUSH) }),
      [PULLED, `named-outsider write open aws-account ${PARTNER}`],
    ],
    [
      'every account pushes',
      repository({ policy: policy({ ...PUSH, Principal: '*' }) }),
      [PULLED, 'anyone-registered write open aws-account'],
    ],
    ['the policy could not be read', repository({ policy: undefined }), [PULLED, UNREAD]],
  ])('%s', (_name, given, expected) => {
    expect(judged(ecrPublic, given)).toEqual(expected);
  });
});

describe('reading', () => {
  let server: OperationsServer | undefined;
  afterEach(async () => await server?.stop());

  async function read(replies: Replies, partition = 'aws') {
    server = await serveOperations(replies);
    return await collected(
      (collector satisfies Collector).collect({ ...placeAt(server.endpoint), partition }, REQUEST),
    );
  }
  const REQUEST = {
    services: [],
    regions: [],
    env: {},
    userAgent: 'tojimari/0.0.0-test',
    onProgress: () => {},
    onAsker: () => {},
    now: 0,
  };

  test('all pages, in the one region that answers', async () => {
    const records = await read({
      DescribeRepositories: ({ input }) =>
        input['nextToken'] === undefined
          ? {
              repositories: [{ repositoryArn: ARN, repositoryName: 'app', repositoryUri: ADDRESS }],
              nextToken: 'two',
            }
          : { repositories: [{ repositoryArn: `${ARN}2`, repositoryName: 'app2' }] },
      GetRepositoryPolicy: ({ input }) =>
        input['repositoryName'] === 'app'
          ? { policyText: JSON.stringify(policy(PUSH)) }
          : fails(400, 'RepositoryPolicyNotFoundException'),
    });
    expect(records).toMatchObject([
      { id: ARN, name: 'app', settings: { address: ADDRESS, policy: policy(PUSH) } },
      { name: 'app2', settings: { policy: null }, unknowns: [{ setting: 'address', reason: 'malformed' }] },
      { type: 'aws.ecr-public.repository', state: 'complete', seen: 2 },
    ]);
    expect(server?.asked[0]?.headers.authorization).toContain('/us-east-1/ecr-public/');
  });

  test('denied: the list, a policy', async () => {
    expect(await read({ DescribeRepositories: denies() })).toMatchObject([
      { state: 'unknown', reason: 'denied', permission: 'ecr-public:DescribeRepositories' },
    ]);
    await server?.stop();
    const records = await read({
      DescribeRepositories: {
        repositories: [{ repositoryArn: ARN, repositoryName: 'app', repositoryUri: ADDRESS }],
      },
      GetRepositoryPolicy: denies(),
    });
    expect(records[0]).toMatchObject({
      unknowns: [{ setting: 'policy', reason: 'denied', permission: 'ecr-public:GetRepositoryPolicy' }],
    });
  });

  test('other partitions have none, and are not asked', async () => {
    expect(await read({}, 'aws-cn')).toEqual([]);
    expect(server?.asked).toEqual([]);
  });
});
