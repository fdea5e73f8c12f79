// Reads Lightsail through the SDK: what it lists says all.
import {
  type Bucket,
  GetBucketsCommand,
  GetInstancesCommand,
  GetRelationalDatabasesCommand,
  type Instance,
  type InstancePortInfo,
  LightsailClient,
  type RelationalDatabase,
} from '@aws-sdk/client-lightsail';
import type { Listing, Resource } from '../../../snapshot/resource.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import type { IngressRule } from '../network/reach.ts';

/** Lightsail, live. */
export const lightsail: RegionalCollector = {
  service: 'lightsail',
  regional: true,
  async *collect(place) {
    const client = connect(LightsailClient, place);
    yield* instances(place, client);
    yield* databases(place, client);
    yield* buckets(place, client);
  },
};

function instances(place: Place, client: LightsailClient): AsyncIterable<Listing | Resource> {
  const type = 'aws.lightsail.instance';
  return readList<Instance>(place, {
    type,
    permission: 'lightsail:GetInstances',
    page: async (pageToken) => {
      const answer = await client.send(new GetInstancesCommand({ pageToken }));
      return { items: answer.instances, next: answer.nextPageToken };
    },
    read: async ({ arn = '', name = arn, state, publicIpAddress, ipv6Addresses = [], networking }) => {
      const resource = resourceOf(place, type, arn, name);
      const { settings } = resource;
      if (state?.name !== undefined) settings['state'] = state.name;
      settings['addresses'] = [...(publicIpAddress === undefined ? [] : [publicIpAddress]), ...ipv6Addresses];
      if (networking?.ports === undefined)
        resource.unknowns.push({
          setting: 'ports',
          reason: 'malformed',
          detail: 'the answer names no ports',
        });
      else settings['ports'] = networking.ports.flatMap(portRule);
      return resource;
    },
  });
}

/** Without networks and aliases a port is open to everybody; the alias stands for the terminal in the console. */
function portRule(port: InstancePortInfo): IngressRule[] {
  const { protocol, fromPort, toPort, accessType, accessDirection } = port;
  if (accessType === 'Private' || accessDirection === 'outbound') return [];
  const named = [...(port.cidrs ?? []), ...(port.ipv6Cidrs ?? [])];
  const everybody = named.length === 0 && (port.cidrListAliases ?? []).length === 0;
  return [
    {
      protocol: protocol === 'all' || protocol === undefined ? '-1' : protocol,
      ...(fromPort !== undefined && protocol !== 'all' && { from: fromPort }),
      ...(toPort !== undefined && protocol !== 'all' && { to: toPort }),
      cidrs: everybody ? ['0.0.0.0/0', '::/0'] : named,
    },
  ];
}

function databases(place: Place, client: LightsailClient): AsyncIterable<Listing | Resource> {
  const type = 'aws.lightsail.database';
  return readList<RelationalDatabase>(place, {
    type,
    permission: 'lightsail:GetRelationalDatabases',
    page: async (pageToken) => {
      const answer = await client.send(new GetRelationalDatabasesCommand({ pageToken }));
      return { items: answer.relationalDatabases, next: answer.nextPageToken };
    },
    read: async ({ arn = '', name = arn, publiclyAccessible, masterEndpoint, state }) => {
      const resource = resourceOf(place, type, arn, name);
      resource.settings['publiclyAccessible'] = publiclyAccessible ?? null;
      resource.settings['endpoint'] = masterEndpoint?.address ?? null;
      resource.settings['port'] = masterEndpoint?.port ?? null;
      if (state !== undefined) resource.settings['state'] = state;
      return resource;
    },
  });
}

function buckets(place: Place, client: LightsailClient): AsyncIterable<Listing | Resource> {
  const type = 'aws.lightsail.bucket';
  return readList<Bucket>(place, {
    type,
    permission: 'lightsail:GetBuckets',
    page: async (pageToken) => {
      const answer = await client.send(new GetBucketsCommand({ pageToken }));
      return { items: answer.buckets, next: answer.nextPageToken };
    },
    read: async ({ arn = '', name = arn, accessRules, readonlyAccessAccounts = [], url }) => {
      const resource = resourceOf(place, type, arn, name);
      if (accessRules?.getObject === undefined)
        resource.unknowns.push({
          setting: 'getObject',
          reason: 'malformed',
          detail: 'the answer does not say who may read',
        });
      else resource.settings['getObject'] = accessRules.getObject;
      resource.settings['allowPublicOverrides'] = accessRules?.allowPublicOverrides ?? null;
      resource.settings['readonlyAccessAccounts'] = readonlyAccessAccounts;
      resource.settings['url'] = url ?? null;
      return resource;
    },
  });
}
