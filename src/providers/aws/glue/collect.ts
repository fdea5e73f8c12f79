// Reads the policy of a region's Glue data catalog through the SDK.
import { GetResourcePolicyCommand, GlueClient } from '@aws-sdk/client-glue';
import { settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type RegionalCollector } from '../collector.ts';
import { policyIn } from '../policy/project.ts';

/** Glue, live: the catalog of a region, where it has a policy. Without one, nobody outside gets in by it. */
export const glue: RegionalCollector = {
  service: 'glue',
  regional: true,
  collect(place) {
    const client = connect(GlueClient, place);
    return readList(place, {
      type: 'aws.glue.catalog',
      permission: 'glue:GetResourcePolicy',
      none: ['EntityNotFoundException'],
      page: async () => ({ items: [await client.send(new GetResourcePolicyCommand({}))] }),
      read: async ({ PolicyInJson }) => {
        if (PolicyInJson === undefined || PolicyInJson === '') return undefined;
        const arn = `arn:${place.partition}:glue:${place.region}:${place.account}:catalog`;
        const catalog = resourceOf(place, 'aws.glue.catalog', arn, place.account);
        settle(catalog, 'policy', policyIn(PolicyInJson));
        return catalog;
      },
    });
  },
};
