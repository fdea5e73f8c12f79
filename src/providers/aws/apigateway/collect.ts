// Reads API Gateway through the SDK: REST, HTTP and WebSocket APIs of a region, and what of them asks for no authorization.
import {
  APIGatewayClient,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStagesCommand,
  type Method,
  type RestApi,
} from '@aws-sdk/client-api-gateway';
import type { Known, Listing, Resource } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { readPages } from '../collecting/pages.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import { policyIn } from '../policy/project.ts';
import { httpApis } from './collect-http.ts';

/** Most in a page (API Gateway API reference, GetRestApis and GetResources). */
const PAGE = 500;

/** API Gateway, live. */
export const apigateway: RegionalCollector = {
  service: 'apigateway',
  regional: true,
  async *collect(place) {
    yield* restApis(place);
    yield* httpApis(place);
  },
};

function restApis(place: Place): AsyncIterable<Listing | Resource> {
  const client = connect(APIGatewayClient, place);
  return readList(place, {
    type: 'aws.apigateway.rest-api',
    permission: 'apigateway:GET',
    page: async (position) => {
      const answer = await client.send(new GetRestApisCommand({ limit: PAGE, position }));
      return { items: answer.items, next: answer.position };
    },
    read: (api) => readRestApi(place, client, api),
  });
}

async function readRestApi(
  place: Place,
  client: APIGatewayClient,
  api: RestApi,
): Promise<Resource | undefined> {
  const { id: restApiId = '', name = restApiId, endpointConfiguration, disableExecuteApiEndpoint } = api;
  const arn = `arn:${place.partition}:apigateway:${place.region}::/restapis/${restApiId}`;
  const resource = resourceOf(place, 'aws.apigateway.rest-api', arn, name);
  const methods = await methodsOf(place, client, restApiId);
  if (methods.state === 'absent') return undefined;
  settle(resource, 'policy', policyOf(api.policy));
  resource.settings['endpoint'] = endpointConfiguration?.types?.[0] ?? 'EDGE';
  resource.settings['defaultEndpoint'] = disableExecuteApiEndpoint !== true;
  const named = (chosen: (method: Method) => boolean) =>
    andThen(methods, (all): Known<string[]> => {
      const found = all.filter(({ method }) => chosen(method)).map(({ title }) => title);
      return { state: 'present', value: found };
    });
  const open = named(
    ({ authorizationType, apiKeyRequired }) => authorizationType === 'NONE' && apiKeyRequired !== true,
  );
  const signed = named(({ authorizationType }) => authorizationType === 'AWS_IAM');
  settle(resource, 'open', open);
  settle(resource, 'signed', signed);
  const outsiders = open.state !== 'present' || open.value.length > 0 || resource.settings['policy'] !== null;
  if (outsiders) settle(resource, 'stages', await stagesOf(place, client, restApiId));
  return resource;
}

/** API Gateway gives policies as JSON whose quotes are escaped once more, as in a string without its own quotes. */
function policyOf(text: string | undefined): ReturnType<typeof policyIn> {
  const policy = policyIn(text);
  if (policy.state !== 'unknown') return policy;
  const unescaped = (text ?? '').replace(/\\(["\\/])/g, '$1');
  return unescaped === text ? policy : policyIn(unescaped);
}

/** Every method, as `GET /orders`; preflight requests of browsers carry no credentials, so that OPTIONS is left out. */
async function methodsOf(
  place: Place,
  client: APIGatewayClient,
  restApiId: string,
): Promise<Known<{ title: string; method: Method }[]>> {
  const question = { setting: 'open', permission: 'apigateway:GET', absent: ['NotFoundException'] };
  const resources = await readPages(place.calls, question, async (position) => {
    const command = new GetResourcesCommand({ restApiId, embed: ['methods'], limit: PAGE, position });
    const answer = await client.send(command);
    return { items: answer.items, next: answer.position };
  });
  return andThen(resources, (all): Known<{ title: string; method: Method }[]> => {
    const value = all.flatMap(({ path = '', resourceMethods = {} }) =>
      Object.entries(resourceMethods)
        .filter(([verb]) => verb !== 'OPTIONS')
        .map(([verb, method]) => ({ title: `${verb} ${path}`, method })),
    );
    // Without `embed`, as in answers that somebody saved, methods have names and nothing else.
    const bare = value.find(({ method }) => method.authorizationType === undefined);
    if (bare === undefined) return { state: 'present', value };
    const detail = `the answer does not say what ${bare.title} asks for (get-resources --embed methods)`;
    return {
      state: 'unknown',
      why: { setting: 'open', permission: 'apigateway:GET', reason: 'missing', detail },
    };
  });
}

async function stagesOf(place: Place, client: APIGatewayClient, restApiId: string): Promise<Known<string[]>> {
  const question = { setting: 'stages', permission: 'apigateway:GET' };
  const answer = await ask(place.calls, question, () => client.send(new GetStagesCommand({ restApiId })));
  return andThen(answer, ({ item = [] }) => ({
    state: 'present',
    value: item.flatMap(({ stageName }) => stageName ?? []),
  }));
}
