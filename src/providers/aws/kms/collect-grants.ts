// Reads the grants of a key of KMS through the SDK.
import { type GrantListEntry, type KMSClient, ListGrantsCommand } from '@aws-sdk/client-kms';
import type { Known } from '../../../snapshot/resource.ts';
import { ask } from '../ask.ts';
import type { Place } from '../collector.ts';
import type { Key } from './key.generated.ts';

type Grant = NonNullable<Key['grants']>[number];

const GONE = ['NotFoundException'];
const MOST_PAGES = 1000;

/** All grants to outside the account; unknown when one page of them could not be read. */
export async function readGrants(
  client: KMSClient,
  place: Place,
  KeyId: string,
  setting = 'grants',
): Promise<Known<Grant[]>> {
  const question = { setting, permission: 'kms:ListGrants', absent: GONE };
  const found: Grant[] = [];
  let Marker: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await ask(place.calls, question, () =>
      client.send(new ListGrantsCommand({ KeyId, Marker, Limit: 100 })),
    );
    if (answer.state === 'absent') return { state: 'present', value: [] };
    if (answer.state === 'unknown') return answer;
    found.push(...(answer.value.Grants ?? []).flatMap((grant) => outside(grant, place.account)));
    Marker = answer.value.NextMarker;
    if (answer.value.Truncated !== true || Marker === undefined) return { state: 'present', value: found };
  }
  return {
    state: 'unknown',
    why: { setting, reason: 'cut-short', detail: 'there are too many grants' },
  };
}

/** A grant to a service, or to a principal that was deleted, has no ARN as grantee (KMS API reference, "GrantListEntry"). */
function outside(entry: GrantListEntry, own: string): Grant[] {
  const { GrantId: id = '', GranteePrincipal: grantee = '', Name: name, Operations, Constraints } = entry;
  const account = /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(grantee)?.[1];
  if (account === undefined || account === own) return [];
  const context = Constraints?.EncryptionContextEquals ?? Constraints?.EncryptionContextSubset;
  return [
    {
      id,
      grantee,
      operations: [...(Operations ?? [])],
      ...(name !== undefined && name !== '' && { name }),
      ...(context !== undefined && { encryptionContext: true }),
    },
  ];
}
