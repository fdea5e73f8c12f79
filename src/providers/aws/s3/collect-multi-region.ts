// Reads Multi-Region Access Points of the account with their policies.
import {
  GetMultiRegionAccessPointPolicyCommand,
  GetMultiRegionAccessPointPolicyStatusCommand,
  ListMultiRegionAccessPointsCommand,
  type S3ControlClient,
} from '@aws-sdk/client-s3-control';
import pMap from 'p-map';
import type { Known, Unknown } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import type { Session } from '../session/session.ts';
import type { AccessPoint } from './bucket.generated.ts';
import { controlClient } from './collect-control.ts';
import { type MultiRegion, multiRegionOf, multiRegionPolicyOf, policyStatusOf } from './project.ts';

/** Where AWS answers all questions about them (S3 user guide, "Using Multi-Region Access Points with supported API operations"). */
const HOME = 'us-west-2';
const CONCURRENCY = 8;
/** More than an account can have (100 by default); the list has no pages, and a server that makes some up ends here. */
const MAX_PAGES = 20;
const LIST = { setting: 'multiRegionAccessPoints', permission: 's3:ListMultiRegionAccessPoints' };

/** Looks up the Multi-Region Access Points of a bucket; the account is listed once, when its first bucket comes. */
export function multiRegionAccessPoints(session: Session): {
  of(bucket: string): Promise<Known<AccessPoint[]>>;
} {
  let found: Promise<Known<Map<string, AccessPoint[]>>> | undefined;
  return {
    async of(bucket) {
      found ??= readAll(session);
      return andThen(await found, (points) => ({ state: 'present', value: points.get(bucket) ?? [] }));
    },
  };
}

async function readAll(session: Session): Promise<Known<Map<string, AccessPoint[]>>> {
  // No other partition has them (S3 user guide, "Multi-Region Access Point restrictions and limitations").
  if (session.partition !== 'aws') return { state: 'present', value: new Map() };
  const client = controlClient(session, HOME);
  const listed: object[] = [];
  let NextToken: string | undefined;
  for (let pages = 0; ; pages++) {
    if (pages === MAX_PAGES)
      return {
        state: 'unknown',
        why: { ...LIST, reason: 'cut-short', detail: `more than ${MAX_PAGES} pages` },
      };
    const page = await ask(session.calls, LIST, () =>
      client.send(new ListMultiRegionAccessPointsCommand({ AccountId: session.account, NextToken })),
    );
    if (page.state !== 'present') return page;
    listed.push(...(page.value.AccessPoints ?? []));
    ({ NextToken } = page.value);
    if (NextToken === undefined || NextToken === '') break;
  }
  const points: MultiRegion[] = [];
  for (const item of listed) {
    const point = multiRegionOf(item, session.account, session.partition);
    if (point !== undefined) points.push(point);
  }
  const read = await pMap(points, (point) => readPoint(session, client, point), { concurrency: CONCURRENCY });
  const found = new Map<string, AccessPoint[]>();
  for (const [index, { buckets }] of points.entries()) {
    const point = read[index];
    // A bucket of another account is judged where that account is read.
    const own = buckets.filter(({ account }) => account === undefined || account === session.account);
    if (point === undefined) continue;
    for (const { name } of own) found.set(name, [...(found.get(name) ?? []), point]);
  }
  return { state: 'present', value: found };
}

async function readPoint(
  session: Session,
  client: S3ControlClient,
  { accessPoint, blockPublicAccess }: MultiRegion,
): Promise<AccessPoint> {
  const input = { AccountId: session.account, Name: accessPoint.name };
  const question = (setting: string, permission: string) => ({
    setting,
    permission: `s3:${permission}`,
    absent: ['NoSuchMultiRegionAccessPointPolicy', 'NoSuchAccessPointPolicy'],
  });
  const policy = andThen(
    await ask(session.calls, question('policy', 'GetMultiRegionAccessPointPolicy'), () =>
      client.send(new GetMultiRegionAccessPointPolicyCommand(input)),
    ),
    multiRegionPolicyOf,
  );
  // Without a policy there is no status either.
  const status =
    policy.state === 'absent'
      ? policy
      : await ask(session.calls, question('policyStatus', 'GetMultiRegionAccessPointPolicyStatus'), () =>
          client.send(new GetMultiRegionAccessPointPolicyStatusCommand(input)),
        );
  const settings: Record<string, unknown> = {};
  const unknowns: Unknown[] = [];
  settle({ settings, unknowns }, 'policy', policy);
  settle({ settings, unknowns }, 'policyStatus', andThen(status, policyStatusOf));
  settle({ settings, unknowns }, 'blockPublicAccess', blockPublicAccess);
  return { ...accessPoint, ...settings, ...(unknowns.length > 0 && { unknowns }) };
}
