// A collection that is broken off leaves what it has read, marked as not whole, and another goes on from there.
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseReport } from '../../src/report/parse.ts';
import { folder, ROOT, tojimari } from '../cli/harness.ts';
import { TEST_ENV, useEnvironment } from '../providers/aws/live.ts';
import type { Call } from '../servers/aws.ts';
import { type Fleet, type FleetOptions, serveFleet } from '../servers/fleet.ts';
import { bucketName } from '../servers/fleet-kinds.ts';

let fleet: Fleet | undefined;
beforeEach(() => useEnvironment(TEST_ENV));
afterEach(async () => fleet?.stop());

const BUCKETS = 100;
/** Of the last ones nothing is ever answered: a collection that is to be broken off must not come to its end before. */
const SILENT = new Set(Array.from({ length: 40 }, (_, index) => bucketName(BUCKETS - 1 - index)));
const stuck: Partial<FleetOptions> = {
  instead: ({ bucket }) => (SILENT.has(bucket) ? 'silence' : undefined),
};

/** Serves the account and remembers what is asked. */
async function serve(options: Partial<FleetOptions> = {}): Promise<{ endpoint: string; asked: Call[] }> {
  const asked: Call[] = [];
  const { instead } = options;
  fleet = await serveFleet({
    buckets: BUCKETS,
    ...options,
    instead(call, times) {
      asked.push(call);
      return instead?.(call, times);
    },
  });
  return { endpoint: fleet.endpoint, asked };
}

const words = (endpoint: string, output: string, ...more: string[]) => [
  ...['collect', 'aws', '--service', 's3', '--endpoint-url', endpoint, '--output', output],
  ...more,
];

