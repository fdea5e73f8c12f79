// IAM Access Analyzer: whether a region has an analyzer of external access, asked where a rule needs it, and once.
import { afterEach, expect, test } from '@jest/globals';
import { accessAnalyzerOf } from '../../../../src/providers/aws/access-analyzer/collect.ts';
import { accessAnalyzer } from '../../../../src/providers/aws/access-analyzer/service.ts';
import type { CollectRequest } from '../../../../src/providers/provider.ts';
import {
  collected,
  denies,
  type OperationsServer,
  placeAt,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';

let server: OperationsServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const LIST = 'GET /analyzer';
const analyzer = (name: string, type: string, status = 'ACTIVE') => ({
  arn: `arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/${name}`,
  name,
  type,
  status,
  createdAt: '2026-01-01T00:00:00Z',
});
const ALL = [
  analyzer('account', 'ACCOUNT'),
  analyzer('organization', 'ORGANIZATION'),
  analyzer('unused', 'ACCOUNT_UNUSED_ACCESS'),
  analyzer('inside', 'ACCOUNT_INTERNAL_ACCESS'),
  analyzer('off', 'ACCOUNT', 'DISABLED'),
];

async function read(replies: Replies, what = { findings: false, regions: true }) {
  server = await serveOperations(replies);
  const collector = accessAnalyzerOf(what);
  const context = collector.context === undefined ? [] : await collected(collector.context(server.place));
  const records = await collected(collector.collect(server.place));
  return { context, records, asked: server.asked.map(({ name }) => name) };
}

test('analyzers of external access that are at work, over all pages', async () => {
  const { records, context, asked } = await read({
    [LIST]: ({ query }) =>
      query.get('nextToken') === 'two'
        ? { analyzers: ALL.slice(1) }
        : { analyzers: ALL.slice(0, 1), nextToken: 'two' },
  });
  expect(records).toMatchObject([
    {
      type: 'aws.access-analyzer.region',
      region: 'eu-west-1',
      name: 'eu-west-1',
      settings: { externalAnalyzers: ['account', 'organization'] },
      unknowns: [],
    },
  ]);
  expect([context, asked]).toEqual([[], [LIST, LIST]]);
  const [found] = records;
  if (found?.record !== 'resource') throw new Error('no resource');
  expect(accessAnalyzer.opinion?.(found)).toBeUndefined();
});

test('none is an empty list, a denied list is unknown', async () => {
  expect((await read({ [LIST]: { analyzers: [] } })).records).toMatchObject([
    { settings: { externalAnalyzers: [] }, unknowns: [] },
  ]);
  await server?.stop();
  expect((await read({ [LIST]: denies() })).records).toMatchObject([
    {
      settings: {},
      unknowns: [
        { setting: 'externalAnalyzers', reason: 'denied', permission: 'access-analyzer:ListAnalyzers' },
      ],
    },
  ]);
});

test('beside the findings the list is asked for once', async () => {
  const replies = { [LIST]: { analyzers: ALL }, 'POST /finding': { findings: [] } };
  const { asked, context, records } = await read(replies, { findings: true, regions: true });
  expect(asked.filter((name) => name === LIST)).toHaveLength(1);
  expect(context.length).toBeGreaterThan(1);
  expect(records).toMatchObject([{ settings: { externalAnalyzers: ['account', 'organization'] } }]);
  await server?.stop();
  expect((await read(replies, { findings: true, regions: false })).records).toEqual([]);
});

test('a region that does not have the service has nothing of it', async () => {
  const replay = async () => {
    throw Object.assign(new Error('getaddrinfo ENOTFOUND access-analyzer'), { code: 'ENOTFOUND' });
  };
  const nowhere = { ...placeAt('http://127.0.0.1:1'), replay };
  expect(
    await collected(accessAnalyzerOf({ findings: false, regions: true }).collect(nowhere)),
  ).toMatchObject([{ record: 'listing', type: 'aws.access-analyzer.region', state: 'unknown' }]);
});

test('wanted where a rule needs it, or its findings were asked for', () => {
  const request: CollectRequest = {
    services: [],
    regions: [],
    env: {},
    userAgent: 'test',
    onProgress: () => undefined,
    onAsker: () => undefined,
    now: 0,
  };
  const wanted = (more: Partial<CollectRequest>) => accessAnalyzer.wanted?.({ ...request, ...more });
  expect(wanted({})).toBe(true);
  expect(wanted({ needs: () => false })).toBe(false);
  expect(wanted({ needs: (type) => type === 'aws.access-analyzer.region' })).toBe(true);
  expect(wanted({ services: ['sns'] })).toBe(false);
  expect(wanted({ services: ['sns'], accessAnalyzer: true })).toBe(true);
});
