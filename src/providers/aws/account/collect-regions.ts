// Which regions an account uses: those that were asked for, or all that are enabled.
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Listing } from '../../../snapshot/resource.ts';
import { ask } from '../collecting/ask.ts';
import { listingOf } from '../collecting/listed.ts';
import type { Session } from '../session/session.ts';

/** Regions that every account of a partition has (AWS General Reference, regions that are enabled by default). */
const DEFAULT: Record<string, string[]> = {
  aws: [
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
    'ca-central-1',
    'sa-east-1',
    'eu-central-1',
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
    'eu-north-1',
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-northeast-3',
    'ap-south-1',
    'ap-southeast-1',
    'ap-southeast-2',
  ],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-us-gov': ['us-gov-west-1', 'us-gov-east-1'],
};

/**
 * The regions to read: `given`, else what DescribeRegions answers (the enabled ones), else the ones that every account has, with a listing
 * that says that others may be in use. Nothing is asked where no regional service is.
 */
export async function readRegions(
  session: Session,
  given: string[],
  needed: boolean,
): Promise<{ names: string[]; listing?: Listing }> {
  if (given.length > 0 || !needed) return { names: given };
  const client = new EC2Client({ ...session.options, region: session.home });
  const question = { setting: 'region', permission: 'ec2:DescribeRegions' };
  const answer = await ask(session.calls, question, () => client.send(new DescribeRegionsCommand({})));
  const found =
    answer.state === 'present'
      ? (answer.value.Regions ?? []).flatMap(({ RegionName }) => RegionName ?? [])
      : [];
  if (found.length > 0) return { names: found.sort() };
  const why =
    answer.state === 'unknown'
      ? answer.why
      : { ...question, reason: 'malformed' as const, detail: 'the answer names no region' };
  const names = DEFAULT[session.partition] ?? [session.home];
  return { names, listing: listingOf('region', { account: session.account }, names.length, why) };
}
