// Reads the layers of Lambda through the SDK: every version, and its policy.
import {
  GetLayerVersionPolicyCommand,
  type LambdaClient,
  ListLayersCommand,
  ListLayerVersionsCommand,
} from '@aws-sdk/client-lambda';
import type { Listing, Resource, Unknown } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../ask.ts';
import { readChildren } from '../children.ts';
import type { Place } from '../collector.ts';
import { resourceOf } from '../listed.ts';
import { policyIn } from '../policy/project.ts';

const TYPE = 'aws.lambda.layer';
const NONE = ['ResourceNotFoundException'];
const MOST_PAGES = 1000;

/** Every version of every layer; each has a policy of its own (Lambda API reference, "GetLayerVersionPolicy"). */
export async function* readLayers(client: LambdaClient, place: Place): AsyncIterable<Listing | Resource> {
  const { names, broken } = await layerNames(client, place);
  yield* readChildren(place, {
    type: TYPE,
    permission: 'lambda:ListLayerVersions',
    none: NONE,
    parents: names,
    broken,
    page: async (LayerName, Marker) => {
      const answer = await client.send(new ListLayerVersionsCommand({ LayerName, Marker }));
      return { items: answer.LayerVersions, next: answer.NextMarker };
    },
    read: async ({ LayerVersionArn = '', Version }, LayerName) => {
      const question = { setting: 'policy', permission: 'lambda:GetLayerVersionPolicy', absent: NONE };
      const answer = await ask(place.calls, question, () =>
        client.send(new GetLayerVersionPolicyCommand({ LayerName, VersionNumber: Version })),
      );
      const layer = resourceOf(place, TYPE, LayerVersionArn, `${LayerName}:${Version}`);
      settle(
        layer,
        'policy',
        andThen(answer, ({ Policy }) => policyIn(Policy)),
      );
      return layer;
    },
  });
}

async function layerNames(
  client: LambdaClient,
  { calls }: Place,
): Promise<{ names: string[]; broken?: Unknown }> {
  const question = { setting: TYPE, permission: 'lambda:ListLayers' };
  const names: string[] = [];
  let Marker: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await ask(calls, question, () => client.send(new ListLayersCommand({ Marker })));
    if (answer.state !== 'present')
      return answer.state === 'unknown' ? { names, broken: answer.why } : { names };
    names.push(...(answer.value.Layers ?? []).flatMap(({ LayerName }) => LayerName ?? []));
    Marker = answer.value.NextMarker;
    if (Marker === undefined || Marker === '') return { names };
  }
  return { names, broken: { ...question, reason: 'cut-short', detail: 'the list does not end' } };
}
