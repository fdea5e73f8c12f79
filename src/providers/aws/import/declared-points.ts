// ARNs of access points that a plan or a template makes: their policies, and those of their buckets, speak of them by it.
import type { Origin } from '../../../snapshot/resource.ts';
import { statementsOf } from '../answers/statements.ts';
import type { AccessPoint } from '../s3/bucket.generated.ts';
import { THIS_ACCOUNT } from './cloudformation-intrinsics.ts';
import { type Part, present, type Thing } from './declared.ts';
import { type Home, regionFor } from './declared-names.ts';

/** What follows the ARN of an access point in the ARNs of its objects (Amazon S3 user guide, "Configuring IAM policies for access points"). */
export const OBJECTS_OF_POINT = '/object/*';

/** Accounts in conditions on `s3:DataAccessPointAccount` and `s3:DataAccessPointArn`. */
const LET_IN = /s3:DataAccessPointA(?:ccount|rn)":\[?"(?:arn:[^:"]*:s3:[^:"]*:)?(\d{12})/gi;

/**
 * The ARN of an access point that is made in the account of its bucket. What the file does not name is as the point's own policy says, else
 * the only account whose access points the bucket's policy lets in, else a stand-in.
 */
export function pointArn(name: string, home: Home, policy: unknown, bucketPolicy: unknown): string {
  const said = home.account === undefined || home.region === undefined ? namedIn(policy, name) : undefined;
  if (said !== undefined) return said;
  const account = home.account ?? sole(textOf(bucketPolicy).matchAll(LET_IN)) ?? THIS_ACCOUNT;
  return `arn:${home.partition}:s3:${regionFor(home)}:${account}:accesspoint/${name}`;
}

/** Adds an access point to those of its bucket, with the places of the statements of its policy. */
export function addPoint(bucket: Thing, point: AccessPoint, origin: Origin, policy: Part | undefined): void {
  const part = bucket.parts.get('accessPoints');
  const others = part?.known.state === 'present' && Array.isArray(part.known.value) ? part.known.value : [];
  const places: Record<string, Origin> = { ...part?.places };
  for (const { pointer } of statementsOf(point.policy ?? {})) {
    const place = policy?.places?.[pointer] ?? policy?.origin;
    // A place without a pointer is one of a file that is no JSON, or one that is found already.
    const whole = place === policy?.origin && place?.pointer !== undefined;
    if (place !== undefined)
      places[`/${others.length}/policy${pointer}`] = whole
        ? { ...place, pointer: `${place.pointer}${pointer}` }
        : place;
  }
  bucket.parts.set('accessPoints', { known: present([...others, point]), origin, places });
}

/** The one access point of this name that the policy speaks of. */
function namedIn(policy: unknown, name: string): string | undefined {
  const arns = textOf(policy).matchAll(
    /"(arn:aws[a-z-]*:s3:[a-z0-9-]+:\d{12}:accesspoint\/([^"/*?]+))(?:\/object[^"]*)?"/g,
  );
  return sole([...arns].filter(([, , end]) => end === name));
}

function sole(matches: Iterable<RegExpMatchArray>): string | undefined {
  const found = new Set([...matches].map(([, text]) => text));
  return found.size === 1 ? [...found][0] : undefined;
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? '';
}