/** Collects in a process of its own and ends it when some buckets are written. */
async function interrupted(signal: NodeJS.Signals, endpoint: string, at: string) {
  const bin = join(ROOT, 'bin/tojimari.js');
  const child = spawn(process.execPath, [bin, ...words(endpoint, join(at, 'estate.jsonl'))], {
    env: { ...TEST_ENV, PATH: process.env['PATH'] ?? '', LANG: 'C' },
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const part = () => readdirSync(at).find((name) => name.endsWith('.part'));
  while (child.exitCode === null) {
    const name = part();
    if (name !== undefined && readFileSync(join(at, name), 'utf8').split('\n').length > 30) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill(signal);
  return { code: await closed, stderr };
}

async function report(file: string) {
  const { code, stdout } = await tojimari(['scan', file, '--format', 'json']);
  const parsed = parseReport(JSON.parse(stdout));
  if (!parsed.ok) throw new Error('the report does not fit its schema');
  return { code, ...parsed.value };
}

const bucketsIn = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"type":"aws.s3.bucket"') && line.includes('"record":"resource"'));

describe('ended by', () => {
  test.each<[NodeJS.Signals, number]>([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])(
    '%s: what was read is there, is not taken for all, and is not asked for again',
    async (signal, status) => {
      const at = folder();
      const half = join(at, 'estate.jsonl');
      const { endpoint, asked } = await serve(stuck);
      const { code, stderr } = await interrupted(signal, endpoint, at);
      expect(code).toBe(status);
      expect(stderr).toContain(`to go on: tojimari collect … --resume ${half}`);
      expect(readdirSync(at)).toEqual(['estate.jsonl']);
      const kept = bucketsIn(half).length;
      expect(kept).toBeGreaterThan(20);
      expect(kept).toBeLessThan(BUCKETS);
      const partial = await report(half);
      expect(partial.complete).toBe(false);
      expect(JSON.stringify(partial.scopes)).toContain('the snapshot ends early');

      await fleet?.stop();
      const calm = await serve();
      const whole = join(at, 'whole.jsonl');
      expect(await tojimari(words(calm.endpoint, whole, '--resume', half))).toMatchObject({ code: 0 });
      const again = new Set(
        calm.asked.map(({ bucket }) => bucket).filter((name) => name.startsWith('kagi-')),
      );
      expect(again.size).toBe(BUCKETS - kept);
      expect(asked.length).toBeGreaterThan(0);
      const fresh = join(at, 'fresh.jsonl');
      await tojimari(words(calm.endpoint, fresh));
      expect(bucketsIn(whole).sort()).toEqual(bucketsIn(fresh).sort());
      const [resumed, direct] = [await report(whole), await report(fresh)];
      expect(resumed).toMatchObject({ complete: true });
      expect(resumed.findings).toEqual(direct.findings);
    },
    60_000,
  );

  test('SIGINT with an older snapshot of that name: that one stays', async () => {
    const at = folder();
    const old = join(at, 'estate.jsonl');
    copyFileSync(join(ROOT, 'examples/demo/estate.jsonl'), old);
    const before = readFileSync(old, 'utf8');
    const { endpoint } = await serve(stuck);
    const { stderr } = await interrupted('SIGINT', endpoint, at);
    expect(readFileSync(old, 'utf8')).toBe(before);
    expect(existsSync(`${old}.partial`)).toBe(true);
    expect(stderr).toContain(`--resume ${old}.partial`);
  }, 60_000);
});

describe('going on', () => {
  async function collected(options: Partial<FleetOptions>, ...more: string[]) {
    const { endpoint, asked } = await serve({ buckets: 12, ...options });
    const file = join(folder(), 'estate.jsonl');
    const ran = await tojimari(words(endpoint, file, ...more));
    await fleet?.stop();
    return { ...ran, file, asked };
  }
  const readsOf = (asked: Call[]) => asked.filter(({ operation }) => operation.startsWith('s3:GetBucket'));

  test('from a whole one: nothing is asked but who is asking', async () => {
    const first = await collected({});
    const { code, asked, file } = await collected({}, '--resume', first.file);
    expect(code).toBe(0);
    expect(asked.filter(({ operation }) => operation.startsWith('s3:'))).toEqual([]);
    expect(bucketsIn(file)).toEqual(bucketsIn(first.file));
  });

  test('what failed is asked again, what was denied is not', async () => {
    const ill = await collected({
      instead: (call) =>
        call.operation !== 's3:GetBucketAcl'
          ? undefined
          : call.bucket === bucketName(3)
            ? { status: 200, body: '<html>no ACL</html>' }
            : call.bucket === bucketName(4)
              ? { status: 403, body: '<Error><Code>AccessDenied</Code><Message>no</Message></Error>' }
              : undefined,
    });
    expect(ill.code).toBe(3);
    const { asked } = await collected({}, '--resume', ill.file);
    expect(new Set(readsOf(asked).map(({ bucket }) => bucket))).toEqual(new Set([bucketName(3)]));
  });

  test('with another account is refused', async () => {
    const first = await collected({});
    const other = join(folder(), 'other.jsonl');
    writeFileSync(other, readFileSync(first.file, 'utf8').replaceAll('111122223333', '444455556666'));
    const { code, stderr, file } = await collected({}, '--resume', other);
    expect(code).toBe(2);
    expect(stderr).toContain('is of aws/444455556666, and this is aws/111122223333');
    expect(existsSync(file)).toBe(false);
  });

  test('with something that is no snapshot is refused', async () => {
    const { code, stderr } = await collected({}, '--resume', join(ROOT, 'package.json'));
    expect(code).toBe(2);
    expect(stderr).toContain('is no snapshot of tojimari');
  });
});

test('a snapshot that ends after its scope is not an account without anything', async () => {
  const { endpoint } = await serve({ buckets: 1 });
  const file = join(folder(), 'estate.jsonl');
  await tojimari(words(endpoint, file));
  writeFileSync(file, readFileSync(file, 'utf8').split('\n').slice(0, 2).join('\n'));
  const { code, complete } = await report(file);
  expect({ code, complete }).toEqual({ code: 3, complete: false });
});
