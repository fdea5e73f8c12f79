// Reads through the SDK whether EMR refuses clusters that are open to the internet.
import { EMRClient, GetBlockPublicAccessConfigurationCommand } from '@aws-sdk/client-emr';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { listingOf, resourceOf } from '../collecting/listed.ts';
import { connect, type RegionalCollector } from '../collector.ts';

/** The block of EMR in a region, live. */
export const emr: RegionalCollector = {
  service: 'emr',
  regional: true,
  async *collect(place) {
    const client = connect(EMRClient, place);
    const { account, region } = place;
    const resource = resourceOf(place, 'aws.emr.region', `${account}/${region}/emr`, region);
    const permission = 'elasticmapreduce:GetBlockPublicAccessConfiguration';
    const question = { setting: 'blockPublicSecurityGroupRules', permission };
    const answer = await ask(place.calls, question, () =>
      client.send(new GetBlockPublicAccessConfigurationCommand({})),
    );
    if (answer.state === 'unknown' && answer.why.detail?.startsWith('ENOTFOUND') === true) {
      // No host of this name: as a listing it counts as not offered where others of the region answer.
      yield listingOf(resource.type, place, 0, answer.why);
      return;
    }
    const block = andThen(answer, ({ BlockPublicAccessConfiguration: found }) =>
      found === undefined
        ? { state: 'unknown', why: { ...question, reason: 'malformed', detail: 'the answer says nothing' } }
        : { state: 'present', value: found },
    );
    settle(
      resource,
      'blockPublicSecurityGroupRules',
      andThen(block, ({ BlockPublicSecurityGroupRules: on }) => ({ state: 'present', value: on === true })),
    );
    settle(
      resource,
      'permittedRanges',
      andThen(block, ({ PermittedPublicSecurityGroupRuleRanges: ranges = [] }) => ({
        state: 'present',
        value: ranges.map(({ MinRange = 0, MaxRange = MinRange }) => ({ from: MinRange, to: MaxRange })),
      })),
    );
    yield resource;
  },
};
