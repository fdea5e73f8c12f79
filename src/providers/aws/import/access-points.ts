// S3 access points from saved answers: which buckets they lead to, and what each lets in.
import type { Known, Unknown } from '../../../snapshot/resource.ts';
import { raws, word } from '../answers/shape.ts';
import { andThen, settle } from '../collecting/ask.ts';
import type { AccessPoint } from '../s3/bucket.generated.ts';
import {
  accessPointOf,
  blockPublicAccessOf,
  multiRegionOf,
  multiRegionPolicyOf,
  policyOf,
} from '../s3/project.ts';
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

const GLOBAL = { setting: 'multiRegionAccessPoints', permission: 's3:ListMultiRegionAccessPoints' };

/** Bucket -> its Multi-Region Access Points, from a ListMultiRegionAccessPoints answer; unknown when there is none, or it cannot be read. */
export async function readMultiRegion(estate: Estate): Promise<Known<Map<string, AccessPoint[]>>> {
  const control = estate.answers.filter(({ service }) => service === 's3control');
  const lists = control.filter(({ operation }) => operation === 'ListMultiRegionAccessPoints');
  if (lists.length === 0) return { state: 'unknown', why: { ...GLOBAL, reason: 'not-held' } };
  const owner = /^aws\/(\d{12})$/.exec(estate.scope)?.[1];
  const found = new Map<string, AccessPoint[]>();
  for (const saved of lists) {
    const answer = told(GLOBAL.setting, await readSaved(saved), GLOBAL.permission);
    if (answer.state !== 'present') return answer;
    const items = raws(answer.value['AccessPoints']);
    if (items === undefined) return { state: 'unknown', why: { ...GLOBAL, reason: 'malformed' } };
    for (const { item } of items) {
      const listed = multiRegionOf(item, owner ?? '', estate.partition);
      if (listed === undefined) continue;
      const into: Parts = { settings: {}, unknowns: [] };
      settle(into, 'blockPublicAccess', listed.blockPublicAccess);
      await part(into, control, listed.accessPoint.name, {
        setting: 'policy',
        operation: 'GetMultiRegionAccessPointPolicy',
        absent: [],
        project: multiRegionPolicyOf,
      });
      const point = joined(listed.accessPoint, into);
      for (const { name } of listed.buckets) found.set(name, [...(found.get(name) ?? []), point]);
    }
  }
  return { state: 'present', value: found };
}

interface Parts {
  settings: Record<string, unknown>;
  unknowns: Unknown[];
}

function joined(point: AccessPoint, { settings, unknowns }: Parts): AccessPoint {
  return { ...point, ...settings, ...(unknowns.length > 0 && { unknowns }) };
}

async function completed(point: AccessPoint, control: SavedAnswer[]): Promise<AccessPoint> {
  const into: Parts = { settings: {}, unknowns: [] };
  await part(into, control, point.name, {
    setting: 'policy',
    operation: 'GetAccessPointPolicy',
    absent: ['NoSuchAccessPointPolicy'],
    project: policyOf,
  });
  await part(into, control, point.name, {
    setting: 'blockPublicAccess',
    operation: 'GetAccessPoint',
    absent: [],
    project: blockPublicAccessOf,
  });
  return joined(point, into);
}

/** One part of an access point, from the answer about it. */
async function part(
  into: Parts,
  control: SavedAnswer[],
  name: string,
  about: { setting: string; operation: string; absent: string[]; project: (body: unknown) => Known<unknown> },
): Promise<void> {
  const { setting, operation, absent, project } = about;
  const permission = `s3:${operation}`;
  const saved = control.find((one) => one.operation === operation && one.parameter === name);
  const answer: Known<unknown> =
    saved === undefined
      ? { state: 'unknown', why: { setting, reason: 'missing', permission } }
      : told(setting, await readSaved(saved), permission, absent);
  settle(into, setting, andThen(answer, project));
}
