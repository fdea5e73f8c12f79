// Answers of CloudFront -> settings.
import type {
  CacheBehavior,
  DefaultCacheBehavior,
  DistributionSummary,
  Origin,
} from '@aws-sdk/client-cloudfront';
import type { Distribution } from './distribution.generated.ts';

type OriginSetting = NonNullable<Distribution['origins']>[number];
type BehaviorSetting = NonNullable<Distribution['behaviors']>[number];

const WEBSITE = /^(.+)\.s3-website[.-]([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;
const BUCKET = /^(.+?)\.s3(?:[.-](?:dualstack\.)?([a-z]{2}-[a-z0-9-]+-\d))?\.amazonaws\.com(?:\.cn)?$/;

/** The bucket, and its region where the name says so, that a host of S3 stands for; undefined for any other host. */
export function bucketOf(host: string): { bucket: string; region?: string; website: boolean } | undefined {
  const website = WEBSITE.exec(host);
  const found = website ?? BUCKET.exec(host);
  const [, bucket, region] = found ?? [];
  if (bucket === undefined) return undefined;
  return { bucket, website: website !== null, ...(region !== undefined && { region }) };
}

function originOf({
  Id = '',
  DomainName = '',
  OriginPath,
  S3OriginConfig,
  OriginAccessControlId,
}: Origin): OriginSetting {
  const base = { id: Id, domain: DomainName, ...(OriginPath ? { path: OriginPath } : {}) };
  const found = bucketOf(DomainName);
  if (found === undefined) return base;
  const identity = S3OriginConfig?.OriginAccessIdentity?.split('/').at(-1);
  const { bucket } = found;
  if (found.website) return { ...base, bucket, access: 'website' };
  if (OriginAccessControlId) return { ...base, bucket, access: 'origin-access-control' };
  if (identity) return { ...base, bucket, access: 'origin-access-identity', identity };
  return { ...base, bucket, access: 'unsigned' };
}

function behaviorOf(
  path: string,
  behavior: CacheBehavior | DefaultCacheBehavior,
  members: Map<string, string[]>,
): BehaviorSetting {
  const { TargetOriginId = '', TrustedSigners, TrustedKeyGroups, AllowedMethods } = behavior;
  const functions = [
    ...(behavior.LambdaFunctionAssociations?.Items ?? []).flatMap(({ EventType, LambdaFunctionARN }) =>
      EventType === 'viewer-request' || EventType === 'origin-request' ? (LambdaFunctionARN ?? []) : [],
    ),
    ...(behavior.FunctionAssociations?.Items ?? []).flatMap(({ EventType, FunctionARN }) =>
      EventType === 'viewer-request' ? (FunctionARN ?? []) : [],
    ),
  ];
  return {
    path,
    origins: members.get(TargetOriginId) ?? [TargetOriginId],
    signed: TrustedSigners?.Enabled === true || TrustedKeyGroups?.Enabled === true,
    methods: AllowedMethods?.Items ?? ['GET', 'HEAD'],
    ...(functions.length > 0 && { functions }),
  };
}

/** What a list of distributions says of one; its buckets come later. */
export function distributionOf(summary: DistributionSummary): Distribution {
  const { Enabled, Staging, DomainName, Aliases, WebACLId, Restrictions, ViewerMtlsConfig } = summary;
  const groups = (summary.OriginGroups?.Items ?? []).map(
    ({ Id = '', Members }) => [Id, (Members?.Items ?? []).flatMap(({ OriginId }) => OriginId ?? [])] as const,
  );
  const members = new Map(groups);
  const { RestrictionType, Items: countries = [] } = Restrictions?.GeoRestriction ?? {};
  const behaviors = (summary.CacheBehaviors?.Items ?? []).map((one) =>
    behaviorOf(one.PathPattern ?? '*', one, members),
  );
  if (summary.DefaultCacheBehavior !== undefined)
    behaviors.push(behaviorOf('*', summary.DefaultCacheBehavior, members));
  return {
    ...(Enabled !== undefined && { enabled: Enabled }),
    ...(Staging !== undefined && { staging: Staging }),
    ...(DomainName !== undefined && { domainName: DomainName }),
    aliases: Aliases?.Items ?? [],
    webAcl: WebACLId || null,
    geoRestriction:
      RestrictionType === 'whitelist' || RestrictionType === 'blacklist'
        ? { kind: RestrictionType, countries }
        : null,
    clientCertificates: ViewerMtlsConfig?.Mode ?? null,
    origins: (summary.Origins?.Items ?? []).map(originOf),
    behaviors,
  };
}
