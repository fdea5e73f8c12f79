// CloudTrail: which trails record access to objects, what is asked for that, and what a denied or absent answer leaves open.
import { afterEach, expect, test } from '@jest/globals';
import { cloudtrail } from '../../../../src/providers/aws/cloudtrail/collect.ts';
import { recordedBy } from '../../../../src/providers/aws/cloudtrail/selectors.ts';
import { cloudtrail as service } from '../../../../src/providers/aws/cloudtrail/service.ts';
import type { CollectRequest } from '../../../../src/providers/provider.ts';
import {
  collected,
  denies,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';

let server: OperationsServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const request: CollectRequest = {
  services: [],
  regions: [],
  env: {},
  userAgent: 'test',
  onProgress: () => undefined,
  onAsker: () => undefined,
  now: 0,
};

async function read(replies: Replies) {
  server = await serveOperations(replies);
  const records = await collected(cloudtrail.collect(server.place, request));
  return { records, asked: server.asked.map(({ name }) => name) };
}

const arn = (name: string) => `arn:aws:cloudtrail:eu-west-1:111122223333:trail/${name}`;
const trail = (name: string, more: object = {}) => ({
  TrailARN: arn(name),
  HomeRegion: 'eu-west-1',
  IsMultiRegionTrail: true,
  HasCustomEventSelectors: true,
  ...more,
});
const objects = { Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] };
const both = { EventSelectors: [{ ReadWriteType: 'All', DataResources: [objects] }] };

test('trails of all regions, and what they record', async () => {
  const { records, asked } = await read({
    DescribeTrails: {
      trailList: [
        trail('plain', { HasCustomEventSelectors: false }),
        trail('one-region', { IsMultiRegionTrail: false }),
        trail('objects'),
        trail('functions'),
      ],
    },
    GetEventSelectors: ({ input }) => (input['TrailName'] === arn('objects') ? both : {}),
    GetTrailStatus: { IsLogging: true },
  });
  expect(records).toMatchObject([
    {
      type: 'aws.cloudtrail.account',
      unknowns: [],
      settings: {
        trails: [
          { name: arn('plain'), s3Reads: false, s3Writes: false },
          { name: arn('objects'), s3Reads: true, s3Writes: true, logging: true },
          { name: arn('functions'), s3Reads: false, s3Writes: false },
        ],
      },
    },
  ]);
  expect(asked.toSorted()).toEqual([
    'DescribeTrails',
    'GetEventSelectors',
    'GetEventSelectors',
    'GetTrailStatus',
  ]);
});

test.each<[string, Replies, string, string]>([
  ['the list', { DescribeTrails: denies() }, 'denied', 'cloudtrail:DescribeTrails'],
  ['the selectors', { GetEventSelectors: denies() }, 'denied', 'cloudtrail:GetEventSelectors'],
  ['the status', { GetTrailStatus: denies() }, 'denied', 'cloudtrail:GetTrailStatus'],
  [
    'the selectors, for another reason',
    { GetEventSelectors: fails(500, 'InternalFailure') },
    'failed',
    'cloudtrail:GetEventSelectors',
  ],
])('%s could not be read', async (_name, replies, reason, permission) => {
  const { records } = await read({
    DescribeTrails: { trailList: [trail('objects')] },
    GetEventSelectors: both,
    GetTrailStatus: { IsLogging: true },
    ...replies,
  });
  expect(records).toMatchObject([{ settings: {}, unknowns: [{ setting: 'trails', reason, permission }] }]);
});

test('a trail that cannot be read decides nothing where another records everything', async () => {
  const list = { trailList: [trail('organization'), trail('objects')] };
  const GetEventSelectors: Replies[string] = ({ input }) =>
    input['TrailName'] === arn('objects') ? both : denies();
  const logging = await read({
    DescribeTrails: list,
    GetEventSelectors,
    GetTrailStatus: { IsLogging: true },
  });
  expect(logging.records).toMatchObject([{ settings: { trails: [{ name: arn('objects') }] }, unknowns: [] }]);
  await server?.stop();
  const stopped = await read({
    DescribeTrails: list,
    GetEventSelectors,
    GetTrailStatus: { IsLogging: false },
  });
  expect(stopped.records).toMatchObject([{ settings: {}, unknowns: [{ reason: 'denied' }] }]);
});

test('a trail that was deleted meanwhile is none; no trails are none', async () => {
  const gone = await read({
    DescribeTrails: { trailList: [trail('objects')] },
    GetEventSelectors: fails(400, 'TrailNotFoundException'),
  });
  expect(gone.records).toMatchObject([{ settings: { trails: [] }, unknowns: [] }]);
  await server?.stop();
  const none = await read({ DescribeTrails: { trailList: [] } });
  expect(none.records).toMatchObject([{ settings: { trails: [] }, unknowns: [] }]);
});

const advanced = (...fields: [string, string[]][]) => ({
  AdvancedEventSelectors: [{ FieldSelectors: fields.map(([Field, Equals]) => ({ Field, Equals })) }],
});
const OBJECT: [string, string[]] = ['resources.type', ['AWS::S3::Object']];
const DATA: [string, string[]] = ['eventCategory', ['Data']];

test.each<[string, Parameters<typeof recordedBy>[0], boolean, boolean]>([
  ['nothing', {}, false, false],
  ['all', { EventSelectors: [{ ReadWriteType: 'All', DataResources: [objects] }] }, true, true],
  ['reads', { EventSelectors: [{ ReadWriteType: 'ReadOnly', DataResources: [objects] }] }, true, false],
  ['writes', { EventSelectors: [{ ReadWriteType: 'WriteOnly', DataResources: [objects] }] }, false, true],
  ['nothing said of the half', { EventSelectors: [{ DataResources: [objects] }] }, true, true],
  ['no values', { EventSelectors: [{ DataResources: [{ ...objects, Values: [] }] }] }, false, false],
  [
    'functions',
    { EventSelectors: [{ DataResources: [{ Type: 'AWS::Lambda::Function', Values: ['arn:aws:lambda'] }] }] },
    false,
    false,
  ],
  ['advanced', advanced(DATA, OBJECT), true, true],
  ['advanced, reads', advanced(DATA, OBJECT, ['readOnly', ['true']]), true, false],
  ['advanced, writes', advanced(DATA, OBJECT, ['readOnly', ['false']]), false, true],
  ['advanced, management', advanced(['eventCategory', ['Management']], OBJECT), false, false],
  ['advanced, tables', advanced(DATA, ['resources.type', ['AWS::DynamoDB::Table']]), false, false],
])('selectors: %s', (_name, selectors, s3Reads, s3Writes) => {
  expect(recordedBy(selectors)).toEqual({ s3Reads, s3Writes });
});

test('asked where a rule of the run needs it', () => {
  const wanted = (more: Partial<CollectRequest>) => service.wanted?.({ ...request, ...more });
  expect(wanted({})).toBe(true);
  expect(wanted({ needs: () => false })).toBe(false);
  expect(wanted({ needs: (type, name) => type === 'aws.cloudtrail.account' && name === 'trails' })).toBe(
    true,
  );
  expect(wanted({ services: ['s3'] })).toBe(false);
  expect(wanted({ services: ['cloudtrail'] })).toBe(true);
});
