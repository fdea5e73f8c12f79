// How much there is in an account, for a plan: numbers that few calls tell.
import { GetAccountSummaryCommand, IAMClient } from '@aws-sdk/client-iam';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ask } from '../collecting/ask.ts';
import type { Session } from '../session/session.ts';

/** Resource type -> how many; a type that is left out could not be counted. */
export type Sizes = Map<string, number>;

const MOST_PAGES = 100;

/** Two calls, and one more for every 10,000 buckets. */
export async function readSizes(session: Session, services: string[]): Promise<Sizes> {
  const sizes: Sizes = new Map();
  const wanted = (service: string) => services.length === 0 || services.includes(service);
  const buckets = wanted('s3') ? await countBuckets(session) : undefined;
  if (buckets !== undefined) sizes.set('aws.s3.bucket', buckets);
  if (wanted('iam')) await countIam(session, sizes);
  return sizes;
}

async function countBuckets(session: Session): Promise<number | undefined> {
  const client = new S3Client({ ...session.options, region: session.home, forcePathStyle: true });
  const question = { setting: 'aws.s3.bucket', permission: 's3:ListAllMyBuckets' };
  let count = 0;
  let ContinuationToken: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const command = new ListBucketsCommand({ MaxBuckets: 10_000, ContinuationToken });
    const page = await ask(session.calls, question, () => client.send(command));
    if (page.state !== 'present') return undefined;
    count += page.value.Buckets?.length ?? 0;
    ({ ContinuationToken } = page.value);
    if (ContinuationToken === undefined || ContinuationToken === '') return count;
  }
  return undefined;
}

/** GetAccountSummary names its counts `Roles`, `Users`, `Groups`, `Policies`, `Providers` (IAM API reference). */
async function countIam(session: Session, sizes: Sizes): Promise<void> {
  const client = new IAMClient({ ...session.options, region: session.home });
  const question = { setting: 'aws.iam.account', permission: 'iam:GetAccountSummary' };
  const answer = await ask(session.calls, question, () => client.send(new GetAccountSummaryCommand({})));
  if (answer.state !== 'present') return;
  const { Roles, Users, Providers } = answer.value.SummaryMap ?? {};
  if (Roles !== undefined) sizes.set('aws.iam.role', Roles);
  if (Users !== undefined) sizes.set('aws.iam.user', Users);
  if (Providers !== undefined) sizes.set('aws.iam.identity-provider', Providers);
}
