// Reads Secrets Manager through the SDK: the secrets of a region, their policies, and the policies of the keys that decide.
import { GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  GetResourcePolicyCommand,
  ListSecretsCommand,
  type SecretListEntry,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Known, Resource } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import { readGrants } from '../kms/collect-grants.ts';
import { policyIn } from '../policy/project.ts';

const TYPE = 'aws.secretsmanager.secret';

/** The policy and the grants of a key, asked for once however many secrets it encrypts. */
type Keys = (key: string) => Promise<[Known<object>, Known<object[]>]>;

/** Secrets Manager, live; never a value. Only where a secret has a policy does its key matter to anybody outside. */
export const secretsmanager: RegionalCollector = {
  service: 'secretsmanager',
  regional: true,
  collect(place) {
    const client = connect(SecretsManagerClient, place);
    const keys = keysOf(place);
    return readList(place, {
      type: TYPE,
      permission: 'secretsmanager:ListSecrets',
      page: async (NextToken) => {
        const answer = await client.send(new ListSecretsCommand({ NextToken, MaxResults: 100 }));
        return { items: answer.SecretList, next: answer.NextToken };
      },
      read: async (secret) => await readSecret(client, place, secret, keys),
    });
  },
};

async function readSecret(
  client: SecretsManagerClient,
  place: Place,
  { ARN = '', Name, KmsKeyId }: SecretListEntry,
  keys: Keys,
): Promise<Resource | undefined> {
  const question = {
    setting: 'policy',
    permission: 'secretsmanager:GetResourcePolicy',
    absent: ['ResourceNotFoundException'],
  };
  const answer = await ask(place.calls, question, () =>
    client.send(new GetResourcePolicyCommand({ SecretId: ARN })),
  );
  if (answer.state === 'absent') return undefined;
  const secret = resourceOf(place, TYPE, ARN, Name ?? ARN);
  const policy = andThen(answer, ({ ResourcePolicy }) => policyIn(ResourcePolicy));
  settle(secret, 'policy', policy);
  const key = customerKey(KmsKeyId);
  secret.settings['key'] = key ?? null;
  if (key === undefined) {
    secret.settings['keyPolicy'] = null;
    secret.settings['keyGrants'] = null;
  } else if (policy.state === 'present') {
    const [keyPolicy, keyGrants] = await keys(key);
    settle(secret, 'keyPolicy', keyPolicy);
    settle(secret, 'keyGrants', keyGrants);
  }
  return secret;
}

/** Without a key, or with the alias of the one that AWS manages, no customer key is in use (API reference, "SecretListEntry"). */
function customerKey(id: string | undefined): string | undefined {
  return id === undefined || id === '' || /(^|:)alias\/aws\/secretsmanager$/.test(id) ? undefined : id;
}

/**
 * Both calls take ids and ARNs of keys of the own account; an alias, or a key of another account, is refused and leaves the key unknown
 * (KMS API reference, "GetKeyPolicy", "ListGrants").
 */
function keysOf(place: Place): Keys {
  const client = connect(KMSClient, place);
  const asked = new Map<string, ReturnType<Keys>>();
  const policyOf = async (KeyId: string): Promise<Known<object>> => {
    const question = { setting: 'keyPolicy', permission: 'kms:GetKeyPolicy' };
    const answer = await ask(place.calls, question, () =>
      client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' })),
    );
    return andThen(answer, ({ Policy }) => policyIn(Policy));
  };
  return (key) => {
    const known = asked.get(key) ?? Promise.all([policyOf(key), readGrants(client, place, key, 'keyGrants')]);
    asked.set(key, known);
    return known;
  };
}
