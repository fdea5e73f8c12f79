// EFS: file systems, and who may mount them.
import { afterEach, describe, expect, test } from '@jest/globals';
import { efs as collector } from '../../../../src/providers/aws/efs/collect.ts';
import { efs } from '../../../../src/providers/aws/efs/service.ts';
import {
  collected,
  denies,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { exposures, judged, type Made, PARTNER, policy, UNREAD } from '../by-policy.ts';

const ARN = 'arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-0123456789abcdef0';
const CLIENT = ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'];
const THEM = { AWS: `arn:aws:iam::${PARTNER}:root` };

/** File system policies need no Resource. */
function may(principal: unknown, action: string | string[], more: object = {}): object {
  return { Effect: 'Allow', Principal: principal, Action: action, ...more };
}

function system(settings: Record<string, unknown>): Made {
  return { type: 'aws.efs.file-system', id: ARN, settings };
}

describe('who can mount a file system', () => {
  test.each<[string, Made, string[]]>([
    ['no policy: clients in the network of the owner', system({ policy: null }), []],
    [
      'the policy of the console: whoever reaches a mount target, by TLS',
      system({
        policy: policy(
          may({ AWS: '*' }, CLIENT, {
            Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } },
          }),
          {
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: '*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ),
      }),
      [],
    ],
    [
      'everybody: the network is all that is left',
      system({ policy: policy(may('*', CLIENT)) }),
      ['anyone read,write shut-by'],
    ],
    [
      'another account',
      system({ policy: policy(may(THEM, CLIENT)) }),
      [`named-outsider read,write open aws-account ${PARTNER}`],
    ],
    [
      'another account manages it, everybody mounts it',
      system({ policy: policy(may('*', CLIENT), may(THEM, 'elasticfilesystem:PutFileSystemPolicy')) }),
      ['anyone read,write shut-by', `named-outsider admin open aws-account ${PARTNER}`],
    ],
    ['the policy could not be read', system({ policy: undefined }), [UNREAD]],
  ])('%s', (_name, given, expected) => {
    expect(judged(efs, given)).toEqual(expected);
  });

  test('what the network shuts has no proof that would succeed', () => {
    const [shut] = exposures(efs, system({ policy: policy(may('*', CLIENT)) }));
    expect(shut).not.toHaveProperty('witness');
    expect(shut?.guard?.en).toBe('the network of its mount targets');
  });
});

describe('reading', () => {
  let server: OperationsServer | undefined;
  afterEach(async () => await server?.stop());

  async function read(replies: Replies) {
    server = await serveOperations(replies);
    return await collected(collector.collect(server.place));
  }
  const LIST = 'GET /2015-02-01/file-systems';
  const POLICY = 'GET /2015-02-01/file-systems/fs-0123456789abcdef0/policy';
  const shared = policy(may(THEM, CLIENT));
  const one = { FileSystemId: 'fs-0123456789abcdef0', FileSystemArn: ARN, Name: 'uploads' };

  test('all pages, a policy, none', async () => {
    const records = await read({
      [LIST]: ({ query }) =>
        query.get('Marker') === null
          ? { FileSystems: [one], NextMarker: 'two' }
          : { FileSystems: [{ FileSystemId: 'fs-2' }] },
      [POLICY]: { FileSystemId: 'fs-0123456789abcdef0', Policy: JSON.stringify(shared) },
      'GET /2015-02-01/file-systems/fs-2/policy': fails(404, 'PolicyNotFound'),
    });
    expect(records).toMatchObject([
      { type: 'aws.efs.file-system', id: ARN, name: 'uploads', settings: { policy: shared } },
      {
        id: ARN.replace('fs-0123456789abcdef0', 'fs-2'),
        name: 'fs-2',
        settings: { policy: null },
        unknowns: [],
      },
      { type: 'aws.efs.file-system', state: 'complete', seen: 2 },
    ]);
  });

  test('denied: the list, a policy', async () => {
    expect(await read({ [LIST]: denies() })).toMatchObject([
      { state: 'unknown', reason: 'denied', permission: 'elasticfilesystem:DescribeFileSystems' },
    ]);
    await server?.stop();
    expect((await read({ [LIST]: { FileSystems: [one] }, [POLICY]: denies() }))[0]).toMatchObject({
      unknowns: [
        { setting: 'policy', reason: 'denied', permission: 'elasticfilesystem:DescribeFileSystemPolicy' },
      ],
    });
  });
});
