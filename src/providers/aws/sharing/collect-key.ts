// Reads through the SDK whom the key of something shared lets in: its policy and its grants. Each key once.
import { GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import type { Known, Resource } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { connect, type Place } from '../collector.ts';
import { readGrants } from '../kms/collect-grants.ts';
import { policyIn } from '../policy/project.ts';
import type { Shares } from './shares.ts';

/** Puts `keyPolicy` and `keyGrants` into something encrypted that is shared by name; of others nothing is asked. */
export type SettleKey = (resource: Resource, shares: Known<Shares>) => Promise<void>;

/** One for a region: asks for a key once, however much it encrypts. */
export function shareKeys(place: Place): SettleKey {
  let client: KMSClient | undefined;
  const asked = new Map<string, ReturnType<typeof readKey>>();
  return async (resource, shares) => {
    const { key } = resource.settings;
    if (typeof key !== 'string' || !isNamed(shares)) return;
    client ??= connect(KMSClient, place);
    const answers = asked.get(key) ?? readKey(place, client, key);
    asked.set(key, answers);
    const [policy, grants] = await answers;
    settle(resource, 'keyPolicy', policy);
    settle(resource, 'keyGrants', grants);
  };
}

/** Somebody is named: an account, an organization or a unit of one. */
export function isNamed(shares: Known<Shares>): boolean {
  if (shares.state !== 'present') return false;
  const { accounts, organizations = [] } = shares.value;
  return accounts.length > 0 || organizations.length > 0;
}

/** A key of another account, or one that is gone, is refused and stays unknown (KMS API reference, GetKeyPolicy). */
async function readKey(place: Place, client: KMSClient, KeyId: string) {
  const question = { setting: 'keyPolicy', permission: 'kms:GetKeyPolicy' };
  const answer = await ask(place.calls, question, () =>
    client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' })),
  );
  const read = andThen(answer, ({ Policy }) => policyIn(Policy));
  const policy: Known<object> =
    read.state === 'unknown' ? { state: 'unknown', why: { ...read.why, setting: 'keyPolicy' } } : read;
  return [policy, await readGrants(client, place, KeyId, 'keyGrants')] as const;
}
