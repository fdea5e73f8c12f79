// Reads the grants of a key of KMS through the SDK.
import { type GrantListEntry, type KMSClient, ListGrantsCommand } from '@aws-sdk/client-kms';
import type { Known } from '../../../snapshot/resource.ts';
import { readPages } from '../collecting/pages.ts';
import type { Place } from '../collector.ts';
import type { Key } from './key.generated.ts';

type Grant = NonNullable<Key['grants']>[number];

const GONE = ['NotFoundException'];

/** All grants to outside the account; unknown when one page of them could not be read. */
export async function readGrants(
  client: KMSClient,
  place: Place,
  KeyId: string,
  setting = 'grants',
): Promise<Known<Grant[]>> {
  const question = { setting, permission: 'kms:ListGrants', absent: GONE };
  const grants = await readPages(place.calls, question, async (Marker) => {
    const answer = await client.send(new ListGrantsCommand({ KeyId, Marker, Limit: 100 }));
    return { items: answer.Grants, next: answer.Truncated === true ? answer.NextMarker : undefined };
  });
  if (grants.state === 'absent') return { state: 'present', value: [] };
  if (grants.state === 'unknown') return grants;
  return { state: 'present', value: grants.value.flatMap((grant) => outside(grant, place.account)) };
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
