// Reads CodeArtifact through the SDK: the domains and repositories of a region and their policies.
import {
  CodeartifactClient,
  GetDomainPermissionsPolicyCommand,
  GetRepositoryPermissionsPolicyCommand,
  ListDomainsCommand,
  ListRepositoriesCommand,
} from '@aws-sdk/client-codeartifact';
import type { Listing, Resource } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import { policyIn } from '../policy/project.ts';

/** No policy, or gone. */
const NONE = ['ResourceNotFoundException'];

/** CodeArtifact, live. */
export const codeartifact: RegionalCollector = {
  service: 'codeartifact',
  regional: true,
  async *collect(place) {
    const client = connect(CodeartifactClient, place);
    yield* domains(place, client);
    yield* repositories(place, client);
  },
};

function domains(place: Place, client: CodeartifactClient): AsyncIterable<Listing | Resource> {
  const permission = 'codeartifact:GetDomainPermissionsPolicy';
  const question = { setting: 'policy', permission, absent: NONE };
  return readList(place, {
    type: 'aws.codeartifact.domain',
    permission: 'codeartifact:ListDomains',
    page: async (nextToken) => {
      const answer = await client.send(new ListDomainsCommand({ nextToken }));
      return { items: answer.domains, next: answer.nextToken };
    },
    read: async ({ name = '', owner, arn = '' }) => {
      if (owner !== undefined && owner !== place.account) return undefined;
      const domain = resourceOf(place, 'aws.codeartifact.domain', arn, name);
      const answer = await ask(place.calls, question, () =>
        client.send(new GetDomainPermissionsPolicyCommand({ domain: name })),
      );
      settle(
        domain,
        'policy',
        andThen(answer, ({ policy }) => policyIn(policy?.document)),
      );
      return domain;
    },
  });
}

function repositories(place: Place, client: CodeartifactClient): AsyncIterable<Listing | Resource> {
  const permission = 'codeartifact:GetRepositoryPermissionsPolicy';
  const question = { setting: 'policy', permission, absent: NONE };
  return readList(place, {
    type: 'aws.codeartifact.repository',
    permission: 'codeartifact:ListRepositories',
    page: async (nextToken) => {
      const answer = await client.send(new ListRepositoriesCommand({ nextToken }));
      return { items: answer.repositories, next: answer.nextToken };
    },
    read: async ({ name = '', administratorAccount, domainName, domainOwner, arn = '' }) => {
      if (administratorAccount !== undefined && administratorAccount !== place.account) return undefined;
      const repository = resourceOf(place, 'aws.codeartifact.repository', arn, name);
      const asked = { domain: domainName, domainOwner, repository: name };
      const answer = await ask(place.calls, question, () =>
        client.send(new GetRepositoryPermissionsPolicyCommand(asked)),
      );
      settle(
        repository,
        'policy',
        andThen(answer, ({ policy }) => policyIn(policy?.document)),
      );
      return repository;
    },
  });
}
