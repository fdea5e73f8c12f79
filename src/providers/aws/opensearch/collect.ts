// Reads OpenSearch Service through the SDK: the domains of a region, five at a time, and who may have VPC endpoints to them.
import {
  DescribeDomainsCommand,
  type DomainStatus,
  ListDomainNamesCommand,
  ListVpcEndpointAccessCommand,
  OpenSearchClient,
} from '@aws-sdk/client-opensearch';
import { pMapIterable } from 'p-map';
import type { Known, Resource } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { listingOf, resourceOf } from '../collecting/listed.ts';
import { readPages } from '../collecting/pages.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import { policyIn } from '../policy/project.ts';

const TYPE = 'aws.opensearch.domain';
/** DescribeDomains takes so many names (OpenSearch Service API reference). */
const MOST_NAMES = 5;
const CONCURRENCY = 4;

/** OpenSearch Service, live; domains of Elasticsearch too. */
export const opensearch: RegionalCollector = {
  service: 'opensearch',
  regional: true,
  async *collect(place) {
    const client = connect(OpenSearchClient, place);
    const question = { setting: TYPE, permission: 'es:ListDomainNames' };
    const listed = await ask(place.calls, question, () => client.send(new ListDomainNamesCommand({})));
    if (listed.state !== 'present') {
      yield listingOf(TYPE, place, 0, listed.state === 'unknown' ? listed.why : undefined);
      return;
    }
    const names = (listed.value.DomainNames ?? []).flatMap(({ DomainName }) => DomainName ?? []);
    const groups: string[][] = [];
    for (let at = 0; at < names.length; at += MOST_NAMES) groups.push(names.slice(at, at + MOST_NAMES));
    let seen = 0;
    const read = async (group: string[]) => await readGroup(client, place, group);
    for await (const domains of pMapIterable(groups, read, { concurrency: CONCURRENCY })) {
      yield* domains;
      seen += domains.length;
    }
    yield listingOf(TYPE, place, seen);
  },
};

/** A name that the answer leaves out is of a domain that was deleted meanwhile. */
async function readGroup(client: OpenSearchClient, place: Place, names: string[]): Promise<Resource[]> {
  const question = { setting: 'policy', permission: 'es:DescribeDomains' };
  const answer = await ask(place.calls, question, () =>
    client.send(new DescribeDomainsCommand({ DomainNames: names })),
  );
  if (answer.state !== 'present')
    return names.map((name) => {
      const domain = domainOf(place, name);
      for (const setting of ['policy', 'vpc', 'endpoint', 'fineGrainedAccess', 'endpointAccounts'])
        if (answer.state === 'unknown') settle(domain, setting, answer);
      return domain;
    });
  const statuses = (answer.value.DomainStatusList ?? []).filter(({ Deleted }) => Deleted !== true);
  return await Promise.all(statuses.map(async (status) => await readDomain(client, place, status)));
}

function domainOf({ partition, region, account, ...place }: Place, name: string, arn?: string): Resource {
  const made = `arn:${partition}:es:${region}:${account}:domain/${name}`;
  return resourceOf({ ...place, account, region }, TYPE, arn ?? made, name);
}

async function readDomain(client: OpenSearchClient, place: Place, status: DomainStatus): Promise<Resource> {
  const { DomainName: name = '', ARN, VPCOptions, AdvancedSecurityOptions: security } = status;
  const domain = domainOf(place, name, ARN);
  const vpc = VPCOptions?.VPCId;
  settle(domain, 'policy', policyIn(status.AccessPolicies));
  domain.settings['vpc'] = vpc ?? null;
  domain.settings['endpoint'] = status.Endpoint ?? null;
  domain.settings['fineGrainedAccess'] =
    security?.Enabled === true ? { anonymous: security.AnonymousAuthEnabled === true } : null;
  if (vpc === undefined) domain.settings['endpointAccounts'] = null;
  else settle(domain, 'endpointAccounts', await endpointAccounts(client, place, name));
  return domain;
}

async function endpointAccounts(
  client: OpenSearchClient,
  { calls }: Place,
  DomainName: string,
): Promise<Known<string[]>> {
  const question = {
    setting: 'endpointAccounts',
    permission: 'es:ListVpcEndpointAccess',
    absent: ['ResourceNotFoundException'],
  };
  const principals = await readPages(calls, question, async (NextToken) => {
    const answer = await client.send(new ListVpcEndpointAccessCommand({ DomainName, NextToken }));
    return { items: answer.AuthorizedPrincipalList, next: answer.NextToken };
  });
  return andThen(principals, (found) => ({
    state: 'present',
    value: found.flatMap(({ PrincipalType, Principal }) =>
      PrincipalType === 'AWS_SERVICE' ? [] : (/\d{12}/.exec(Principal ?? '')?.[0] ?? []),
    ),
  }));
}
