// Policies that a plan sets and AWS will refuse: public ones, where Block Public Access is on when they are put in place.
import { judge } from '../../../policy/judge.ts';
import type { Text } from '../../../snapshot/resource.ts';
import { raw } from '../answers/shape.ts';
import { type Estate, toResource } from './declared.ts';

/** Names in one sentence. */
const MOST = 3;

/**
 * A remark on buckets whose new policy is public while BlockPublicPolicy is on: "rejects calls to PUT Bucket policy if the specified bucket
 * policy allows public access" (Amazon S3 user guide, "Block public access settings").
 */
export function refusedPolicies(before: Estate, after: Estate): Text | undefined {
  const was = new Map(before.things.map((thing) => [`${thing.type} ${thing.id}`, thing]));
  const names: string[] = [];
  for (const thing of after.things) {
    if (thing.type !== 'aws.s3.bucket' || !thing.parts.has('policy')) continue;
    const { id, name, settings } = toResource(thing, '');
    const earlier = was.get(`${thing.type} ${thing.id}`);
    const policy = settings['policy'];
    const same = earlier && JSON.stringify(toResource(earlier, '').settings['policy']);
    if (!policy || (same === JSON.stringify(policy) && !thing.fresh)) continue;
    if (raw(settings['blockPublicAccess'])?.['blockPublicPolicy'] !== true) continue;
    const resource = id.startsWith('arn:') ? id : `arn:aws:s3:::${name}`;
    if (judge({ kind: 's3-bucket', policy, resource }).policyStatusIsPublic === true) names.push(name);
  }
  if (names.length === 0) return undefined;
  const list = `${names.slice(0, MOST).join(', ')}${names.length > MOST ? ', …' : ''}`;
  const [a, is] =
    names.length === 1 ? ['policy of the bucket', 'it is'] : ['policies of the buckets', 'they are'];
  return {
    en: `AWS will refuse the ${a} ${list}: ${is} public, and Block Public Access is on (BlockPublicPolicy).`,
    ja: `AWS はバケット ${list} のポリシーを拒否します。公開ポリシーであり、パブリックアクセスブロック (BlockPublicPolicy) が有効なためです。`,
  };
}
