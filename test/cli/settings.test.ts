// tojimari.yaml as the settings of a scan: flags win, slips have their place, and editors know every key.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import Ajv2020 from 'ajv/dist/2020.js';
import { parse as parseYaml } from 'yaml';
import { parseConfig } from '../../src/cli/config.ts';
import { configTemplate } from '../../src/cli/templates/config.ts';
import { InputError } from '../../src/errors.ts';
import type { Report } from '../../src/report/report.ts';
import { estate } from './estate.ts';
import { folder, ROOT, tojimari } from './harness.ts';

const ESTATE = estate({ 'acme-assets': { opens: [['s3:GetObject', '*']] } });

async function scan(config: string, words: string[] = [], more: Record<string, string> = {}) {
  const cwd = folder({ 'now.jsonl': ESTATE, 'tojimari.yaml': config.replaceAll('HERE', '.'), ...more });
  const where = words.includes('TARGET')
    ? words.map((word) => (word === 'TARGET' ? join(cwd, 'now.jsonl') : word))
    : words;
  const written = config.includes('now.jsonl')
    ? config.replaceAll('now.jsonl', join(cwd, 'now.jsonl'))
    : config;
  return await tojimari(['scan', ...where], { cwd: folder({ 'tojimari.yaml': written, ...more }) });
}

async function json(config: string, words: string[] = []): Promise<Report> {
  const { stdout, stderr } = await scan(config, ['TARGET', '--format', 'json', ...words]);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Report;
}

describe('flags win over the file', () => {
  test('targets', async () => {
    expect((await scan('targets: [now.jsonl]\n')).code).toBe(1);
    const none = await scan('own:\n  accounts: []\n');
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('Say what to scan: aws, salesforce, or a file or folder.');
    expect((await scan('targets: [./nowhere]\n', ['TARGET'])).code).toBe(1);
  });

  test.each<[string, string[], string]>([
    ['', [], 'high'],
    ['failOn: critical\n', [], 'critical'],
    ['failOn: critical\n', ['--fail-on', 'low'], 'low'],
    ['failOn: never\nfailOnNew: high\n', ['--fail-on', 'high'], 'high'],
    ['failOnNew: high\n', [], 'high'],
  ])('%j and %j: fails on %s', async (config, words, expected) => {
    expect((await json(config, words)).gate.failOn).toBe(expected);
  });

  test('rules', async () => {
    const ids = async (config: string, words: string[] = []) =>
      (await json(config, words)).rules.map(({ id }) => id);
    const only = await ids('rules:\n  only: ["aws.s3.*"]\n  skip: ["aws.s3.bucket-public-*"]\n');
    expect(only.length).toBeGreaterThan(0);
    expect(only.every((id) => id.startsWith('aws.s3.') && !id.includes('bucket-public-'))).toBe(true);
    expect(await ids('rules:\n  skip: ["aws.s3.*"]\n', ['--rule', 'aws.s3.bucket-public-read'])).toEqual([
      'aws.s3.bucket-public-read',
    ]);
  });

  test('the language of what people read, and of nothing else', async () => {
    expect((await scan('lang: ja\n', ['TARGET'])).stdout).toContain('見た範囲');
    expect((await scan('lang: ja\n', ['TARGET', '--lang', 'en'])).stdout).toContain('looked at');
    expect((await scan('lang: ja\n', ['TARGET', '--format', 'sarif'])).stdout).toContain(
      'Anyone on the internet',
    );
  });

  test('what may be unknown', async () => {
    const denied = estate({ hidden: { denied: true } });
    const at = (config: string) => folder({ 'tojimari.yaml': config, 'e.jsonl': denied });
    for (const [config, words, code] of [
      ['', [], 3],
      ['allowUnknown: ["s3:GetBucketPolicy"]\n', [], 0],
      ['allowUnknown: ["s3:GetBucketPolicy"]\n', ['--allow-unknown=nothing'], 3],
    ] as const) {
      const cwd = at(config);
      expect((await tojimari(['scan', join(cwd, 'e.jsonl'), ...words], { cwd })).code).toBe(code);
    }
  });
});

describe('severities', () => {
  const config = (rule: string) =>
    `severity:\n  - rule: "${rule}"\n    severity: low\n    owner: platform\n    reason: a public web site\n`;
  test('of a rule may be another one, with who says so and why', async () => {
    const report = await json(config('aws.s3.bucket-public-*'));
    expect(report.gate).toMatchObject({ failing: 0, exitCode: 0 });
    const finding = report.findings.find(({ rule }) => rule === 'aws.s3.bucket-public-read');
    expect(finding).toMatchObject({
      severity: 'low',
      adjusted: { en: 'low in tojimari.yaml (platform: a public web site)' },
    });
    const rule = report.rules.find(({ id }) => id === 'aws.s3.bucket-public-read');
    expect(rule).toMatchObject({ severity: 'low', overridden: { from: 'high', owner: 'platform' } });
  });
  test('the text says so', async () => {
    const { stdout } = await scan(config('aws.s3.bucket-public-*'), ['TARGET', '--all']);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'level HIGH by the rule; low in tojimari.yaml (platform: a public web site)',
    );
  });
  test('of no rule at all are a mistake with its place', async () => {
    const { code, stderr } = await scan(config('aws.s3.bucket-pubic-read'), ['TARGET']);
    expect(code).toBe(2);
    expect(stderr).toContain('error: tojimari.yaml:2:11: "aws.s3.bucket-pubic-read" matches no rule');
  });
});

