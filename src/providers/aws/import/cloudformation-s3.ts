// Buckets, their policies and access points of a CloudFormation template.
import type { Known, Text } from '../../../snapshot/resource.ts';
import { type Raw, raw, word } from '../answers/shape.ts';
import type { AccessPoint } from '../s3/bucket.generated.ts';
import { blockPublicAccessOf, ownershipOf, tagsOf, websiteOf } from '../s3/project.ts';
import { type Entry, partOf } from './cloudformation-stack.ts';
import { documentOf, type Part, type Thing, unknown } from './declared.ts';
import { cannedAcl } from './declared-acl.ts';
import type { Home } from './declared-names.ts';
import { addPoint, pointArn } from './declared-points.ts';

export const S3_RESOURCES = new Set([
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::S3::AccessPoint',
  'AWS::S3::MultiRegionAccessPoint',
  'AWS::S3::MultiRegionAccessPointPolicy',
]);

/** The buckets. A policy of a bucket that is not in the template belongs to one that exists already. */
export function bucketsOf(entries: Entry[], home: Home): { things: Thing[]; notes: Text[] } {
  const things: Thing[] = [];
  for (const entry of entries) if (entry.type === 'AWS::S3::Bucket') things.push(bucketOf(entry));
  const untied: string[] = [];
  const points: [Thing, Entry][] = [];
  for (const entry of entries) {
    const setting =
      entry.type === 'AWS::S3::BucketPolicy'
        ? 'policy'
        : entry.type === 'AWS::S3::AccessPoint'
          ? 'accessPoints'
          : undefined;
    if (setting === undefined) continue;
    const bucket = entry.property('Bucket')?.known;
    const name = bucket?.state === 'present' ? word(bucket.value) : undefined;
    if (name === undefined) {
      untied.push(entry.logicalId);
      doubt(things, setting, entry);
      continue;
    }
    const thing = things.find((one) => one.name === name) ?? existing(name, entry, things);
    if (setting === 'policy') {
      const part = partOf(entry, 'PolicyDocument', documentOf);
      if (part !== undefined) thing.parts.set('policy', part);
    } else points.push([thing, entry]);
  }
  for (const [thing, entry] of points)
    addPoint(thing, pointOf(entry, thing, home), entry.origin, partOf(entry, 'Policy', documentOf));
  for (const entry of entries)
    if (entry.type === 'AWS::S3::MultiRegionAccessPoint') doubtMultiRegion(entry, things);
  return { things, notes: untied.length === 0 ? [] : [untiedNote(untied)] };
}

function bucketOf(entry: Entry): Thing {
  const parts = new Map<string, Part>();
  const keep = (setting: string, part: Part | undefined) => part && parts.set(setting, part);
  keep(
    'acl',
    partOf(entry, 'AccessControl', (value) => cannedAcl(String(value))),
  );
  keep(
    'ownership',
    partOf(entry, 'OwnershipControls', (value) => ownershipOf({ OwnershipControls: value })),
  );
  keep('blockPublicAccess', partOf(entry, 'PublicAccessBlockConfiguration', blockOf));
  keep('website', partOf(entry, 'WebsiteConfiguration', siteOf));
  keep(
    'tags',
    partOf(entry, 'Tags', (value) => tagsOf({ TagSet: value })),
  );
  const { id, name, origin } = entry;
  return { type: 'aws.s3.bucket', id, name, fresh: true, parts, origin };
}

/** A switch that is left out is off (CloudFormation template reference, PublicAccessBlockConfiguration). */
function blockOf(value: unknown): Known<unknown> {
  const off = {
    BlockPublicAcls: false,
    IgnorePublicAcls: false,
    BlockPublicPolicy: false,
    RestrictPublicBuckets: false,
  };
  const configuration = raw(value);
  return configuration === undefined
    ? unknown('malformed', 'PublicAccessBlockConfiguration is no map')
    : blockPublicAccessOf({ PublicAccessBlockConfiguration: { ...off, ...configuration } });
}

