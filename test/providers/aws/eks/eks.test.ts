// EKS: whom the Kubernetes API answers, by union of its networks.
import { afterEach, describe, expect, test } from '@jest/globals';
import { analyseEks } from '../../../../src/providers/aws/eks/analyse.ts';
import { eks } from '../../../../src/providers/aws/eks/collect.ts';
import {
  collected,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { contextOf, inShort } from '../network/judged.ts';

let server: OperationsServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const cluster = (endpointPublicAccess: boolean, publicAccessCidrs: string[]) => ({
  cluster: {
    endpoint: 'https://0A1B.gr7.eu-west-1.eks.amazonaws.com',
    status: 'ACTIVE',
    resourcesVpcConfig: { endpointPublicAccess, publicAccessCidrs },
  },
});
const ESTATE: Replies = {
  'GET /clusters': ({ query }) =>
    query.get('nextToken') === null
      ? { clusters: ['open', 'halves'], nextToken: 'two' }
      : { clusters: ['office', 'closed', 'gone', 'half'] },
  'GET /clusters/open': cluster(true, ['0.0.0.0/0']),
  'GET /clusters/halves': cluster(true, ['0.0.0.0/1', '128.0.0.0/1']),
  'GET /clusters/half': cluster(true, ['128.0.0.0/1']),
  'GET /clusters/office': cluster(true, ['198.51.100.0/24']),
  'GET /clusters/closed': cluster(false, ['0.0.0.0/0']),
  'GET /clusters/gone': fails(404, 'ResourceNotFoundException'),
};

async function read(replies: Replies = {}, networks: string[] = []) {
  server = await serveOperations({ ...ESTATE, ...replies });
  const records = await collected(eks.collect(server.place));
  const judged: Record<string, string[]> = {};
  for (const record of records)
    if (record.record === 'resource')
      judged[record.name] = inShort(analyseEks(record, contextOf({ networks })));
  return { judged, records, listing: records.find((one) => one.record === 'listing') };
}

describe('EKS', () => {
  test('clusters over several pages', async () => {
    const { judged, listing } = await read();
    expect(listing).toMatchObject({ type: 'aws.eks.cluster', state: 'complete', seen: 5 });
    expect(judged).toEqual({
      open: ['anyone cluster-endpoint tcp/443 open'],
      halves: ['anyone cluster-endpoint tcp/443 open'],
      half: ['named-outsider cluster-endpoint tcp/443 open 128.0.0.0/1'],
      office: ['named-outsider network tcp/443 open 198.51.100.0/24'],
      closed: [],
    });
  });

  test('our own network', async () => {
    const { judged } = await read({}, ['198.51.100.0/24']);
    expect(judged['office']).toEqual([]);
  });

  test('the proof', async () => {
    const { records } = await read();
    const open = records.find((one) => one.record === 'resource' && one.name === 'open');
    if (open?.record !== 'resource') throw new Error('no cluster');
    const [door] = analyseEks(open, contextOf()).exposures;
    expect(door?.evidence.map(({ setting }) => setting)).toEqual([
      'endpointPublicAccess',
      'publicAccessCidrs',
    ]);
    expect(door?.witness).toMatchObject({
      command: 'nc -vz 0A1B.gr7.eu-west-1.eks.amazonaws.com 443',
      checked: true,
    });
    expect(door?.cures).toHaveLength(1);
  });

  test('a cluster that may not be described', async () => {
    const { judged } = await read({ 'GET /clusters/open': fails(403, 'AccessDeniedException') });
    expect(judged['open']).toEqual(['anyone unknown']);
  });

  test('the list denied', async () => {
    const { listing } = await read({ 'GET /clusters': fails(403, 'AccessDeniedException') });
    expect(listing).toMatchObject({ state: 'unknown', reason: 'denied', permission: 'eks:ListClusters' });
  });
});
