// The key that a service encrypts with by default. What it encrypts cannot be shared, so nobody need ask whom it is shared with.
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { ask } from '../collecting/ask.ts';
import { connect, type Place } from '../collector.ts';

/**
 * The ARN of the AWS managed key with an alias (`alias/aws/ebs`) in a region, asked for once and only when somebody wants it; undefined where
 * there is none or it could not be read: then everything has to be asked. Snapshots under it cannot be shared (EBS user guide, "Share an
 * Amazon EBS snapshot"; RDS user guide, "Sharing encrypted snapshots").
 */
export function defaultKey(place: Place, alias: string): () => Promise<string | undefined> {
  let known: Promise<string | undefined> | undefined;
  return () => {
    known ??= read(place, alias);
    return known;
  };
}

async function read(place: Place, alias: string): Promise<string | undefined> {
  const client = connect(KMSClient, place);
  const question = { setting: 'key', permission: 'kms:DescribeKey', absent: ['NotFoundException'] };
  const answer = await ask(place.calls, question, () =>
    client.send(new DescribeKeyCommand({ KeyId: alias })),
  );
  return answer.state === 'present' ? answer.value.KeyMetadata?.Arn : undefined;
}
