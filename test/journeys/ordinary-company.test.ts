// An ordinary company gets a page, not a book.
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { folder, tojimari } from '../cli/harness.ts';
import { type Habits, ordinaryCompany } from './ordinary-company.ts';

async function scan(habits: Habits) {
  const path = folder({ 'acme.jsonl': ordinaryCompany(habits) });
  return await tojimari(['scan', join(path, 'acme.jsonl')]);
}

function blocks(text: string): string[] {
  return text.split('\n').filter((line) => /^F\d+ /.test(line));
}

describe('at most ten blocks', () => {
  test.each([
    [{ assets: 'cloudfront', externalIds: true }, 0],
    [{ assets: 'cloudfront', externalIds: false }, 0],
    [{ assets: 'public', externalIds: true }, 1],
    [{ assets: 'public', externalIds: false }, 1],
  ] as [Habits, number][])('%j', async (habits, exitCode) => {
    const { stdout, stderr, code } = await scan(habits);
    expect(stderr).not.toMatch(/bug/);
    expect(blocks(stdout).length).toBeLessThanOrEqual(10);
    expect(code).toBe(exitCode);
  });
});

test('twenty public asset buckets are one block that names the number', async () => {
  const { stdout } = await scan({ assets: 'public', externalIds: true });
  const high = blocks(stdout).filter((line) => line.includes('HIGH'));
  expect(high).toHaveLength(1);
  expect(high[0]).toMatch(/20 buckets/);
});

test('vendors without an external id are one question, and never above medium', async () => {
  const { stdout } = await scan({ assets: 'cloudfront', externalIds: false });
  expect(stdout).toMatch(/30 IAM roles trust 30 accounts: yours\?/);
  expect(stdout).not.toMatch(/CRITICAL|HIGH/);
});
