// Reads HTTP and WebSocket APIs through the SDK, and which of their routes ask for no authorization.
import {
  type Api,
  ApiGatewayV2Client,
  GetApisCommand,
  GetRoutesCommand,
  GetStagesCommand,
} from '@aws-sdk/client-apigatewayv2';
import type { Known, Listing, Resource } from '../../../snapshot/resource.ts';
import { andThen, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { readPages } from '../collecting/pages.ts';
import { connect, type Place } from '../collector.ts';

/** The APIs of a region; they have no resource policies. */
export function httpApis(place: Place): AsyncIterable<Listing | Resource> {
  const client = connect(ApiGatewayV2Client, place);
  return readList(place, {
    type: 'aws.apigateway.api',
    permission: 'apigateway:GET',
    page: async (NextToken) => {
      const answer = await client.send(new GetApisCommand({ NextToken }));
      return { items: answer.Items, next: answer.NextToken };
    },
    read: (api) => readApi(place, client, api),
  });
}

async function readApi(place: Place, client: ApiGatewayV2Client, api: Api): Promise<Resource | undefined> {
  const { ApiId = '', Name = ApiId, ProtocolType = 'HTTP', DisableExecuteApiEndpoint } = api;
  const arn = `arn:${place.partition}:apigateway:${place.region}::/apis/${ApiId}`;
  const resource = resourceOf(place, 'aws.apigateway.api', arn, Name);
  const question = { setting: 'open', permission: 'apigateway:GET', absent: ['NotFoundException'] };
  const routes = await readPages(place.calls, question, async (NextToken) => {
    const answer = await client.send(new GetRoutesCommand({ ApiId, NextToken }));
    return { items: answer.Items, next: answer.NextToken };
  });
  if (routes.state === 'absent') return undefined;
  resource.settings['protocol'] = ProtocolType;
  resource.settings['defaultEndpoint'] = DisableExecuteApiEndpoint !== true;
  const open = andThen(routes, (all): Known<string[]> => {
    const found = all.filter(({ AuthorizationType = 'NONE', ApiKeyRequired, RouteKey = '' }) => {
      // Of a WebSocket API only the handshake is authorized; the messages after it are not asked again.
      if (ProtocolType === 'WEBSOCKET' && RouteKey !== '$connect') return false;
      return AuthorizationType === 'NONE' && ApiKeyRequired !== true && !RouteKey.startsWith('OPTIONS ');
    });
    return { state: 'present', value: found.flatMap(({ RouteKey }) => RouteKey ?? []) };
  });
  settle(resource, 'open', open);
  if (open.state !== 'present' || open.value.length > 0)
    settle(resource, 'stages', await stagesOf(place, client, ApiId));
  return resource;
}

async function stagesOf(place: Place, client: ApiGatewayV2Client, ApiId: string): Promise<Known<string[]>> {
  const question = { setting: 'stages', permission: 'apigateway:GET' };
  const stages = await readPages(place.calls, question, async (NextToken) => {
    const answer = await client.send(new GetStagesCommand({ ApiId, NextToken }));
    return { items: answer.Items, next: answer.NextToken };
  });
  return andThen(stages, (all) => ({
    state: 'present',
    value: all.flatMap(({ StageName }) => StageName ?? []),
  }));
}
