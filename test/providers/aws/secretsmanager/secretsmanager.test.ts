// Secrets Manager: which secrets there are, what their policies and keys say, and who can read them by that.
import { afterEach, describe, expect, test } from '@jest/globals';
import { secretsmanager as collector } from '../../../../src/providers/aws/secretsmanager/collect.ts';
import { secretsmanager } from '../../../../src/providers/aws/secretsmanager/service.ts';
import {
  collected,
  denies,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { allow, controlled, exposures, judged, type Made, PARTNER, policy, UNREAD } from '../by-policy.ts';

const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-db-AbCdEf';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const THEM = { AWS: `arn:aws:iam::${PARTNER}:root` };

function secret(settings: Record<string, unknown>, more: Partial<Made> = {}): Made {
  return {
    type: 'aws.secretsmanager.secret',
    id: ARN,
    settings: { key: null, keyPolicy: null, keyGrants: null, ...settings },
    ...more,
  };
}

const SHARED = policy(allow(THEM, 'secretsmanager:GetSecretValue'));
const OWN = allow({ AWS: 'arn:aws:iam::111122223333:root' }, 'kms:*');

describe('who can read a secret', () => {
  test.each<[string, Made, string[]]>([
    ['no policy', secret({ policy: null }), []],
    [
      'no policy, and a customer key that nobody asked for',
      secret({ policy: null, key: KEY, keyPolicy: undefined }),
      [],
    ],
    ['shared, but the AWS managed key shuts the value', secret({ policy: SHARED }), []],
    [
      'shared, and the AWS managed key does not shut what needs no key',
      secret({ policy: policy(allow(THEM, 'secretsmanager:*')) }),
      [`named-outsider admin,meta open aws-account ${PARTNER}`],
    ],
    [
      'shared with its key',
      secret({ policy: SHARED, key: KEY, keyPolicy: policy(OWN, allow(THEM, 'kms:Decrypt')) }),
      [`named-outsider read open aws-account ${PARTNER}`],
    ],
    [
      'shared, with its key by grant',
      secret({
        policy: SHARED,
        key: KEY,
        keyPolicy: policy(OWN),
        keyGrants: [{ id: 'g1', grantee: THEM.AWS, operations: ['Decrypt'] }],
      }),
      [`named-outsider read open aws-account ${PARTNER}`],
    ],
    [
      'shared, and the grants of its key could not be read',
      secret({ policy: SHARED, key: KEY, keyPolicy: policy(OWN), keyGrants: undefined }),
      [`named-outsider read unknown aws-account ${PARTNER}`],
    ],
    ['shared without its key', secret({ policy: SHARED, key: KEY, keyPolicy: policy(OWN) }), []],
    [
      'shared, and its key could not be read',
      secret({ policy: SHARED, key: KEY, keyPolicy: undefined }),
      [`named-outsider read unknown aws-account ${PARTNER}`],
    ],
    [
      'any account, with its key',
      secret({
        policy: policy(allow('*', 'secretsmanager:GetSecretValue')),
        key: KEY,
        keyPolicy: policy(OWN, allow('*', 'kms:Decrypt')),
      }),
      ['anyone-registered read open aws-account'],
    ],
    ['the policy could not be read', secret({ policy: undefined }), [UNREAD]],
    [
      'shut by the organization',
      secret(
        { policy: policy(allow(THEM, 'secretsmanager:DescribeSecret')) },
        { account: controlled('secretsmanager:*') },
      ),
      [`named-outsider meta shut-by aws-account ${PARTNER}`],
    ],
  ])('%s', (_name, given, expected) => {
    expect(judged(secretsmanager, given)).toEqual(expected);
  });

  test('what was missing is named: the policy of the key', () => {
    const [undecided] = exposures(secretsmanager, secret({ policy: SHARED, key: KEY, keyPolicy: undefined }));
    expect(undecided?.missing).toMatchObject([{ setting: 'keyPolicy', reason: 'denied' }]);
  });
});

describe('reading', () => {
  let server: OperationsServer | undefined;
  afterEach(async () => await server?.stop());

  async function read(replies: Replies) {
    server = await serveOperations(replies);
    const records = await collected(collector.collect(server.place));
    return { records, names: server.asked.map(({ name }) => name) };
  }
  const named = (name: string, key?: string) => ({
    ARN: ARN.replace('orders-db', name),
    Name: name,
    KmsKeyId: key,
  });

  test('all pages; each key once, and only for secrets with a policy', async () => {
    const { records, names } = await read({
      ListSecrets: ({ input }) =>
        input['NextToken'] === undefined
          ? { SecretList: [named('a', KEY), named('b', KEY), named('plain', KEY)], NextToken: 'two' }
          : { SecretList: [named('default'), named('aws', 'alias/aws/secretsmanager'), named('gone')] },
      GetResourcePolicy: ({ input }) =>
        /:secret:(a|b|default|aws)-/.test(String(input['SecretId']))
          ? { ResourcePolicy: JSON.stringify(SHARED) }
          : String(input['SecretId']).includes(':plain-')
            ? {}
            : fails(400, 'ResourceNotFoundException'),
      GetKeyPolicy: { Policy: JSON.stringify(policy(OWN)) },
      ListGrants: { Grants: [], Truncated: false },
    });
    expect(records).toMatchObject([
      { name: 'a', settings: { policy: SHARED, key: KEY, keyPolicy: policy(OWN), keyGrants: [] } },
      { name: 'b', settings: { policy: SHARED, key: KEY, keyPolicy: policy(OWN), keyGrants: [] } },
      { name: 'plain', settings: { policy: null, key: KEY }, unknowns: [] },
      { name: 'default', settings: { policy: SHARED, key: null, keyPolicy: null, keyGrants: null } },
      { name: 'aws', settings: { policy: SHARED, key: null, keyPolicy: null, keyGrants: null } },
      { type: 'aws.secretsmanager.secret', state: 'complete', seen: 5 },
    ]);
    expect(names.filter((name) => name === 'GetKeyPolicy')).toHaveLength(1);
    expect(names.filter((name) => name === 'ListGrants')).toHaveLength(1);
  });

  test('denied: the list, a policy, a key', async () => {
    expect((await read({ ListSecrets: denies() })).records).toMatchObject([
      { state: 'unknown', reason: 'denied', permission: 'secretsmanager:ListSecrets' },
    ]);
    await server?.stop();
    const list = { ListSecrets: { SecretList: [named('a', KEY)] } };
    expect((await read({ ...list, GetResourcePolicy: denies() })).records[0]).toMatchObject({
      unknowns: [{ setting: 'policy', reason: 'denied', permission: 'secretsmanager:GetResourcePolicy' }],
    });
    await server?.stop();
    const key = { GetKeyPolicy: { Policy: JSON.stringify(policy(OWN)) }, ListGrants: { Grants: [] } };
    const shared = { ...list, ...key, GetResourcePolicy: { ResourcePolicy: JSON.stringify(SHARED) } };
    expect((await read({ ...shared, GetKeyPolicy: denies() })).records[0]).toMatchObject({
      settings: { policy: SHARED },
      unknowns: [{ setting: 'keyPolicy', reason: 'denied', permission: 'kms:GetKeyPolicy' }],
    });
    await server?.stop();
    expect((await read({ ...shared, ListGrants: denies() })).records[0]).toMatchObject({
      unknowns: [{ setting: 'keyGrants', reason: 'denied', permission: 'kms:ListGrants' }],
    });
  });
});
