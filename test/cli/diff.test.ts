// tojimari diff: exports, snapshots and reports compared, with the setting that did it.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { changesSchema } from '../../src/report/changes.generated.ts';
import { parse } from '../../src/schema.ts';
import { type Bucket, estate } from './estate.ts';
import { folder, ROOT, tojimari } from './harness.ts';

const WINDOW = join(ROOT, 'examples/salesforce/change-window');
const [BEFORE, DURING, AFTER] = ['1-before', '2-window', '3-put-back'].map((name) => join(WINDOW, name));
const PROFILE = 'force-app/main/default/profiles/Kagi Merchants Profile.profile-meta.xml';

describe('rights widened for a change window and not put back', () => {
  test.each([
    [BEFORE, 0],
    [DURING, 1],
    [AFTER, 0],
  ])('%s alone is judged with exit %d', async (state, expected) => {
    expect((await tojimari(['scan', String(state)])).code).toBe(expected);
  });

  test('the day they were widened fails and names the rule, the permission and the fields', async () => {
    const { code, stdout } = await tojimari(['diff', String(BEFORE), String(DURING)]);
    expect(code).toBe(1);
    expect(stdout).toContain('NEW: Anyone on the internet can list and read 加盟店');
    expect(stdout).toContain('guestRules/Merchants_for_migration: (none) ->');
    expect(stdout).toMatch(/objectPermissions\/Merchant__c\/read: false\s+-> true/);
    expect(stdout).toContain('BankAccount__c');
  });

  test('the day they were put back closes it', async () => {
    const { code, stdout } = await tojimari(['diff', String(DURING), String(AFTER)]);
    expect(code).toBe(0);
    expect(stdout).toContain('1 closed');
  });

  test('a permission that only vanished from the file is not closed', async () => {
    const gone = join(folder(), 'gone');
    cpSync(String(AFTER), gone, { recursive: true });
    const profile = join(gone, PROFILE);
    writeFileSync(
      profile,
      readFileSync(profile, 'utf8').replace(/<objectPermissions>[\s\S]*?<\/objectPermissions>/, ''),
    );
    const { code, stdout } = await tojimari(['diff', String(DURING), gone]);
    expect(code).toBe(3);
    expect(stdout).toContain('gone from the file, not set to false');
    expect(stdout).not.toContain('CLOSED');
  });

  test('in Japanese', async () => {
    const { stdout } = await tojimari(['diff', String(BEFORE), String(DURING), '--lang', 'ja']);
    expect(stdout).toContain('新規: インターネット上の誰でも');
    expect(stdout).toContain('変更点');
  });

  test('as JSON that fits its schema', async () => {
    const { stdout } = await tojimari(['diff', String(BEFORE), String(DURING), '--format', 'json']);
    expect(parse(changesSchema, JSON.parse(stdout))).toMatchObject({ ok: true });
  });
});

test('JSON reports compare as well as what they were made of', async () => {
  const reports: string[] = [];
  for (const state of [BEFORE, DURING]) {
    const path = join(folder(), 'report.json');
    await tojimari(['scan', String(state), '--format', 'json', '--output', path]);
    reports.push(path);
  }
  const { code, stdout } = await tojimari(['diff', ...reports]);
  expect(code).toBe(1);
  expect(stdout).toContain('NEW: Anyone on the internet can list and read');
});

test('snapshots compare, also with --exit-zero and another threshold', async () => {
  const estate = join(ROOT, 'examples/demo/estate.jsonl');
  expect((await tojimari(['diff', estate, estate])).code).toBe(0);
  const widened = ['diff', String(BEFORE), String(DURING)];
  expect((await tojimari([...widened, '--exit-zero'])).code).toBe(0);
  expect((await tojimari([...widened, '--fail-on-new', 'never'])).code).toBe(0);
});

test.each([
  [['diff', 'aws', String(AFTER)], 'aws is live'],
  [['diff', '-', String(AFTER)], 'cannot read stdin'],
  [['diff', String(AFTER)], 'Name two states'],
  [['diff', '/no/such', String(AFTER)], 'no file or folder'],
])('%j is refused with a sentence', async (argv, words) => {
  const { code, stderr } = await tojimari(argv);
  expect(code).toBe(2);
  expect(stderr).toContain(words);
});

describe('of snapshots', () => {
  const saved = (name: string, bucket: Bucket): string => {
    const file = join(folder(), `${name}.jsonl`);
    writeFileSync(file, estate({ acme: bucket }));
    return file;
  };
  const opens: Bucket['opens'] = [['s3:GetObject', '*']];

  test('a policy that could not be read is not said to be none', async () => {
    const argv = ['diff', saved('before', { opens }), saved('after', { denied: true })];
    const { code, stdout } = await tojimari(argv);
    expect(code).toBe(3);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/acme policy: \{.*\} -> \(could not be read\)/);
    expect(stdout).not.toContain('(none)');
    expect((await tojimari([...argv, '--lang', 'ja'])).stdout).toContain('(確認できず)');
    const json = parse(changesSchema, JSON.parse((await tojimari([...argv, '--format', 'json'])).stdout));
    expect(json).toMatchObject({ ok: true });
  });

  test('each is dated by when it was taken, not by when it is judged', async () => {
    const argv = ['diff', saved('before', {}), saved('after', { opens }), '--format', 'json'];
    const { before, after } = JSON.parse((await tojimari(argv)).stdout);
    expect([before.startedAt, after.startedAt]).toEqual(Array(2).fill('2026-11-02T00:00:00.000Z'));
  });
});