/** `{ IndexDocument, ErrorDocument, RedirectAllRequestsTo: { HostName } }`, the documents as plain names. */
function siteOf(value: unknown): Known<unknown> {
  const from = raw(value);
  return websiteOf({
    IndexDocument: { Suffix: from?.['IndexDocument'] },
    ErrorDocument: { Key: from?.['ErrorDocument'] },
    RedirectAllRequestsTo: from?.['RedirectAllRequestsTo'],
  });
}

function existing(name: string, entry: Entry, things: Thing[]): Thing {
  const thing: Thing = {
    type: 'aws.s3.bucket',
    id: `arn:aws:s3:::${name}`,
    name,
    fresh: false,
    parts: new Map(),
    origin: entry.origin,
  };
  things.push(thing);
  return thing;
}

/** What belongs to one of the buckets, and to which cannot be told, is unknown for all that do not have it. */
function doubt(things: Thing[], setting: string, { logicalId }: Entry): void {
  for (const { parts } of things)
    if (!parts.has(setting))
      parts.set(setting, { known: unknown('missing', `${logicalId} may be about this bucket`) });
}

function pointOf(entry: Entry, bucket: Thing, home: Home): AccessPoint {
  const { name } = entry;
  const vpc = word(objectOf(entry, 'VpcConfiguration')?.['VpcId']);
  const policy = partOf(entry, 'Policy', documentOf)?.known;
  const around = bucket.parts.get('policy')?.known;
  const [own, outer] = [policy, around].map((known) =>
    known?.state === 'present' ? known.value : undefined,
  );
  const arn = pointArn(name, home, own, outer);
  const point: AccessPoint = {
    name,
    arn,
    account: arn.split(':')[4] ?? '',
    // Which VPC it is may not be told.
    networkOrigin: entry.property('VpcConfiguration') === undefined ? 'Internet' : 'VPC',
    ...(vpc !== undefined && { vpc }),
  };
  const unknowns: NonNullable<AccessPoint['unknowns']> = [];
  if (policy?.state === 'unknown') unknowns.push({ ...policy.why, setting: 'policy' });
  else point.policy = policy?.state === 'present' ? (raw(policy.value) ?? null) : null;
  const block = entry.property('PublicAccessBlockConfiguration')?.known;
  if (block?.state === 'unknown') unknowns.push({ ...block.why, setting: 'blockPublicAccess' });
  else {
    // Without the property, a new access point blocks public access altogether.
    const from = block?.state === 'present' ? (raw(block.value) ?? {}) : undefined;
    const on = (key: string) => from === undefined || from[key] === true || from[key] === 'true';
    point.blockPublicAccess = {
      blockPublicAcls: on('BlockPublicAcls'),
      ignorePublicAcls: on('IgnorePublicAcls'),
      blockPublicPolicy: on('BlockPublicPolicy'),
      restrictPublicBuckets: on('RestrictPublicBuckets'),
    };
  }
  return unknowns.length === 0 ? point : { ...point, unknowns };
}

/** One that leads to several buckets is not judged; where it does not block public access, its buckets are in doubt. */
function doubtMultiRegion(entry: Entry, things: Thing[]): void {
  const block = entry.property('PublicAccessBlockConfiguration')?.known;
  const switches = block?.state === 'present' ? Object.values(raw(block.value) ?? {}) : [];
  const shut =
    block === undefined || (switches.length === 4 && switches.every((on) => String(on) === 'true'));
  if (shut) return;
  const regions = entry.property('Regions')?.known;
  const listed = regions?.state === 'present' && Array.isArray(regions.value) ? regions.value : [];
  const names = listed.map((region) => word(raw(region)?.['Bucket']));
  const certain = names.length > 0 && !names.includes(undefined);
  for (const { name, parts } of things)
    if (!certain || names.includes(name))
      parts.set('multiRegionAccessPoints', {
        known: unknown('missing', `${entry.logicalId} may let somebody into this bucket`),
      });
}

function objectOf(entry: Entry, key: string): Raw | undefined {
  const known = entry.property(key)?.known;
  return known?.state === 'present' ? raw(known.value) : undefined;
}

function untiedNote(untied: string[]): Text {
  const list = untied.slice(0, 3).join(', ');
  return {
    en: `${untied.length} bucket settings do not say which bucket they are about (${list}).`,
    ja: `どのバケットのものか分からない設定が ${untied.length} 件あります (${list})。`,
  };
}
