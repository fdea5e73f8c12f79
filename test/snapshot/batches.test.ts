// A large snapshot in batches: whole lines, none left out, and a file that changes meanwhile is told.
import { appendFileSync, mkdtempSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type Batch, readBatches } from '../../src/snapshot/batches.ts';
import { remember } from '../../src/snapshot/disk.ts';
import { newOrder } from '../../src/snapshot/read.ts';

const FILE = join(mkdtempSync(join(tmpdir(), 'tojimari-')), 'estate.jsonl');

function line(name: string, padding: number): string {
  return `{"record":"resource","type":"aws.s3.bucket","id":"${name}","padding":"${'x'.repeat(padding)}"}\n`;
}

function scope(id: string): string {
  return `{"record":"scope","id":"${id}","provider":"aws","label":"x","input":"live","format":"live"}\n`;
}

function batches() {
  const state = remember(FILE, statSync(FILE));
  return readBatches(FILE, {
    state,
    schemaOf: () => undefined,
    isContext: () => false,
    order: newOrder(FILE),
  });
}

async function all(meanwhile?: () => void): Promise<Batch[]> {
  const found: Batch[] = [];
  for await (const batch of batches()) {
    if (found.length === 0) meanwhile?.();
    found.push(batch);
  }
  return found;
}

test('batches follow one another, each of whole lines with their numbers, and know whose they are', async () => {
  const lines = [scope('aws/1'), ...Array.from({ length: 60 }, (_, at) => line(`a-${at}`, 100_000)), '\n'];
  lines.push(scope('aws/2'), line('longer than a batch', 5_000_000), line('last', 10));
  writeFileSync(FILE, lines.join(''));
  const found = await all();
  let offset = 0;
  let seen = 0;
  for (const batch of found) {
    expect(batch.offset).toBe(offset);
    offset += batch.length;
    for (const piece of batch.pieces) {
      if (!('lines' in piece)) continue;
      const text = lines.join('').slice(batch.offset + piece.lines.from, batch.offset + piece.lines.to);
      expect(text).toBe(
        lines
          .slice(piece.lines.line - 1)
          .join('')
          .slice(0, text.length),
      );
      seen += text.split('\n').length - 1;
    }
  }
  expect(offset).toBe(lines.join('').length);
  expect(seen).toBe(62);
  // The line that is longer than a batch stands in one with the lines around it.
  expect(found.map((batch) => batch.scope)).toEqual(['aws/1', 'aws/1', 'aws/2', 'aws/2']);
});

test.each([
  ['grows', () => appendFileSync(FILE, line('more', 10))],
  ['is cut short', () => truncateSync(FILE, 3_000_000)],
  [
    'is replaced by one of the same size',
    () => {
      writeFileSync(`${FILE}.new`, Array.from({ length: 60 }, (_, at) => line(`b-${at}`, 100_000)).join(''));
      renameSync(`${FILE}.new`, FILE);
    },
  ],
])('a file that %s while it is read is told, and not taken for whole', async (_what, meanwhile) => {
  writeFileSync(FILE, Array.from({ length: 60 }, (_, at) => line(`a-${at}`, 100_000)).join(''));
  await expect(all(meanwhile)).rejects.toThrow('changed while it was read');
});