test('own rules are found from the file, not from where tojimari was started', async () => {
  const rule = `id: acme.buckets\ntitle: { en: A bucket, ja: バケット }\n`;
  const cwd = folder({ 'now.jsonl': ESTATE, 'tojimari.yaml': 'rules:\n  folders: [nowhere]\n' });
  const missing = await tojimari(['scan', join(cwd, 'now.jsonl')], { cwd });
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain('tojimari.yaml:2:13: names the folder nowhere, which there is not');
  const own = folder({ 'acme.yaml': rule });
  const other = folder({ 'now.jsonl': ESTATE, 'tojimari.yaml': `rules:\n  folders: [${own}]\n` });
  const broken = await tojimari(['scan', join(other, 'now.jsonl')], { cwd: other });
  expect(broken.code).toBe(2);
  expect(broken.stderr).toContain('acme.yaml');
});

describe('slips in intents have their place', () => {
  const one = (lines: string) => `intents:\n  - owner: a\n    reason: b\n    until: 2027-03-31\n${lines}`;
  const full = '    type: aws.s3.bucket\n    resource: x\n    audience: anyone\n    access: [read]\n';
  test.each([
    [
      one('    type: aws.s3.bucket\n    resource: x\n    access: [read]\n'),
      '2:5: intents.0 lacks the key "audience"',
    ],
    [
      one(full.replace('s3.bucket', 's3.bukcet')),
      '5:11: intents.0.type "aws.s3.bukcet" is no resource type, did you mean "aws.s3.bucket"?',
    ],
    [one(full).replace('03-31', '02-30'), '4:12: intents.0.until "2027-02-30" is no day'],
    [
      one(full).replace('2027-03-31', 'soon'),
      '4:12: intents.0.until must match pattern "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"',
    ],
    [
      one(full.replace('anyone', 'named-outsider')),
      '7:15: intents.0.audience named-outsider needs "who": globs of those who are meant',
    ],
    [
      one(`${full}    who: [x]\n`),
      '9:10: intents.0.who belongs to the audience named-outsider, and this one is anyone',
    ],
    [one(`${full}    unknown: s3:GetBucketPolicy\n`), 'does not belong here'],
    [one(full.replace('[read]', '[]')), 'intents.0.access must NOT have fewer than 1 items'],
    [one(full.replace('[read]', '[reed]')), 'intents.0.access.0 must be one of list, read'],
    [one(full).replace('owner: a', 'owner: " "'), 'intents.0.owner must match pattern'],
    [one(`${full}    under: "*"\n`), 'intents.0.under must match pattern'],
    [
      one(full).replace('reason: b', 'resaon: b'),
      'intents.0 has an unknown key "resaon", did you mean "reason"?',
    ],
  ])('%#', (text, message) => {
    let said = '';
    try {
      parseConfig(text, 'tojimari.yaml');
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      said = error.message;
    }
    expect(said).toContain(message);
  });
});

describe('the published schema', () => {
  const schema = JSON.parse(readFileSync(join(ROOT, 'schema/tojimari-v1.schema.json'), 'utf8'));
  const fits = new Ajv2020.default({ strict: false }).compile(schema);
  const example = readFileSync(join(ROOT, 'examples/tojimari.yaml'), 'utf8');
  /** The example with everything that it shows as a comment. */
  const whole = example.replace(
    /^# ?(?=(expect|accept|severity|intents|failOnNew|allowUnknown):| {2,})/gm,
    '',
  );

  test('editors take the example, and all that it shows as comments, as it is', () => {
    for (const text of [example, whole]) {
      expect(parseConfig(text, 'tojimari.yaml')).toBeDefined();
      expect([fits(parseYaml(text)), fits.errors]).toEqual([true, null]);
    }
    expect(Object.keys(parseYaml(whole)).sort()).toEqual(Object.keys(schema.properties).sort());
  });

  test.each(['aws', 'salesforce'] as const)('and what init writes for %s, with its comments', (provider) => {
    const text = configTemplate(provider, 'x').replace(/^# ?(?=(own|intents):| {2,})/gm, '');
    expect(parseConfig(text, 'tojimari.yaml').intents?.length).toBeGreaterThan(0);
    expect([fits(parseYaml(text)), fits.errors]).toEqual([true, null]);
  });

  test('the example names it', () => {
    const [first = ''] = example.split('\n');
    const path = /^# yaml-language-server: \$schema=(\S+)$/.exec(first)?.[1] ?? '';
    expect(JSON.parse(readFileSync(join(ROOT, 'examples', path), 'utf8')).$id).toBe(schema.$id);
  });

  test('every key is described', () => {
    const silent: string[] = [];
    const walk = (
      node: { properties?: Record<string, object>; items?: object; anyOf?: object[] },
      at: string,
    ) => {
      for (const [key, inner] of Object.entries(node.properties ?? {})) {
        if (typeof inner !== 'object') continue;
        if (!('description' in inner)) silent.push(`${at}${key}`);
        walk(inner, `${at}${key}.`);
      }
      if (node.items !== undefined) walk(node.items, at);
    };
    walk(schema, '');
    expect(silent).toEqual([]);
  });
});
