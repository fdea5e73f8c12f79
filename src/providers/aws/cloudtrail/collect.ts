// Reads CloudTrail through the SDK: the trails of all regions, and whether they record access to objects in S3.
import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import type { Known } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { resourceOf } from '../collecting/listed.ts';
import { type Collector, connect } from '../collector.ts';
import type { Session } from '../session/session.ts';
import type { Account } from './account.generated.ts';
import { recordedBy } from './selectors.ts';

type Recorder = NonNullable<Account['trails']>[number];

/**
 * CloudTrail, live. One region tells of every trail of all regions, those of the organization among them (CloudTrail API reference,
 * DescribeTrails: shadow trails); a trail of one region cannot record the whole account.
 */
export const cloudtrail: Collector = {
  service: 'cloudtrail',
  async *collect(session) {
    const resource = resourceOf(
      session,
      'aws.cloudtrail.account',
      `${session.account}/cloudtrail`,
      session.account,
    );
    const client = connect(CloudTrailClient, { ...session, region: session.home });
    const question = { setting: 'trails', permission: 'cloudtrail:DescribeTrails' };
    const answer = await ask(session.calls, question, () => client.send(new DescribeTrailsCommand({})));
    const everywhere = andThen(answer, ({ trailList = [] }) => ({
      state: 'present',
      value: trailList.filter(({ IsMultiRegionTrail }) => IsMultiRegionTrail === true),
    }));
    settle(
      resource,
      'trails',
      everywhere.state === 'present'
        ? settled(await Promise.all(everywhere.value.map((trail) => readTrail(session, trail))))
        : everywhere,
    );
    yield resource;
  },
};

/** All of them; where some could not be read, the others, if they record everything, and unknown if not. */
function settled(read: Known<Recorder>[]): Known<Recorder[]> {
  const trails = read.flatMap((one) => (one.state === 'present' ? [one.value] : []));
  const unread = read.find((one) => one.state === 'unknown');
  const at = trails.filter(({ logging }) => logging === true);
  const whole = at.some(({ s3Reads }) => s3Reads) && at.some(({ s3Writes }) => s3Writes);
  return unread === undefined || whole ? { state: 'present', value: trails } : unread;
}

/** Absent: the trail was deleted meanwhile. */
async function readTrail(session: Session, trail: Trail): Promise<Known<Recorder>> {
  const { TrailARN: arn = '', HomeRegion: region = session.home, HasCustomEventSelectors: custom } = trail;
  // From the start a trail records management events alone.
  if (custom === false) return { state: 'present', value: { name: arn, s3Reads: false, s3Writes: false } };
  const client = connect(CloudTrailClient, { ...session, region });
  const asks = <T>(permission: string, send: () => Promise<T>) =>
    ask(session.calls, { setting: 'trails', permission, absent: ['TrailNotFoundException'] }, send);
  const selectors = await asks('cloudtrail:GetEventSelectors', () =>
    client.send(new GetEventSelectorsCommand({ TrailName: arn })),
  );
  if (selectors.state !== 'present') return selectors;
  const records = recordedBy(selectors.value);
  const known: Recorder = { name: arn, ...records };
  if (!records.s3Reads && !records.s3Writes) return { state: 'present', value: known };
  const status = await asks('cloudtrail:GetTrailStatus', () =>
    client.send(new GetTrailStatusCommand({ Name: arn })),
  );
  return andThen(status, ({ IsLogging }) => ({
    state: 'present',
    value: { ...known, logging: IsLogging === true },
  }));
}
