// Reads KMS through the SDK: the customer keys of a region, their policies, grants and states.
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  type KeyListEntry,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import type { Resource } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { readPages } from '../collecting/pages.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import { policyIn } from '../policy/project.ts';
import { readGrants } from './collect-grants.ts';

const TYPE = 'aws.kms.key';
const GONE = ['NotFoundException'];
/** Aliases of the keys that AWS manages; nobody else may use the prefix (KMS developer guide, "Alias names"). */
const OF_AWS = 'alias/aws/';

/** KMS, live. Keys that AWS manages are not read: their policies cannot be changed and admit the account alone. */
export const kms: RegionalCollector = {
  service: 'kms',
  regional: true,
  collect(place) {
    const client = connect(KMSClient, place);
    let aliases: Map<string, string> | undefined;
    return readList(place, {
      type: TYPE,
      permission: 'kms:ListKeys',
      page: async (Marker) => {
        const answer = await client.send(new ListKeysCommand({ Marker, Limit: 1000 }));
        if (aliases === undefined && (answer.Keys ?? []).length > 0)
          aliases = await readAliases(client, place);
        return { items: answer.Keys, next: answer.Truncated === true ? answer.NextMarker : undefined };
      },
      read: async (key) => await readKey(client, place, key, aliases?.get(key.KeyId ?? '')),
    });
  },
};

/**
 * What people call the keys, by id. Without the permission keys go by their ids, and each is asked who manages it: nothing that a verdict
 * needs is lost.
 */
async function readAliases(client: KMSClient, { calls }: Place): Promise<Map<string, string>> {
  const question = { setting: 'alias', permission: 'kms:ListAliases' };
  const listed = await readPages(calls, question, async (Marker) => {
    const answer = await client.send(new ListAliasesCommand({ Marker, Limit: 100 }));
    return { items: answer.Aliases, next: answer.Truncated === true ? answer.NextMarker : undefined };
  });
  const found = new Map<string, string>();
  for (const { TargetKeyId, AliasName } of listed.state === 'present' ? listed.value : [])
    if (TargetKeyId !== undefined && AliasName !== undefined && !found.has(TargetKeyId))
      found.set(TargetKeyId, AliasName);
  return found;
}

async function readKey(
  client: KMSClient,
  place: Place,
  { KeyId = '', KeyArn }: KeyListEntry,
  alias: string | undefined,
): Promise<Resource | undefined> {
  if (alias?.startsWith(OF_AWS)) return undefined;
  const asking = { setting: 'state', permission: 'kms:DescribeKey', absent: GONE };
  const described = await ask(place.calls, asking, () => client.send(new DescribeKeyCommand({ KeyId })));
  if (described.state === 'absent') return undefined;
  if (described.state === 'present' && described.value.KeyMetadata?.KeyManager === 'AWS') return undefined;
  const arn = KeyArn ?? `arn:${place.partition}:kms:${place.region}:${place.account}:key/${KeyId}`;
  const key = resourceOf(place, TYPE, arn, alias ?? KeyId);
  const [policy, grants] = await Promise.all([
    ask(place.calls, { setting: 'policy', permission: 'kms:GetKeyPolicy', absent: GONE }, () =>
      client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' })),
    ),
    readGrants(client, place, KeyId),
  ]);
  settle(
    key,
    'policy',
    andThen(policy, ({ Policy }) => policyIn(Policy)),
  );
  settle(key, 'grants', grants);
  settle(
    key,
    'state',
    andThen(described, ({ KeyMetadata }) =>
      KeyMetadata?.KeyState === undefined
        ? { state: 'unknown', why: { ...asking, reason: 'malformed', detail: 'the answer names no state' } }
        : { state: 'present', value: KeyMetadata.KeyState },
    ),
  );
  return key;
}
