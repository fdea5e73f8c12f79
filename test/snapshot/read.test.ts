// A snapshot that was written is read back whole; one that was tampered with, cut or made elsewhere says where.
import { describe, expect, test } from '@jest/globals';
import { InputError } from '../../src/errors.ts';
import { textFile } from '../../src/snapshot/files.ts';
import { isSnapshot, readSnapshot } from '../../src/snapshot/read.ts';
import type { SnapshotRecord } from '../../src/snapshot/resource.ts';
import { snapshotLines } from '../../src/snapshot/write.ts';

const records: SnapshotRecord[] = [
  { record: 'scope', id: 'aws/111122223333', provider: 'aws', label: '1111', input: 'live', format: 'live' },
  { record: 'listing', scope: 'aws/111122223333', type: 't', state: 'complete', seen: 1 },
];

async function written(): Promise<string> {
  const lines: string[] = [];
  async function* source() {
    yield* records;
  }
  for await (const line of snapshotLines(
    source(),
    { tool: 'x', startedAt: '2026-01-01T00:00:00Z' },
    () => 7,
  )) {
    lines.push(line);
  }
  return lines.join('');
}

async function read(text: string): Promise<SnapshotRecord[]> {
  const found: SnapshotRecord[] = [];
  const schemaOf = (type: string) => (type === 'known' ? 'snapshot/line' : undefined);
  for await (const record of readSnapshot(textFile('s.jsonl', text), schemaOf)) found.push(record);
  return found;
}

test('what was written is read back', async () => {
  expect(await read(await written())).toEqual(records);
  expect(await isSnapshot(textFile('s.jsonl', await written()))).toBe(true);
});

describe('what does not fit is located', () => {
  const resource = (type: string) =>
    JSON.stringify({ record: 'resource', type, id: 'i', name: 'n', scope: 's', settings: {}, unknowns: [] });
  test.each([
    ['a line that is cut', async () => `${(await written()).slice(0, -9)}\n`, /s\.jsonl:4: is not JSON/],
    ['a record of no kind', async () => '{"record":"other"}\n', /s\.jsonl:1: /],
    ['a missing key', async () => '{"record":"listing","scope":"s"}\n', /lacks the key "type"/],
    [
      'a foreign resource type',
      async () => `${resource('aws.moon.base')}\n`,
      /resource type "aws.moon.base"/,
    ],
    ['settings of the wrong shape', async () => `${resource('known')}\n`, /\/settings/],
    [
      'something after the end',
      async () => `${await written()}{"record":"end","records":0}\n`,
      /after its end/,
    ],
    ['two snapshots', async () => `${(await written()).split('\n')[0]}\n${await written()}`, /begins again/],
  ])('%s', async (_name, text, message) => {
    await expect(async () => read(await text())).rejects.toThrow(InputError);
    await expect(async () => read(await text())).rejects.toThrow(message);
  });
});

test('a snapshot without its end makes every list uncertain', async () => {
  const resource: SnapshotRecord = {
    record: 'resource',
    type: 'known',
    id: 'i',
    name: 'n',
    scope: 'aws/111122223333',
    settings: { record: 'end', records: 0 },
    unknowns: [],
  };
  const found = await read(`${JSON.stringify(resource)}\n`);
  expect(found.at(-1)).toMatchObject({
    record: 'listing',
    type: 'known',
    state: 'unknown',
    reason: 'cut-short',
    seen: 1,
  });
});
