// Reads public ECR through the SDK: the public repositories of an account and who else may push to them.
import {
  DescribeRepositoriesCommand,
  ECRPUBLICClient,
  GetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr-public';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { type Collector, connect } from '../collector.ts';
import { policyIn } from '../policy/project.ts';

const TYPE = 'aws.ecr-public.repository';
/** The API answers here alone, for the repositories of the whole partition (AWS General Reference, "Amazon ECR Public endpoints"). */
const REGION = 'us-east-1';

const NAMELESS = { setting: 'address', reason: 'malformed', detail: 'the answer names no address' } as const;

/** Public ECR, live; other partitions have none. */
export const ecrPublic: Collector = {
  service: 'ecr-public',
  async *collect(session) {
    if (session.partition !== 'aws') return;
    const client = connect(ECRPUBLICClient, { ...session, region: REGION });
    yield* readList(session, {
      type: TYPE,
      permission: 'ecr-public:DescribeRepositories',
      page: async (nextToken) => {
        const answer = await client.send(new DescribeRepositoriesCommand({ nextToken, maxResults: 1000 }));
        return { items: answer.repositories, next: answer.nextToken };
      },
      read: async ({ repositoryArn = '', repositoryName = '', repositoryUri }) => {
        const question = {
          setting: 'policy',
          permission: 'ecr-public:GetRepositoryPolicy',
          absent: ['RepositoryPolicyNotFoundException', 'RepositoryNotFoundException'],
        };
        const answer = await ask(session.calls, question, () =>
          client.send(new GetRepositoryPolicyCommand({ repositoryName })),
        );
        const repository = resourceOf(session, TYPE, repositoryArn, repositoryName);
        settle(
          repository,
          'address',
          repositoryUri === undefined
            ? { state: 'unknown', why: { ...NAMELESS, permission: 'ecr-public:DescribeRepositories' } }
            : { state: 'present', value: repositoryUri },
        );
        settle(
          repository,
          'policy',
          andThen(answer, ({ policyText }) => policyIn(policyText)),
        );
        return repository;
      },
    });
  },
};
