// Reads S3 Object Lambda through the SDK: the access points of a region, their policies and their Block Public Access.
import {
  GetAccessPointForObjectLambdaCommand,
  GetAccessPointPolicyForObjectLambdaCommand,
  ListAccessPointsForObjectLambdaCommand,
  S3ControlClient,
} from '@aws-sdk/client-s3-control';
import type { Resource } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import { policyIn } from '../policy/project.ts';

/** Object Lambda access points, live. Only where there is a policy is its Block Public Access asked for. */
export const s3ObjectLambda: RegionalCollector = {
  service: 's3-object-lambda',
  regional: true,
  collect(place) {
    const { endpoint } = place.options;
    // The SDK would put the account before the host of a given endpoint.
    const client = connect(S3ControlClient, place, {
      ...(endpoint !== undefined && { endpointProvider: () => ({ url: new URL(endpoint) }) }),
    });
    return readList(place, {
      type: 'aws.s3-object-lambda.access-point',
      permission: 's3:ListAccessPointsForObjectLambda',
      page: async (NextToken) => {
        const command = new ListAccessPointsForObjectLambdaCommand({ AccountId: place.account, NextToken });
        const answer = await client.send(command);
        return { items: answer.ObjectLambdaAccessPointList, next: answer.NextToken };
      },
      read: ({ Name = '', ObjectLambdaAccessPointArn: arn }) => readPoint(place, client, Name, arn),
    });
  },
};

async function readPoint(
  place: Place,
  client: S3ControlClient,
  Name: string,
  listed: string | undefined,
): Promise<Resource | undefined> {
  const { account, partition, region, calls } = place;
  const arn = listed ?? `arn:${partition}:s3-object-lambda:${region}:${account}:accesspoint/${Name}`;
  const point = resourceOf(place, 'aws.s3-object-lambda.access-point', arn, Name);
  const named = { AccountId: account, Name };
  const permission = 's3:GetAccessPointPolicyForObjectLambda';
  const answer = await ask(
    calls,
    { setting: 'policy', permission, absent: ['NoSuchAccessPointPolicy'] },
    () => client.send(new GetAccessPointPolicyForObjectLambdaCommand(named)),
  );
  if (answer.state === 'unknown' && answer.why.detail?.startsWith('NoSuchAccessPoint') === true)
    return undefined;
  settle(
    point,
    'policy',
    andThen(answer, ({ Policy }) => policyIn(Policy)),
  );
  if (point.settings['policy'] === null) return point;
  const question = { setting: 'blockPublicAccess', permission: 's3:GetAccessPointForObjectLambda' };
  const described = await ask(calls, question, () =>
    client.send(new GetAccessPointForObjectLambdaCommand(named)),
  );
  settle(
    point,
    'blockPublicAccess',
    andThen(described, ({ PublicAccessBlockConfiguration: block }) => ({
      state: 'present',
      value: block?.RestrictPublicBuckets === true,
    })),
  );
  return point;
}
