// Reads the layers of Lambda through the SDK: every version, and its policy.
import {
  GetLayerVersionPolicyCommand,
  type LambdaClient,
  ListLayersCommand,
  ListLayerVersionsCommand,
} from '@aws-sdk/client-lambda';
import type { Listing, Resource } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readChildren } from '../collecting/children.ts';
import { resourceOf } from '../collecting/listed.ts';
import { readPages } from '../collecting/pages.ts';
import type { Place } from '../collector.ts';
import { policyIn } from '../policy/project.ts';

const TYPE = 'aws.lambda.layer';
const NONE = ['ResourceNotFoundException'];

/** Every version of every layer; each has a policy of its own (Lambda API reference, "GetLayerVersionPolicy"). */
export async function* readLayers(client: LambdaClient, place: Place): AsyncIterable<Listing | Resource> {
  const question = { setting: TYPE, permission: 'lambda:ListLayers' };
  const layers = await readPages(place.calls, question, async (Marker) => {
    const answer = await client.send(new ListLayersCommand({ Marker }));
    return { items: answer.Layers, next: answer.NextMarker };
  });
  yield* readChildren(place, {
    type: TYPE,
    permission: 'lambda:ListLayerVersions',
    none: NONE,
    parents: layers.state === 'present' ? layers.value.flatMap(({ LayerName }) => LayerName ?? []) : [],
    broken: layers.state === 'unknown' ? layers.why : undefined,
    page: async (LayerName, Marker) => {
      const answer = await client.send(new ListLayerVersionsCommand({ LayerName, Marker }));
      return { items: answer.LayerVersions, next: answer.NextMarker };
    },
    read: async ({ LayerVersionArn = '', Version }, LayerName) => {
      const asking = { setting: 'policy', permission: 'lambda:GetLayerVersionPolicy', absent: NONE };
      const answer = await ask(place.calls, asking, () =>
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
