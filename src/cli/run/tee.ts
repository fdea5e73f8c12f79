// What a live run was told, kept beside it for as long as the run takes: it cannot be asked a second time.
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Resource, SnapshotRecord } from '../../snapshot/resource.ts';
import type { Io } from '../io.ts';
import { keyOf, type ResourcesOf } from './changed-settings.ts';

export interface Tee {
  /** Passes the records on and writes the resources down, for their owner alone to read. */
  watch(records: AsyncIterable<SnapshotRecord>): AsyncIterable<SnapshotRecord>;
  resources: ResourcesOf;
  /** Removes what was written. */
  done(): Promise<void>;
}

const CHUNK = 1 << 20;

/** Nothing is written before there is something to write. */
export function newTee(io: Pick<Io, 'unfinished'>): Tee {
  let handle: FileHandle | undefined;
  let folder = '';
  const file = () => join(folder, 'resources.jsonl');
  async function write(text: string): Promise<void> {
    if (handle === undefined) {
      folder = await mkdtemp(join(tmpdir(), 'tojimari-'));
      io.unfinished.add(file());
      handle = await open(file(), 'wx', 0o600);
    }
    await handle.write(text);
  }
  return {
    async *watch(records) {
      let chunk = '';
      for await (const record of records) {
        if (record.record === 'resource') chunk += `${JSON.stringify(record)}\n`;
        if (chunk.length > CHUNK) {
          await write(chunk);
          chunk = '';
        }
        yield record;
      }
      if (chunk !== '') await write(chunk);
    },
    async resources(wanted) {
      const found = new Map<string, Resource>();
      if (handle === undefined) return found;
      for await (const line of createInterface({ input: createReadStream(file()) })) {
        const resource: Resource = JSON.parse(line);
        if (wanted.has(keyOf(resource))) found.set(keyOf(resource), resource);
      }
      return found;
    },
    async done() {
      if (handle === undefined) return;
      await handle.close();
      await rm(folder, { recursive: true, force: true });
      io.unfinished.delete(file());
    },
  };
}
