// Reads one bucket: what decides who can reach it, and nothing that decides nothing.
import type { Known, Resource } from '../../../snapshot/resource.ts';
import type { CollectRequest } from '../../provider.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { accountScope } from '../collector.ts';
import type { Session } from '../session/session.ts';
import { type AccessPoints, blocksOf } from './collect-control.ts';
import type { multiRegionAccessPoints } from './collect-multi-region.ts';
import type { Regions } from './collect-reads.ts';
import { blockedEncryptionOf, deniesCustomerKeys } from './customer-keys.ts';
import { type Heard, mayBeWritten, mayLetIn, namesAll, speaksOfPoints, statusDecides } from './matters.ts';
import {
  aclOf,
  blockPublicAccessOf,
  locationOf,
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
  const s3 = regions.reads(listed.region.state === 'present' ? listed.region.value : session.home);
  const input = { Bucket: listed.name };
  let told: string | undefined;
  const tell = (region: string) => {
    told = region;
  };
  const asks = <T>(setting: string, permission: string, absent: string[], send: () => Promise<T>) =>
    ask(session.calls, { setting, permission: `s3:${permission}`, absent }, send);
  const askPolicy = () =>
    asks('policy', 'GetBucketPolicy', ['NoSuchBucketPolicy'], () => s3.policy(input, tell));
  const [policy, acl, ownership, block, website] = await Promise.all([
    askPolicy(),
    asks('acl', 'GetBucketAcl', [], () => s3.acl(input, tell)),
    asks('ownership', 'GetBucketOwnershipControls', ['OwnershipControlsNotFoundError'], () =>
      s3.ownership(input, tell),
    ),
    asks('blockPublicAccess', 'GetBucketPublicAccessBlock', ['NoSuchPublicAccessBlockConfiguration'], () =>
      s3.blockPublicAccess(input, tell),
    ),
    asks('website', 'GetBucketWebsite', ['NoSuchWebsiteConfiguration'], () => s3.website(input, tell)),
  ]);
  const document = andThen(policy, policyOf);
  const location = await located(listed, told, speaksOfPoints(document) || wants(reader, 'location'), () =>
    asks('location', 'GetBucketLocation', [], () => s3.location(input)),
  );
  const region = location?.state === 'present' ? location.value : undefined;
  const [attached, global] = await Promise.all([
    location && points.of(listed.name, region),
    multiRegion.of(listed.name),
  ]);
  const heard: Heard = {
    account: session.account,
    policy: document,
    acl: andThen(acl, aclOf),
    ownership: andThen(ownership, ownershipOf),
    blocks: [andThen(block, blockPublicAccessOf), ...blocksOf(session)],
    points: attached === undefined ? [global] : [attached, global],
  };
  const [status, tags, encryption] = await Promise.all([
    wantsStatus(reader, heard)
      ? asks('policyStatus', 'GetBucketPolicyStatus', ['NoSuchBucketPolicy'], () => s3.policyStatus(input))
      : undefined,
    wants(reader, 'tags') || mayLetIn(heard)
      ? asks('tags', 'GetBucketTagging', ['NoSuchTagSet'], () => s3.tags(input))
      : undefined,
    wantsEncryption(reader, heard, id)
      ? asks(
          'blockedEncryption',
          'GetEncryptionConfiguration',
          ['ServerSideEncryptionConfigurationNotFoundError'],
          () => s3.encryption(input),
        )
      : undefined,
  ]);
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
  const found: [string, Known<unknown> | undefined][] = [
    ['policy', document],
    // Without a policy there is no status either.
    ['policyStatus', policy.state === 'absent' ? policy : status && andThen(status, policyStatusOf)],
    ['acl', heard.acl],
    ['ownership', heard.ownership],
    ['blockPublicAccess', heard.blocks[0]],
    ['website', andThen(website, websiteOf)],
    ['accessPoints', attached],
    ['multiRegionAccessPoints', global],
    ['location', location],
    ['created', listed.created === undefined ? undefined : { state: 'present', value: listed.created }],
    ['tags', tags && andThen(tags, tagsOf)],
    ['blockedEncryption', encryption && andThen(encryption, blockedEncryptionOf)],
  ];
  for (const [name, answer] of found) if (answer !== undefined) settle(resource, name, answer);
  return resource;
}

/** Whether a rule names a setting or a fact; as long as nobody knows the rules, every one may. */
function wants({ needs }: Reader, name: string): boolean {
  return needs?.(TYPE, name) !== false;
}

function wantsStatus(reader: Reader, heard: Heard): boolean {
  const { policy } = heard;
  if (policy.state === 'absent') return false;
  if (statusDecides(heard) || reader.needs === undefined || wants(reader, 'policyStatus')) return true;
  const certain = policy.state === 'present' && namesAll(policy.value);
  return !certain && wants(reader, 'facts.policyStatusDisagrees');
}

/** A call for every bucket is too many for what opens none: those that outsiders may write to are asked, unless the policy says it already. */
function wantsEncryption(reader: Reader, heard: Heard, id: string): boolean {
  if (wants(reader, 'blockedEncryption')) return true;
  const { policy } = heard;
  const said = policy.state === 'present' && deniesCustomerKeys(policy.value, id);
  return !said && wants(reader, 'facts.customerKeysRefused') && mayBeWritten(heard);
}

/** The region by the list, or by what the first answers told; else asked for where it decides anything, and otherwise left open. */
async function located(
  { region }: Listed,
  told: string | undefined,
  needed: boolean,
  askFor: () => Promise<Known<object>>,
): Promise<Known<string> | undefined> {
  if (region.state === 'present') return region;
  if (told !== undefined) return { state: 'present', value: told };
  if (region.state === 'unknown') return region;
  return needed ? andThen(await askFor(), locationOf) : undefined;
}

function isGone(answer: Known<unknown> | undefined): boolean {
  return answer?.state === 'unknown' && (answer.why.detail?.startsWith('NoSuchBucket:') ?? false);
}
