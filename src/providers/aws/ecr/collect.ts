// Reads ECR through the SDK: the policy of the registry of a region, its repositories and their policies.
import {
  DescribeRepositoriesCommand,
  ECRClient,
  GetRegistryPolicyCommand,
  GetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { listingOf, readList, resourceOf } from '../collecting/listed.ts';
import { connect, type RegionalCollector } from '../collector.ts';
import { policyIn } from '../policy/project.ts';

const REGISTRY = 'aws.ecr.registry';
const REPOSITORY = 'aws.ecr.repository';

/** ECR, live. Every account has one registry in a region; it stands for all repositories there, so that is its ARN. */
export const ecr: RegionalCollector = {
  service: 'ecr',
  regional: true,
  async *collect(place) {
    const client = connect(ECRClient, place);
    const question = {
      setting: 'policy',
      permission: 'ecr:GetRegistryPolicy',
      absent: ['RegistryPolicyNotFoundException'],
    };
    yield* readList(place, {
      type: REPOSITORY,
      permission: 'ecr:DescribeRepositories',
      page: async (nextToken) => {
        const answer = await client.send(new DescribeRepositoriesCommand({ nextToken, maxResults: 1000 }));
        return { items: answer.repositories, next: answer.nextToken };
      },
      read: async ({ repositoryArn = '', repositoryName = '' }) => {
        const asking = {
          setting: 'policy',
          permission: 'ecr:GetRepositoryPolicy',
          absent: ['RepositoryPolicyNotFoundException', 'RepositoryNotFoundException'],
        };
        const answer = await ask(place.calls, asking, () =>
          client.send(new GetRepositoryPolicyCommand({ repositoryName })),
        );
        const repository = resourceOf(place, REPOSITORY, repositoryArn, repositoryName);
        settle(
          repository,
          'policy',
          andThen(answer, ({ policyText }) => policyIn(policyText)),
        );
        return repository;
      },
    });
    const arn = `arn:${place.partition}:ecr:${place.region}:${place.account}:repository/*`;
    const registry = resourceOf(place, REGISTRY, arn, place.account);
    const answer = await ask(place.calls, question, () => client.send(new GetRegistryPolicyCommand({})));
    settle(
      registry,
      'policy',
      andThen(answer, ({ policyText }) => policyIn(policyText)),
    );
    yield registry;
    yield listingOf(REGISTRY, place, 1);
  },
};
