// tojimari intent add: a finding becomes an intent, the file keeps its looks, and the next scan has nothing to say of it.
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/cli/config.ts';
import { withIntents } from '../../src/cli/edit.ts';
import { type Bucket, estate } from './estate.ts';
import { folder, tojimari } from './harness.ts';

const TERMS = ['--owner', 'web-team', '--reason', 'pictures: of the "site" #1', '--until', '2027-03-31'];
const ASSETS: Record<string, Bucket> = {
  'acme-assets': {
    opens: [
      ['s3:GetObject', 'assets/img/*'],
      ['s3:GetObject', 'assets/css/*'],
    ],
  },
};

/** A folder with a saved report of an estate. */
async function saved(buckets: Record<string, Bucket>, files: Record<string, string> = {}): Promise<string> {
  const cwd = folder({ 'now.jsonl': estate(buckets), ...files });
  const now = join(cwd, 'now.jsonl');
  await tojimari(['scan', now, '--format', 'json', '--output', join(cwd, 'report.json')], { cwd: folder() });
  return cwd;
}

const config = (cwd: string) => readFileSync(join(cwd, 'tojimari.yaml'), 'utf8');

test('what it writes is as narrow as the door, and the next scan passes', async () => {
  const cwd = await saved(ASSETS);
  const added = await tojimari(['intent', 'add', 'F1', ...TERMS], { cwd });
  expect(added).toMatchObject({ code: 0, stdout: '' });
  expect(parseConfig(config(cwd), 'tojimari.yaml').intents).toEqual([
    {
      ...{
        type: 'aws.s3.bucket',
        resource: 'acme-assets',
        audience: 'anyone',
        access: ['read'],
        under: '/assets',
      },
      ...{ owner: 'web-team', reason: 'pictures: of the "site" #1', until: '2027-03-31' },
    },
  ]);
  expect(added.stderr).toBe(`added to tojimari.yaml:\n${config(cwd)}`);
  expect((await tojimari(['scan', join(cwd, 'now.jsonl')], { cwd })).code).toBe(0);
});

test('a block of many is one intent', async () => {
  const open: Bucket = { opens: [['s3:GetObject', '*']] };
  const cwd = await saved({ 'acme-a': open, 'acme-b': open, 'acme-c': open });
  await tojimari(['intent', 'add', 'f1', ...TERMS], { cwd });
  const intents = parseConfig(config(cwd), 'tojimari.yaml').intents ?? [];
  expect(intents.map(({ resource }) => resource)).toEqual([['acme-a', 'acme-b', 'acme-c']]);
  expect((await tojimari(['scan', join(cwd, 'now.jsonl')], { cwd })).code).toBe(0);
});

test('every byte that was there stays, and so do the rights of the file', async () => {
  const before =
    '# ours\r\nown:   # mine\r\n    accounts: [ 111122223333 ]\r\nintents: # reviewed\r\n    # the logs\r\n    -   unknown: "s3:GetBucketPolicy"\r\n        owner: security\r\n        reason: x\r\n        until: 2027-01-01   # soon\r\n\r\n# the end\r\nlang: en\r\n';
  const cwd = await saved(ASSETS, { 'tojimari.yaml': before });
  chmodSync(join(cwd, 'tojimari.yaml'), 0o664);
  expect((await tojimari(['intent', 'add', 'F1', ...TERMS], { cwd })).code).toBe(0);
  const after = config(cwd);
  const at = after.indexOf('    - type: aws.s3.bucket\r\n');
  const end = after.indexOf('\r\n# the end');
  expect(after.slice(0, at) + after.slice(end)).toBe(before);
  expect(after).not.toMatch(/[^\r]\n/);
  expect(parseConfig(after, 'tojimari.yaml')).toMatchObject({
    lang: 'en',
    intents: [{}, { under: '/assets' }],
  });
  expect(statSync(join(cwd, 'tojimari.yaml')).mode & 0o777).toBe(0o664);
  expect(readdirSync(cwd).sort()).toEqual(['now.jsonl', 'report.json', 'tojimari.yaml']);
});

