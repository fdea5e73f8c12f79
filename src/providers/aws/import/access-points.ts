// S3 access points from saved answers: which buckets they lead to, and what each lets in.
import type { Known, Unknown } from '../../../snapshot/resource.ts';
import { andThen, settle } from '../ask.ts';
import { raws, word } from '../iam/shape.ts';
import type { AccessPoint } from '../s3/bucket.generated.ts';
import { accessPointOf, blockPublicAccessOf, policyOf } from '../s3/project.ts';
import type { Estate } from './iam.ts';
import { readSaved, type SavedAnswer, told } from './saved.ts';

const LIST = { setting: 'accessPoints', permission: 's3:ListAccessPoints' };

/** Bucket -> its access points, from all ListAccessPoints answers; unknown when there is none, or one cannot be read. */
export async function readAccessPoints(estate: Estate): Promise<Known<Map<string, AccessPoint[]>>> {
  const control = estate.answers.filter(({ service }) => service === 's3control');
  const lists = control.filter(({ operation }) => operation === 'ListAccessPoints');
  if (lists.length === 0) return { state: 'unknown', why: { ...LIST, reason: 'not-held' } };
  const found = new Map<string, AccessPoint[]>();
  for (const saved of lists) {
    const answer = told(LIST.setting, await readSaved(saved), LIST.permission);
    if (answer.state !== 'present') return answer;
    const items = raws(answer.value['AccessPointList']);
    if (items === undefined || word(answer.value['NextToken']) !== undefined)
      return { state: 'unknown', why: { ...LIST, reason: items === undefined ? 'malformed' : 'cut-short' } };
    for (const { item } of items) {
      const listed = accessPointOf(item);
      if (listed === undefined) return { state: 'unknown', why: { ...LIST, reason: 'malformed' } };
      const point = await completed(listed.accessPoint, control);
      found.set(listed.bucket, [...(found.get(listed.bucket) ?? []), point]);
    }
  }
  return { state: 'present', value: found };
}

async function completed(point: AccessPoint, control: SavedAnswer[]): Promise<AccessPoint> {
  const into: { settings: Record<string, unknown>; unknowns: Unknown[] } = { settings: {}, unknowns: [] };
  const ask = async (
    setting: string,
    operation: string,
    absent: string[],
    project: (body: unknown) => Known<unknown>,
  ) => {
    const permission = `s3:${operation}`;
    const saved = control.find((one) => one.operation === operation && one.parameter === point.name);
    const answer: Known<unknown> =
      saved === undefined
        ? { state: 'unknown', why: { setting, reason: 'missing', permission } }
        : told(setting, await readSaved(saved), permission, absent);
    settle(into, setting, andThen(answer, project));
  };
  await ask('policy', 'GetAccessPointPolicy', ['NoSuchAccessPointPolicy'], policyOf);
  await ask('blockPublicAccess', 'GetAccessPoint', [], blockPublicAccessOf);
  return { ...point, ...into.settings, ...(into.unknowns.length > 0 && { unknowns: into.unknowns }) };
}
