// Reads EKS through the SDK: clusters, and whom their API answers.
import { DescribeClusterCommand, EKSClient, ListClustersCommand } from '@aws-sdk/client-eks';
import { ask } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type RegionalCollector } from '../collector.ts';

const TYPE = 'aws.eks.cluster';
const SETTINGS = ['endpointPublicAccess', 'publicAccessCidrs', 'endpoint'];

/** EKS, live. */
export const eks: RegionalCollector = {
  service: 'eks',
  regional: true,
  collect(place) {
    const client = connect(EKSClient, place);
    return readList<string>(place, {
      type: TYPE,
      permission: 'eks:ListClusters',
      page: async (nextToken) => {
        const answer = await client.send(new ListClustersCommand({ nextToken, maxResults: 100 }));
        return { items: answer.clusters, next: answer.nextToken };
      },
      read: async (name) => {
        const arn = `arn:${place.partition}:eks:${place.region}:${place.account}:cluster/${name}`;
        const resource = resourceOf(place, TYPE, arn, name);
        const question = { setting: 'endpointPublicAccess', permission: 'eks:DescribeCluster' };
        const answer = await ask(place.calls, { ...question, absent: ['ResourceNotFoundException'] }, () =>
          client.send(new DescribeClusterCommand({ name })),
        );
        if (answer.state === 'absent') return undefined;
        if (answer.state === 'unknown') {
          for (const setting of SETTINGS) resource.unknowns.push({ ...answer.why, setting });
          return resource;
        }
        const { resourcesVpcConfig, endpoint, status } = answer.value.cluster ?? {};
        const { endpointPublicAccess, publicAccessCidrs } = resourcesVpcConfig ?? {};
        if (endpointPublicAccess === undefined)
          resource.unknowns.push({ ...question, reason: 'malformed', detail: 'the answer does not say it' });
        else resource.settings['endpointPublicAccess'] = endpointPublicAccess;
        resource.settings['publicAccessCidrs'] = publicAccessCidrs ?? null;
        resource.settings['endpoint'] = endpoint ?? null;
        if (status !== undefined) resource.settings['status'] = status;
        return resource;
      },
    });
  },
};
