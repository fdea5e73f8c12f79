// Event selectors of a trail -> whether it records reads and writes of objects in S3. Pure.
import type { GetEventSelectorsResponse } from '@aws-sdk/client-cloudtrail';

const OBJECT = 'AWS::S3::Object';

/**
 * What a trail records of objects, of every bucket or of some. Basic selectors name types of data and which half of their events;
 * advanced ones have a field for the half, and record both without it (CloudTrail user guide, "Logging data events").
 */
export function recordedBy({
  EventSelectors = [],
  AdvancedEventSelectors = [],
}: Pick<GetEventSelectorsResponse, 'EventSelectors' | 'AdvancedEventSelectors'>): {
  s3Reads: boolean;
  s3Writes: boolean;
} {
  let s3Reads = false;
  let s3Writes = false;
  for (const { ReadWriteType = 'All', DataResources = [] } of EventSelectors) {
    if (!DataResources.some(({ Type, Values = [] }) => Type === OBJECT && Values.length > 0)) continue;
    if (ReadWriteType !== 'WriteOnly') s3Reads = true;
    if (ReadWriteType !== 'ReadOnly') s3Writes = true;
  }
  for (const { FieldSelectors = [] } of AdvancedEventSelectors) {
    const equals = (field: string) => FieldSelectors.find(({ Field }) => Field === field)?.Equals;
    if (equals('eventCategory')?.includes('Data') !== true) continue;
    if (equals('resources.type')?.includes(OBJECT) !== true) continue;
    const half = equals('readOnly') ?? ['true', 'false'];
    if (half.includes('true')) s3Reads = true;
    if (half.includes('false')) s3Writes = true;
  }
  return { s3Reads, s3Writes };
}
