// Progress never reaches stdout, never drives a terminal, and is silent when asked to be.
import { expect, test } from '@jest/globals';
import { newReporter, progressText } from '../../src/cli/progress.ts';
import type { SnapshotRecord } from '../../src/snapshot/resource.ts';
import { fakeIo } from './harness.ts';

async function* records(): AsyncIterable<SnapshotRecord> {
  const label = '1111-2222-3333 (kagi\u001b[2J)';
  yield { record: 'scope', id: 'aws/1', provider: 'aws', label, input: 'live', format: 'live' };
  yield { record: 'listing', scope: 'aws/1', type: 'aws.s3.bucket', state: 'complete', seen: 0 };
}

async function watched(env: Record<string, string>, quiet: boolean, showProof = false) {
  const { io, written } = fakeIo({ env });
  const reporter = await newReporter(io, quiet, showProof);
  reporter.line('asking as role/auditor in 1111-2222-3333');
  reporter.progress({ provider: 'aws', service: 's3', done: 1 });
  const passed: SnapshotRecord[] = [];
  for await (const record of reporter.watch(records())) passed.push(record);
  reporter.stop();
  expect(passed).toHaveLength(2);
  return written();
}

test('without a terminal: who asks, and one line a scope', async () => {
  expect(await watched({}, false)).toEqual({
    stdout: '',
    stderr: 'asking as role/auditor in 1111-2222-3333\nlooking at 1111-2222-3333 (kagi\\u001b[2J) (live)\n',
  });
});

test('in CI account ids are masked, unless proofs are shown', async () => {
  const { stderr } = await watched({ CI: 'true' }, false);
  expect(stderr).toContain('role/auditor in 1111-****-3333');
  expect((await watched({ CI: 'true' }, false, true)).stderr).toContain('1111-2222-3333');
});

test('a terminal without a size gets lines, for ora would clear it without end', async () => {
  const { io, written } = fakeIo();
  const reporter = await newReporter(
    { ...io, stderr: Object.assign(io.stderr, { isTTY: true, columns: 0 }) },
    false,
    false,
  );
  for await (const _record of reporter.watch(records()));
  reporter.stop();
  expect(written().stderr).toMatch(/^looking at .*\n$/);
});

test('quiet is quiet', async () => {
  expect(await watched({}, true)).toEqual({ stdout: '', stderr: '' });
});

test.each([
  [{ provider: 'aws', service: 's3', done: 3, total: 9 }, 'aws s3: 3 of 9'],
  [{ provider: 'aws', service: 's3', region: 'eu-west-1', done: 3 }, 'aws s3 eu-west-1: 3'],
])('%j', (progress, text) => expect(progressText(progress)).toBe(text));
