// Reads OpenSearch Serverless through the SDK: the collections of a region, and the network and data access policies that cover them.
import {
  GetAccessPolicyCommand,
  GetSecurityPolicyCommand,
  ListAccessPoliciesCommand,
  ListCollectionsCommand,
  ListSecurityPoliciesCommand,
  OpenSearchServerlessClient,
} from '@aws-sdk/client-opensearchserverless';
import type { Known } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { type Page, readList, resourceOf } from '../collecting/listed.ts';
import { readPages } from '../collecting/pages.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import { accessTo, isPublic, type Policy } from './policies.ts';

const TYPE = 'aws.opensearchserverless.collection';

/** OpenSearch Serverless, live. Policies are asked for once, and only where there is a collection. */
export const opensearchserverless: RegionalCollector = {
  service: 'opensearchserverless',
  regional: true,
  collect(place) {
    const client = connect(OpenSearchServerlessClient, place);
    let policies: Promise<[Known<Policy[]>, Known<Policy[]>]> | undefined;
    return readList(place, {
      type: TYPE,
      permission: 'aoss:ListCollections',
      page: async (nextToken) => {
        const answer = await client.send(new ListCollectionsCommand({ nextToken, maxResults: 100 }));
        return { items: answer.collectionSummaries, next: answer.nextToken };
      },
      read: async ({ arn = '', name = '' }) => {
        policies ??= Promise.all([networkPolicies(client, place), dataPolicies(client, place)]);
        const [network, data] = await policies;
        const collection = resourceOf(place, TYPE, arn, name);
        settle(
          collection,
          'publicEndpoint',
          andThen(network, (found) => ({ state: 'present', value: isPublic(found, name) })),
        );
        settle(
          collection,
          'access',
          andThen(data, (found) => ({ state: 'present', value: accessTo(found, name) })),
        );
        return collection;
      },
    });
  },
};

/** What it takes to read all policies of a kind. */
interface Reading {
  setting: string;
  list: string;
  get: string;
  page(token: string | undefined): Promise<Page<string | undefined>>;
  read(name: string): Promise<unknown>;
}

function networkPolicies(client: OpenSearchServerlessClient, place: Place): Promise<Known<Policy[]>> {
  const type = 'network';
  return readPolicies(place, {
    setting: 'publicEndpoint',
    list: 'aoss:ListSecurityPolicies',
    get: 'aoss:GetSecurityPolicy',
    page: async (nextToken) => {
      const answer = await client.send(new ListSecurityPoliciesCommand({ type, nextToken, maxResults: 100 }));
      return {
        items: (answer.securityPolicySummaries ?? []).map(({ name }) => name),
        next: answer.nextToken,
      };
    },
    read: async (name) =>
      (await client.send(new GetSecurityPolicyCommand({ type, name }))).securityPolicyDetail?.policy,
  });
}

function dataPolicies(client: OpenSearchServerlessClient, place: Place): Promise<Known<Policy[]>> {
  const type = 'data';
  return readPolicies(place, {
    setting: 'access',
    list: 'aoss:ListAccessPolicies',
    get: 'aoss:GetAccessPolicy',
    page: async (nextToken) => {
      const answer = await client.send(new ListAccessPoliciesCommand({ type, nextToken, maxResults: 100 }));
      return { items: (answer.accessPolicySummaries ?? []).map(({ name }) => name), next: answer.nextToken };
    },
    read: async (name) =>
      (await client.send(new GetAccessPolicyCommand({ type, name }))).accessPolicyDetail?.policy,
  });
}

/** All of them, or unknown: one that is missing may cover any collection. One that was deleted meanwhile covers none. */
async function readPolicies({ calls }: Place, reading: Reading): Promise<Known<Policy[]>> {
  const { setting, list, get } = reading;
  const names = await readPages(calls, { setting, permission: list }, reading.page);
  if (names.state !== 'present') return names;
  const found: Policy[] = [];
  for (const name of names.value) {
    if (name === undefined) continue;
    const question = { setting, permission: get, absent: ['ResourceNotFoundException'] };
    const answer = await ask(calls, question, () => reading.read(name));
    if (answer.state === 'unknown') return answer;
    if (answer.state === 'present' && answer.value === undefined) {
      const detail = `the answer holds no document of ${name}`;
      return { state: 'unknown', why: { setting, permission: get, reason: 'malformed', detail } };
    }
    if (answer.state === 'present') found.push({ name, document: answer.value });
  }
  return { state: 'present', value: found };
}
