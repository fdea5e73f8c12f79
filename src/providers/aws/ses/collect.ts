// Reads SES through the SDK: the identities of a region and who may send as them.
import {
  GetIdentityPoliciesCommand,
  ListIdentitiesCommand,
  ListIdentityPoliciesCommand,
  SESClient,
} from '@aws-sdk/client-ses';
import type { Known, Unknown } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import { policyIn } from '../policy/project.ts';

/** Most identities in a page (SES API reference, ListIdentities). */
const PAGE = 1000;

/** SES, live. Only identities that have policies are asked for them. */
export const ses: RegionalCollector = {
  service: 'ses',
  regional: true,
  collect(place) {
    const client = connect(SESClient, place);
    return readList(place, {
      type: 'aws.ses.identity',
      permission: 'ses:ListIdentities',
      page: async (NextToken) => {
        const answer = await client.send(new ListIdentitiesCommand({ NextToken, MaxItems: PAGE }));
        return { items: answer.Identities, next: answer.NextToken };
      },
      read: async (name) => {
        const arn = `arn:${place.partition}:ses:${place.region}:${place.account}:identity/${name}`;
        const identity = resourceOf(place, 'aws.ses.identity', arn, name);
        settle(identity, 'policies', await policiesOf(place, client, name));
        return identity;
      },
    });
  },
};

async function policiesOf(
  place: Place,
  client: SESClient,
  Identity: string,
): Promise<Known<Record<string, unknown>>> {
  const listing = { setting: 'policies', permission: 'ses:ListIdentityPolicies' };
  const names = await ask(place.calls, listing, () =>
    client.send(new ListIdentityPoliciesCommand({ Identity })),
  );
  if (names.state !== 'present') return names;
  const { PolicyNames = [] } = names.value;
  if (PolicyNames.length === 0) return { state: 'absent' };
  const question = { setting: 'policies', permission: 'ses:GetIdentityPolicies' };
  const answer = await ask(place.calls, question, () =>
    client.send(new GetIdentityPoliciesCommand({ Identity, PolicyNames })),
  );
  return andThen(answer, ({ Policies = {} }) => {
    const lost = PolicyNames.find((name) => Policies[name] === undefined);
    if (lost === undefined) return documentsOf(Policies);
    return {
      state: 'unknown',
      why: { ...question, reason: 'missing', detail: `the policy ${lost} was listed` },
    };
  });
}

/** The documents by their names; one that cannot be read makes all of them unknown. */
function documentsOf(texts: Record<string, string>): Known<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  let why: Unknown | undefined;
  for (const [name, text] of Object.entries(texts)) {
    const policy = policyIn(text);
    if (policy.state === 'present') found[name] = policy.value;
    else if (policy.state === 'unknown') why = { ...policy.why, setting: 'policies' };
  }
  if (why !== undefined) return { state: 'unknown', why };
  return Object.keys(found).length === 0 ? { state: 'absent' } : { state: 'present', value: found };
}
