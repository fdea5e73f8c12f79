// Access points of a Terraform plan or state, and those that lead to buckets in several regions.
import { raw, word } from '../answers/shape.ts';
import type { AccessPoint } from '../s3/bucket.generated.ts';
import type { Part, Thing } from './declared.ts';
import { settledPart, unknown } from './declared.ts';
import type { Home } from './declared-names.ts';
import { addPoint, OBJECTS_OF_POINT, pointArn } from './declared-points.ts';
import { addressesOf, attribute, type Block, nested, referred, textOf } from './terraform.ts';
import { policyPart } from './terraform-s3-parts.ts';

/** Types that become access points of a bucket, or decide whether it has some. */
export const POINT_TYPES = [
  'aws_s3_access_point',
  'aws_s3control_access_point_policy',
  'aws_s3control_multi_region_access_point',
  'aws_s3control_multi_region_access_point_policy',
];

/** Adds the access points to their buckets. `bucketFor`: the bucket that a resource is about, by its attribute `bucket`. */
export function addAccessPoints(
  blocks: Block[],
  home: Home,
  bucketFor: (block: Block) => Thing | undefined,
): void {
  const points = blocks.filter(({ type, gone }) => type === 'aws_s3_access_point' && !gone);
  const addresses = addressesOf(points);
  const policies = blocks.filter(({ type, gone }) => type === 'aws_s3control_access_point_policy' && !gone);
  for (const block of points) {
    const thing = bucketFor(block);
    if (thing === undefined) continue;
    const own = policies.find(
      (policy) =>
        textOf(policy, 'access_point_arn') === (textOf(block, 'arn') ?? '') ||
        referred(policy, 'access_point_arn', addresses) === block,
    );
    const part = (own && policyPart(own)) ?? policyPart(block);
    const called = calledOf(block, part, home, thing);
    const whole = { ...called, objects: OBJECTS_OF_POINT };
    const policy = part?.told === undefined ? part : settledPart(part.told, part.origin, whole);
    addPoint(thing, pointOf(block, called, policy), block.origin, policy);
  }
}

function calledOf(block: Block, policy: Part | undefined, home: Home, bucket: Thing): Called {
  const name = textOf(block, 'name') ?? block.address;
  const said = policy?.known.state === 'present' ? policy.known.value : undefined;
  return { name, arn: textOf(block, 'arn') ?? pointArn(name, home, said, presentPolicy(bucket)) };
}

interface Called {
  name: string;
  arn: string;
}

function pointOf(block: Block, { name, arn }: Called, policy: Part | undefined): AccessPoint {
  const network = attribute(block, 'vpc_configuration');
  const [inVpc] = nested(network?.state === 'present' ? network.value : block.values['vpc_configuration']);
  const vpc = word(inVpc?.['vpc_id']);
  const point: AccessPoint = {
    name,
    arn,
    account: arn.split(':')[4] ?? '',
    // Which VPC it is may be known after apply.
    networkOrigin: inVpc === undefined ? 'Internet' : 'VPC',
    ...(vpc !== undefined && { vpc }),
  };
  const unknowns: NonNullable<AccessPoint['unknowns']> = [];
  if (policy?.known.state === 'unknown') unknowns.push({ ...policy.known.why, setting: 'policy' });
  else if (policy?.known.state === 'present') point.policy = raw(policy.known.value) ?? {};
  else point.policy = null;
  const guard = attribute(block, 'public_access_block_configuration');
  if (guard?.state === 'unknown') unknowns.push({ ...guard.why, setting: 'blockPublicAccess' });
  else point.blockPublicAccess = switchesOf(guard?.state === 'present' ? guard.value : undefined);
  return unknowns.length === 0 ? point : { ...point, unknowns };
}

function presentPolicy({ parts }: Thing): unknown {
  const known = parts.get('policy')?.known;
  return known?.state === 'present' ? known.value : undefined;
}

/** A new access point blocks public access unless told otherwise, for good (Amazon S3 user guide, "Managing public access to access points"). */
function switchesOf(configuration: unknown): NonNullable<AccessPoint['blockPublicAccess']> {
  const [inner] = nested(configuration);
  const on = (key: string) => inner?.[key] !== false && inner?.[key] !== 'false';
  return {
    blockPublicAcls: on('block_public_acls'),
    ignorePublicAcls: on('ignore_public_acls'),
    blockPublicPolicy: on('block_public_policy'),
    restrictPublicBuckets: on('restrict_public_buckets'),
  };
}

/** Access points that lead to several buckets are not judged; one that does not block public access leaves its buckets in doubt. */
export function doubtMultiRegion(blocks: Block[], buckets: Iterable<Thing>): void {
  const all = [...buckets];
  for (const block of blocks) {
    if (block.type !== 'aws_s3control_multi_region_access_point' || block.gone) continue;
    const details = attribute(block, 'details');
    const [inner] = nested(details?.state === 'present' ? details.value : block.values['details']);
    const switches = Object.values(switchesOf(inner?.['public_access_block']));
    if (details?.state === 'present' && switches.every((on) => on)) continue;
    const names = nested(inner?.['region']).map(({ bucket }) => word(bucket));
    const certain = names.length > 0 && !names.includes(undefined);
    for (const { name, parts } of all)
      if (!certain || names.includes(name))
        parts.set('multiRegionAccessPoints', {
          known: unknown('missing', `${block.address} may let somebody into this bucket`),
        });
  }
}
