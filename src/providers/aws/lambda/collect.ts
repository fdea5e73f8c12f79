// Reads Lambda through the SDK: functions, their policies and URLs, aliases with a URL of their own, and layers.
import {
  type FunctionUrlConfig,
  GetPolicyCommand,
  LambdaClient,
  ListFunctionsCommand,
  ListFunctionUrlConfigsCommand,
} from '@aws-sdk/client-lambda';
import type { Known, Resource, Unknown } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readFound, whyBroken } from '../collecting/children.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { readPages } from '../collecting/pages.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import { policyIn } from '../policy/project.ts';
import { readLayers } from './collect-layers.ts';

const FUNCTION = 'aws.lambda.function';
const ALIAS = 'aws.lambda.alias';
const NONE = ['ResourceNotFoundException'];

/** A URL of an alias: the alias has a policy of its own, which decides. */
interface AliasUrl {
  arn: string;
  url: Known<object>;
}

/** What was found below the functions on the way. */
interface Below {
  aliases: AliasUrl[];
  broken?: Unknown;
}

/** Lambda, live. Policies of aliases and versions are read only where a URL leads to them. */
export const lambda: RegionalCollector = {
  service: 'lambda',
  regional: true,
  async *collect(place) {
    const client = connect(LambdaClient, place);
    const below: Below = { aliases: [] };
    for await (const record of readList(place, {
      type: FUNCTION,
      permission: 'lambda:ListFunctions',
      page: async (Marker) => {
        const answer = await client.send(new ListFunctionsCommand({ Marker }));
        return { items: answer.Functions, next: answer.NextMarker };
      },
      read: async ({ FunctionArn = '' }) => await readFunction(client, place, FunctionArn, below),
    })) {
      below.broken ??= whyBroken(record);
      yield record;
    }
    yield* readFound(place, {
      type: ALIAS,
      items: below.aliases,
      broken: below.broken,
      read: async ({ arn, url }) => {
        const alias = resourceOf(place, ALIAS, arn, arn.split(':').slice(6).join(':'));
        settle(alias, 'policy', await readPolicy(client, place, arn));
        settle(alias, 'url', url);
        return alias;
      },
    });
    yield* readLayers(client, place);
  },
};

/** Undefined for a function that was deleted meanwhile: only its URLs can tell, since a function without a policy answers the same. */
async function readFunction(
  client: LambdaClient,
  place: Place,
  arn: string,
  below: Below,
): Promise<Resource | undefined> {
  const [policy, urls] = await Promise.all([readPolicy(client, place, arn), readUrls(client, place, arn)]);
  if (urls.state === 'absent') return undefined;
  const found = resourceOf(place, FUNCTION, arn, arn.split(':')[6] ?? arn);
  settle(found, 'policy', policy);
  if (urls.state === 'unknown') {
    below.broken ??= urls.why;
    settle(found, 'url', urls);
    return found;
  }
  let own: Known<object> = { state: 'absent' };
  for (const config of urls.value) {
    const { FunctionArn = '' } = config;
    if (FunctionArn === arn || FunctionArn === '') own = urlOf(config);
    else below.aliases.push({ arn: FunctionArn, url: urlOf(config) });
  }
  settle(found, 'url', own);
  return found;
}

async function readPolicy(client: LambdaClient, { calls }: Place, arn: string): Promise<Known<object>> {
  const [, , , , , , name, Qualifier] = arn.split(':');
  const question = { setting: 'policy', permission: 'lambda:GetPolicy', absent: NONE };
  const answer = await ask(calls, question, () =>
    client.send(new GetPolicyCommand({ FunctionName: name, ...(Qualifier !== undefined && { Qualifier }) })),
  );
  return andThen(answer, ({ Policy }) => policyIn(Policy));
}

async function readUrls(
  client: LambdaClient,
  { calls }: Place,
  arn: string,
): Promise<Known<FunctionUrlConfig[]>> {
  const question = { setting: 'url', permission: 'lambda:ListFunctionUrlConfigs', absent: NONE };
  const FunctionName = arn.split(':')[6];
  return await readPages(calls, question, async (Marker) => {
    const answer = await client.send(new ListFunctionUrlConfigsCommand({ FunctionName, Marker }));
    return { items: answer.FunctionUrlConfigs, next: answer.NextMarker };
  });
}

function urlOf({ AuthType, FunctionUrl, CreationTime }: FunctionUrlConfig): Known<object> {
  if (AuthType === undefined)
    return {
      state: 'unknown',
      why: { setting: 'url', reason: 'malformed', detail: 'the URL names no AuthType' },
    };
  return {
    state: 'present',
    value: {
      authType: AuthType,
      ...(FunctionUrl !== undefined && { address: FunctionUrl }),
      ...(CreationTime !== undefined && { created: CreationTime }),
    },
  };
}