describe('whatever the list looks like', () => {
  const intent = {
    ...{ type: 'aws.s3.bucket', resource: ['a'], audience: 'anyone' as const, access: ['read'] },
    ...{ owner: 'o', reason: 'r', until: '2027-03-31' },
  };
  const old = '{ unknown: x, owner: a, reason: b, until: 2027-01-01 }';
  test.each([
    ['', 1],
    ['# nothing yet\n', 1],
    ['lang: ja', 1],
    ['intents: []\n', 1],
    ['intents:\n', 1],
    ['intents:\n  # none yet\nlang: ja\n', 1],
    [`intents: [${old}]\nlang: ja\n`, 2],
    [`intents:\n- ${old}\nlang: ja`, 2],
    [`intents:\n- ${old}`, 2],
    [`lang: ja\nintents:\n    - ${old} # why\n    # and why not\n`, 2],
  ])('%j', (text, length) => {
    const { text: edited } = withIntents(text, [intent]);
    const parsed = parseConfig(edited, 'tojimari.yaml');
    expect(parsed.intents).toHaveLength(length);
    expect(parsed.intents?.at(-1)).toEqual({ ...intent, resource: 'a' });
    expect(parsed.lang).toBe(/lang: ja/.test(text) ? 'ja' : undefined);
    for (const comment of text.match(/#.*/g) ?? []) expect(edited).toContain(comment);
  });
});

describe('refused, and nothing is written', () => {
  test.each<[string[], string]>([
    [['F9', ...TERMS], 'hint: It has F1 to F1: tojimari render report.json shows them.'],
    [['1', ...TERMS], 'error: report.json has no finding 1.'],
    [['F1', ...TERMS, '--from', 'none.json'], 'none.json'],
    [
      ['F1', ...TERMS.slice(0, 4), '--until', '2027-02-30'],
      'error: --until must be a day, not "2027-02-30".',
    ],
    [['F1', ...TERMS.slice(0, 4), '--until', '2026-11-01'], 'error: --until 2026-11-01 is over already.'],
    [['F1', '--owner', ' ', ...TERMS.slice(2)], 'error: --owner needs a value.'],
    [['F1', '--owner', 'a', '--reason', 'b'], 'until'],
    [[], 'error: "intent add" needs the number of a finding: F1.'],
  ])('%j', async (words, message) => {
    const cwd = await saved(ASSETS);
    const { code, stderr } = await tojimari(['intent', 'add', ...words], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(existsSync(join(cwd, 'tojimari.yaml'))).toBe(false);
  });

  test('a second one beside the first, also where that has run out', async () => {
    const cwd = await saved(ASSETS);
    await tojimari(['intent', 'add', 'F1', ...TERMS], { cwd });
    const twice = await tojimari(['intent', 'add', 'F1', ...TERMS], { cwd });
    expect(twice.code).toBe(2);
    expect(twice.stderr).toContain('error: tojimari.yaml:2 declares it already.');
    writeFileSync(join(cwd, 'tojimari.yaml'), config(cwd).replace('2027-03-31', '2026-10-01'));
    const over = await tojimari(['intent', 'add', 'F1', ...TERMS], { cwd });
    expect(over.code).toBe(2);
    expect(over.stderr).toContain('error: tojimari.yaml:2 declares it already, until 2026-10-01.');
  });

  test('a file that cannot be used stays as it is', async () => {
    const cwd = await saved(ASSETS, { 'tojimari.yaml': 'owm: {}\n' });
    expect((await tojimari(['intent', 'add', 'F1', ...TERMS], { cwd })).code).toBe(2);
    expect(config(cwd)).toBe('owm: {}\n');
  });

  test('a setting that opens nothing', async () => {
    const cwd = await saved({ quiet: {} });
    const { code, stderr } = await tojimari(['intent', 'add', 'F1', '--all', ...TERMS], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(
      'F1 is a setting that opens nothing by itself: an intent is for what stands open.',
    );
  });
});
