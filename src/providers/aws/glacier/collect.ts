// Reads Glacier through the SDK: the vaults of a region and their access policies.
import { GetVaultAccessPolicyCommand, GlacierClient, ListVaultsCommand } from '@aws-sdk/client-glacier';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type RegionalCollector } from '../collector.ts';
import { policyIn } from '../policy/project.ts';

/** The account of the credentials (Glacier API reference, ListVaults). */
const OWN = '-';

/** Glacier, live. A vault without a policy, and one that is gone, give the same answer. */
export const glacier: RegionalCollector = {
  service: 'glacier',
  regional: true,
  collect(place) {
    const client = connect(GlacierClient, place);
    return readList(place, {
      type: 'aws.glacier.vault',
      permission: 'glacier:ListVaults',
      page: async (marker) => {
        const answer = await client.send(new ListVaultsCommand({ accountId: OWN, marker }));
        return { items: answer.VaultList, next: answer.Marker };
      },
      read: async ({ VaultARN = '', VaultName = '' }) => {
        const question = {
          setting: 'policy',
          permission: 'glacier:GetVaultAccessPolicy',
          absent: ['ResourceNotFoundException'],
        };
        const answer = await ask(place.calls, question, () =>
          client.send(new GetVaultAccessPolicyCommand({ accountId: OWN, vaultName: VaultName })),
        );
        const vault = resourceOf(place, 'aws.glacier.vault', VaultARN, VaultName);
        settle(
          vault,
          'policy',
          andThen(answer, ({ policy }) => policyIn(policy?.Policy)),
        );
        return vault;
      },
    });
  },
};
