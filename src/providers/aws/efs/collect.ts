// Reads EFS through the SDK: the file systems of a region and their policies.
import { DescribeFileSystemPolicyCommand, DescribeFileSystemsCommand, EFSClient } from '@aws-sdk/client-efs';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type RegionalCollector } from '../collector.ts';
import { policyIn } from '../policy/project.ts';

const TYPE = 'aws.efs.file-system';

/** EFS, live. */
export const efs: RegionalCollector = {
  service: 'efs',
  regional: true,
  collect(place) {
    const client = connect(EFSClient, place);
    return readList(place, {
      type: TYPE,
      permission: 'elasticfilesystem:DescribeFileSystems',
      page: async (Marker) => {
        const answer = await client.send(new DescribeFileSystemsCommand({ Marker, MaxItems: 100 }));
        return { items: answer.FileSystems, next: answer.NextMarker };
      },
      read: async ({ FileSystemId = '', FileSystemArn, Name }) => {
        const question = {
          setting: 'policy',
          permission: 'elasticfilesystem:DescribeFileSystemPolicy',
          absent: ['PolicyNotFound', 'FileSystemNotFound'],
        };
        const answer = await ask(place.calls, question, () =>
          client.send(new DescribeFileSystemPolicyCommand({ FileSystemId })),
        );
        const { partition, region, account } = place;
        const arn =
          FileSystemArn ??
          `arn:${partition}:elasticfilesystem:${region}:${account}:file-system/${FileSystemId}`;
        const system = resourceOf(place, TYPE, arn, Name === undefined || Name === '' ? FileSystemId : Name);
        settle(
          system,
          'policy',
          andThen(answer, ({ Policy }) => policyIn(Policy)),
        );
        return system;
      },
    });
  },
};
