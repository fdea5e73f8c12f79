// A live scan of many buckets where the service is slow to like it: the same is found as on a calm day, and the report says how often it waited.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseReport } from '../../src/report/parse.ts';
import type { Report } from '../../src/report/report.ts';
import { folder, tojimari } from '../cli/harness.ts';
import { TEST_ENV, useEnvironment } from '../providers/aws/live.ts';
import { denied, failure } from '../servers/aws.ts';
import { type Fleet, type FleetOptions, serveFleet } from '../servers/fleet.ts';

let fleet: Fleet | undefined;
beforeEach(() => useEnvironment(TEST_ENV));
afterEach(async () => fleet?.stop());

interface Seen {
  code: number;
  report: Report;
  /** What a person reads, without line breaks. */
  text: string;
  lines: number;
  stderr: string;
}

async function scan(options: FleetOptions): Promise<Seen> {
  fleet = await serveFleet(options);
  const file = join(folder(), 'report.json');
  const words = ['scan', 'aws', '--service', 's3', '--endpoint-url', fleet.endpoint];
  const { code, stderr } = await tojimari([...words, '--format', 'json', '--output', file]);
  await fleet.stop();
  const { stdout } = await tojimari(['render', file, '--lang', 'en', '--all']);
  const parsed = parseReport(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.ok) throw new Error('the report does not fit its schema');
  const text = stdout.replace(/\s+/g, ' ');
  return { code, report: parsed.value, text, lines: stdout.split('\n').length, stderr };
}

const prints = ({ report }: Seen) => report.findings.map(({ fingerprint }) => fingerprint).sort();

describe('with many buckets', () => {
  const buckets = 32;

  test('a calm day', async () => {
    const calm = await scan({ buckets });
    expect(calm.report).toMatchObject({ complete: true, gate: { exitCode: 1 } });
    expect(calm.report).not.toHaveProperty('waits');
    expect(calm.text).not.toContain('slow down');
    expect(prints(calm).length).toBeGreaterThan(buckets / 2);
  });

  test.each<[string, Partial<FleetOptions>]>([
    ['told to slow down', { throttle: 100, burst: 5 }],
    ['one call in ten fails', { err: 10 }],
    ['both', { throttle: 100, burst: 5, err: 10 }],
  ])(
    '%s: nothing is lost',
    async (_what, faults) => {
      const calm = await scan({ buckets });
      const hard = await scan({ buckets, ...faults });
      expect(prints(hard)).toEqual(prints(calm));
      expect(hard.report.complete).toBe(true);
      expect(hard.report.calls).toBe(calm.report.calls);
      const { throttled = 0, failed = 0 } = fleet?.stats ?? {};
      expect(throttled > 0).toBe(faults.throttle !== undefined);
      expect(failed > 0).toBe(faults.err !== undefined);
      expect(hard.report.waits ?? 0).toBe(throttled);
      if (throttled > 0) expect(hard.text).toMatch(/calls, told to slow down and waited (once|[\d,]+ times)/);
    },
    30_000,
  );

  test('tags are asked for only where somebody may get in, unless a rule or a snapshot wants them all', async () => {
    const ofTags = { asked: 0 };
    const counting: Partial<FleetOptions> = {
      instead: (call) => {
        if (call.operation === 's3:GetBucketTagging') ofTags.asked += 1;
        return undefined;
      },
    };
    await scan({ buckets, ...counting });
    // Ten of every sixteen buckets let in nobody but their own account, by no policy and by no grant.
    expect(ofTags.asked).toBe((buckets * 6) / 16);
    ofTags.asked = 0;
    fleet = await serveFleet({ buckets, ...counting });
    const file = join(folder(), 'estate.jsonl');
    const words = ['collect', 'aws', '--service', 's3', '--endpoint-url', fleet.endpoint, '--output', file];
    expect((await tojimari(words)).code).toBe(0);
    expect(ofTags.asked).toBe(buckets);
  });

  test('a permission that is missing everywhere is a line, not one for each bucket', async () => {
    const calm = await scan({ buckets });
    const blind = await scan({
      buckets,
      instead: (call) => (call.operation === 's3:GetBucketPolicy' ? denied(call) : undefined),
    });
    expect(blind.text).toContain('s3:GetBucketPolicy');
    expect(blind.report.gate.blind).toHaveLength(1);
    expect(blind.text.match(/s3:GetBucketPolicy/g)?.length).toBeLessThan(10);
    expect(blind.lines).toBeLessThan(calm.lines + 20);
  });

  test('credentials that expire on the way: one remark, what was read counts, the rest is unknown', async () => {
    let left = 200;
    const more = 3 * buckets;
    const cut = await scan({
      buckets: more,
      instead: (call) =>
        left-- > 0 ? undefined : failure(call, 400, 'ExpiredToken', 'The provided token has expired.'),
    });
    expect(cut.stderr.match(/the AWS credentials expired/g)).toHaveLength(1);
    expect(cut.report.complete).toBe(false);
    expect(cut.report.scopes[0]?.tallies.find(({ type }) => type === 'aws.s3.bucket')?.seen).toBe(more);
    expect(prints(cut).length).toBeGreaterThan(0);
    // The rest is not asked, over and over.
    expect(cut.report.calls).toBeLessThan(more * 5);
    expect(cut.text.match(/expired/g)?.length ?? 0).toBeLessThan(4);
  });
});
