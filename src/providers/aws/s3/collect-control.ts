// Reads what S3 Control knows: Block Public Access of the account, and access points with their policies.
import { DescribeEffectivePolicyCommand } from '@aws-sdk/client-organizations';
import {
  GetAccessPointCommand,
  GetAccessPointPolicyCommand,
  GetAccessPointPolicyStatusCommand,
  GetPublicAccessBlockCommand,
  ListAccessPointsCommand,
  S3ControlClient,
} from '@aws-sdk/client-s3-control';
import pMap from 'p-map';
import type { Known, Listing, Resource, Unknown } from '../../../snapshot/resource.ts';
import { organizationsClient } from '../account/collect.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { accountScope } from '../collector.ts';
import type { Session } from '../session/session.ts';
import type { AccessPoint, BlockPublicAccess } from './bucket.generated.ts';
import {
  accessPointOf,
  blockPublicAccessOf,
  organizationBlockOf,
  policyOf,
  policyStatusOf,
} from './project.ts';

const CONCURRENCY = 8;
const PAGE = 1000;

/** What was read of an account, for the buckets that are read after it. */
const blocks = new WeakMap<Session, Known<BlockPublicAccess>[]>();

/** Block Public Access of the account and of its organization, as far as this run has read it. */
export function blocksOf(session: Session): Known<BlockPublicAccess>[] {
  const why: Unknown = { setting: 'blockPublicAccess', reason: 'missing' };
  return blocks.get(session) ?? [{ state: 'unknown', why }];
}

/** The context resource `aws.s3.account`. */
export async function* accountSettings(session: Session): AsyncIterable<Listing | Resource> {
  const client = controlClient(session, session.home);
  const scope = accountScope(session.account);
  const question = {
    setting: 'blockPublicAccess',
    permission: 's3:GetAccountPublicAccessBlock',
    absent: ['NoSuchPublicAccessBlockConfiguration'],
  };
  const [answer, organization] = await Promise.all([
    ask(session.calls, question, () =>
      client.send(new GetPublicAccessBlockCommand({ AccountId: session.account })),
    ),
    organizationBlock(session),
  ]);
  const type = 'aws.s3.account';
  const { account } = session;
  const resource: Resource = {
    record: 'resource',
    type,
    id: `arn:${session.partition}:s3:::account/${account}`,
    name: account,
    scope,
    settings: {},
    unknowns: [],
  };
  const block = andThen(answer, blockPublicAccessOf);
  // What the organization sets counts only where it could be read.
  blocks.set(session, organization.state === 'present' ? [block, organization] : [block]);
  settle(resource, 'blockPublicAccess', block);
  settle(resource, 'organizationBlockPublicAccess', organization);
  yield resource;
  yield { record: 'listing', scope, type, state: 'complete', seen: 1 };
}

/** The S3 policy in effect for this account, which any account of an organization may ask for (DescribeEffectivePolicy). */
async function organizationBlock(session: Session): Promise<Known<BlockPublicAccess>> {
  const client = organizationsClient(session);
  const question = {
    setting: 'organizationBlockPublicAccess',
    permission: 'organizations:DescribeEffectivePolicy',
    absent: ['AWSOrganizationsNotInUseException', 'EffectivePolicyNotFoundException'],
  };
  const answer = await ask(session.calls, question, () =>
    client.send(new DescribeEffectivePolicyCommand({ PolicyType: 'S3_POLICY' })),
  );
  return andThen(answer, organizationBlockOf);
}

/** Looks up the access points of a bucket; each region is listed once, when its first bucket comes. */
export interface AccessPoints {
  /** `region` undefined: the bucket's region could not be read, and so neither can its access points. */
  of(bucket: string, region: string | undefined): Promise<Known<AccessPoint[]>>;
}

export function accessPoints(session: Session): AccessPoints {
  const regions = new Map<string, Promise<Known<Map<string, AccessPoint[]>>>>();
  return {
    async of(bucket, region) {
      if (region === undefined)
        return { state: 'unknown', why: { ...LIST, reason: 'failed', detail: 'the region is not known' } };
      const found = regions.get(region) ?? readRegion(session, region);
      regions.set(region, found);
      return andThen(await found, (points) => ({ state: 'present', value: points.get(bucket) ?? [] }));
    },
  };
}

const LIST = { setting: 'accessPoints', permission: 's3:ListAccessPoints' };

async function readRegion(session: Session, region: string): Promise<Known<Map<string, AccessPoint[]>>> {
  const client = controlClient(session, region);
  const listed: object[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ask(session.calls, LIST, () =>
      client.send(new ListAccessPointsCommand({ AccountId: session.account, MaxResults: PAGE, NextToken })),
    );
    if (page.state !== 'present') return page;
    if (page.value.AccessPointList === undefined && page.value.$metadata.httpStatusCode !== 200)
      return { state: 'unknown', why: { ...LIST, reason: 'malformed', detail: 'the answer is no list' } };
    listed.push(...(page.value.AccessPointList ?? []));
    ({ NextToken } = page.value);
  } while (NextToken !== undefined && NextToken !== '');
  const points = await pMap(listed, (item) => readPoint(session, client, item), { concurrency: CONCURRENCY });
  const found = new Map<string, AccessPoint[]>();
  for (const point of points) {
    if (point === undefined) continue;
    const { bucket, accessPoint } = point;
    found.set(bucket, [...(found.get(bucket) ?? []), accessPoint]);
  }
  return { state: 'present', value: found };
}

async function readPoint(
  session: Session,
  client: S3ControlClient,
  item: object,
): Promise<{ bucket: string; accessPoint: AccessPoint } | undefined> {
  const listed = accessPointOf(item);
  if (listed === undefined) return undefined;
  const input = { AccountId: session.account, Name: listed.accessPoint.name };
  const absent = ['NoSuchAccessPointPolicy'];
  const policyAndStatus = async () => {
    const policy = await ask(
      session.calls,
      { setting: 'policy', permission: 's3:GetAccessPointPolicy', absent },
      () => client.send(new GetAccessPointPolicyCommand(input)),
    );
    // Without a policy there is no status either.
    if (policy.state === 'absent') return [policy, policy] as const;
    const status = await ask(
      session.calls,
      { setting: 'policyStatus', permission: 's3:GetAccessPointPolicyStatus', absent },
      () => client.send(new GetAccessPointPolicyStatusCommand(input)),
    );
    return [policy, status] as const;
  };
  const [details, [policy, status]] = await Promise.all([
    ask(session.calls, { setting: 'blockPublicAccess', permission: 's3:GetAccessPoint' }, () =>
      client.send(new GetAccessPointCommand(input)),
    ),
    policyAndStatus(),
  ]);
  const settings: Record<string, unknown> = {};
  const unknowns: Unknown[] = [];
  settle({ settings, unknowns }, 'blockPublicAccess', andThen(details, blockPublicAccessOf));
  settle({ settings, unknowns }, 'policy', andThen(policy, policyOf));
  settle({ settings, unknowns }, 'policyStatus', andThen(status, policyStatusOf));
  return {
    bucket: listed.bucket,
    accessPoint: { ...listed.accessPoint, ...settings, ...(unknowns.length > 0 && { unknowns }) },
  };
}

/** With an endpoint of one's own the SDK would still put the account id before its host. */
export function controlClient(session: Session, region: string): S3ControlClient {
  const { endpoint } = session.options;
  return new S3ControlClient({
    ...session.options,
    region,
    ...(endpoint !== undefined && { endpointProvider: () => ({ url: new URL(endpoint) }) }),
  });
}
