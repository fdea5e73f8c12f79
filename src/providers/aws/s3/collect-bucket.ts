// Reads one bucket: what decides who can reach it, and nothing that decides nothing.
import type { Known, Resource } from '../../../snapshot/resource.ts';
import type { CollectRequest } from '../../provider.ts';
import { andThen, ask, settle } from '../ask.ts';
import { accountScope } from '../collector.ts';
import type { Session } from '../session.ts';
import type { AccessPoint, Acl } from './bucket.generated.ts';
import type { AccessPoints } from './collect-control.ts';
import type { multiRegionAccessPoints } from './collect-multi-region.ts';
import type { Regions } from './collect-reads.ts';
import {
  aclOf,
  blockPublicAccessOf,
  ownershipOf,
  policyOf,
  policyStatusOf,
  tagsOf,
  websiteOf,
} from './project.ts';

/** A bucket as it was listed. */
export interface Listed {
  name: string;
  created: string | undefined;
  region: Known<string>;
}

/** What all buckets of a collection are read with. */
export interface Reader {
  session: Session;
  regions: Regions;
  points: AccessPoints;
  multiRegion: ReturnType<typeof multiRegionAccessPoints>;
  needs: CollectRequest['needs'];
  earlier: CollectRequest['earlier'];
}

const TYPE = 'aws.s3.bucket';

/** All settings of one bucket; undefined when it was deleted after it had been listed. */
export async function readBucket(reader: Reader, listed: Listed): Promise<Resource | undefined> {
  const { session, regions, points, multiRegion, earlier } = reader;
  const id = `arn:${session.partition}:s3:::${listed.name}`;
  const known = earlier?.resource(accountScope(session.account), TYPE, id);
  if (known !== undefined) return known;
  const region = listed.region.state === 'present' ? listed.region.value : undefined;
  const s3 = regions.reads(region ?? session.home);
  const input = { Bucket: listed.name };
  const asks = <T>(setting: string, permission: string, absent: string, send: () => Promise<T>) =>
    ask(session.calls, { setting, permission: `s3:${permission}`, absent: [absent] }, send);
  const askPolicy = () => asks('policy', 'GetBucketPolicy', 'NoSuchBucketPolicy', () => s3.policy(input));
  const policyAndStatus = async () => {
    const policy = await askPolicy();
    // Without a policy there is no status either.
    if (policy.state === 'absent') return [policy, policy] as const;
    const status = await asks('policyStatus', 'GetBucketPolicyStatus', 'NoSuchBucketPolicy', () =>
      s3.policyStatus(input),
    );
    return [policy, status] as const;
  };
  const answers = await Promise.all([
    policyAndStatus(),
    ask(session.calls, { setting: 'acl', permission: 's3:GetBucketAcl' }, () => s3.acl(input)),
    asks('ownership', 'GetBucketOwnershipControls', 'OwnershipControlsNotFoundError', () =>
      s3.ownership(input),
    ),
    asks('blockPublicAccess', 'GetBucketPublicAccessBlock', 'NoSuchPublicAccessBlockConfiguration', () =>
      s3.blockPublicAccess(input),
    ),
    asks('website', 'GetBucketWebsite', 'NoSuchWebsiteConfiguration', () => s3.website(input)),
    points.of(listed.name, region),
    multiRegion.of(listed.name),
  ]);
  const [[policy, status], acl, ownership, block, website, attached, global] = answers;
  // One call that says so may be mistaken; two that do not may have come before the end.
  if ([policy, status, acl, ownership, block, website].some(isGone) && isGone(await askPolicy()))
    return undefined;
  const resource: Resource = {
    record: 'resource',
    type: TYPE,
    id,
    name: listed.name,
    scope: accountScope(session.account),
    ...(region !== undefined && { region }),
    settings: {},
    unknowns: [],
  };
  const document = andThen(policy, policyOf);
  const grants = andThen(acl, aclOf);
  settle(resource, 'policy', document);
  settle(resource, 'policyStatus', andThen(status, policyStatusOf));
  settle(resource, 'acl', grants);
  settle(resource, 'ownership', andThen(ownership, ownershipOf));
  settle(resource, 'blockPublicAccess', andThen(block, blockPublicAccessOf));
  settle(resource, 'website', andThen(website, websiteOf));
  settle(resource, 'accessPoints', attached);
  settle(resource, 'multiRegionAccessPoints', global);
  settle(resource, 'location', listed.region);
  if (listed.created !== undefined) settle(resource, 'created', { state: 'present', value: listed.created });
  if (reader.needs?.(TYPE, 'tags') !== false || mayLetIn(document, grants, [attached, global])) {
    const tags = await asks('tags', 'GetBucketTagging', 'NoSuchTagSet', () => s3.tags(input));
    settle(resource, 'tags', andThen(tags, tagsOf));
  }
  return resource;
}

function isGone(answer: Known<unknown>): boolean {
  return answer.state === 'unknown' && (answer.why.detail?.startsWith('NoSuchBucket:') ?? false);
}

/**
 * False when nobody but its owner can be let in, whatever guards it: then no exposure is made worse by how the data is marked, and tags are not
 * asked for.
 */
function mayLetIn(
  policy: Known<Record<string, unknown>>,
  acl: Known<Acl>,
  points: Known<AccessPoint[]>[],
): boolean {
  if (policy.state === 'unknown' || acl.state !== 'present') return true;
  if (policy.state === 'present' && !onlyDenies(policy.value)) return true;
  const { owner, grants } = acl.value;
  if (grants.some(({ grantee }) => grantee !== owner)) return true;
  return points.some((found) => found.state !== 'present' || found.value.length > 0);
}

function onlyDenies({ Statement }: Record<string, unknown>): boolean {
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  return statements.every(
    (one: unknown) => typeof one === 'object' && one !== null && Reflect.get(one, 'Effect') === 'Deny',
  );
}
