// --plan and --api-budget: what would be asked of an org, and how the flags are read.
import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readTask } from '../../src/cli/program.ts';
import { planText } from '../../src/cli/run/plan.ts';
import type { Plan } from '../../src/providers/provider.ts';
import { plannedCalls } from '../../src/providers/salesforce/live/plan.ts';
import { type FakeOrg, startOrg, TOKEN } from '../servers/salesforce.ts';
import { tojimari } from './harness.ts';

const PLAN: Plan = {
  budget: { percent: 5, left: 1200, allowed: 60 },
  calls: [
    {
      service: 'guest',
      what: 'query Site',
      permission: 'View Setup and Configuration',
      purpose: { en: 'sites', ja: 'サイト' },
      least: 1,
      most: 1,
    },
    {
      service: 'guest',
      what: 'count of <object>',
      permission: 'View All Data',
      purpose: { en: 'how many records', ja: 'レコードの件数' },
      least: 0,
      most: 120,
      grows: { en: '1 for each object', ja: 'オブジェクトごとに 1 回' },
    },
    {
      service: 'files',
      what: 'query \u001b[31mContentDistribution',
      permission: 'View All Data',
      purpose: { en: 'public links', ja: '公開リンク' },
      least: 1,
      most: 1,
    },
  ],
};

test.each(['en', 'ja'] as const)('a plan as text (%s)', (lang) => {
  expect(planText(PLAN, lang)).toBe(golden(`plan-${lang}.txt`));
});

const golden = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`golden/${name}`, import.meta.url)), 'utf8');
const read = async (line: string) =>
  await readTask(line.split(' '), { version: '1.2.3', stdout: new PassThrough() });

describe('the plan', () => {
  let org: FakeOrg;
  let env: Record<string, string>;

  beforeEach(async () => {
    org = await startOrg('examples/salesforce/open');
    env = { SF_INSTANCE_URL: org.url, SF_ACCESS_TOKEN: TOKEN };
  });

  afterEach(async () => {
    await org.close();
  });

  test('is printed, with what each call needs, and nothing is audited', async () => {
    const ran = await tojimari(['scan', 'salesforce', '--plan'], { env });
    expect(ran.code).toBe(0);
    for (const { what, permission, purpose } of plannedCalls([], {})) {
      expect(ran.stdout).toContain(what);
      expect(ran.stdout).toContain(`${purpose.en} [${permission}]`);
    }
    expect(ran.stdout).toMatch(/Budget: 700 calls \(5 % of the 1399\d left today\)\. They fit\.\n$/);
    expect(ran.stderr).toMatch(/^asking as auditor@kagi\.example at 127\.0\.0\.1:\d+\n$/);
    expect(org.requests).toHaveLength(6);
  });

  test('says when the calls do not fit, and when the org does not say what is left', async () => {
    org.daily = { left: 200, max: 15_000 };
    const small = await tojimari(['scan', 'salesforce', '--plan', '--api-budget', '10%'], { env });
    expect(small.stdout).toMatch(
      /Budget: 20 calls \(10 % of the 19\d left today\)\. What does not fit is not asked/,
    );
    org.daily = { left: 200, max: 15_000, silent: true };
    const silent = await tojimari(['scan', 'salesforce', '--plan'], { env });
    expect(silent).toMatchObject({ code: 0, stdout: expect.stringContaining('--api-budget has no effect') });
  });

  test('knows services, and counts that were denied stay open', async () => {
    for (const object of ['Site', 'ObjectPermissions', 'Profile'])
      org.faults.set(object, { status: 403, errorCode: 'INSUFFICIENT_ACCESS' });
    const ran = await tojimari(['scan', 'salesforce', '--plan', '--service', 'files'], { env });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('In all: about 2 calls');
  });

  test('of a collection needs no file to write to, and writes none', async () => {
    const calls = async (command: string): Promise<string> => {
      const ran = await tojimari([command, 'salesforce', '--plan'], { env });
      expect(ran.code).toBe(0);
      // The last line says what is left, which every call makes less.
      return ran.stdout.replace(/\nBudget: .*\n$/, '');
    };
    expect(await calls('collect')).toBe(await calls('scan'));
  });

  test('of an org that cannot be signed in to is 2', async () => {
    expect(await tojimari(['scan', 'salesforce', '--plan'])).toMatchObject({ code: 2, stdout: '' });
  });
});

test.each([
  ['5', 5],
  ['0.5', 0.5],
  ['100', 100],
  ['20%', 20],
])('--api-budget %s is %p percent', async (text, apiBudget) => {
  expect(await read(`scan salesforce --api-budget ${text}`)).toMatchObject({
    options: { live: { apiBudget } },
  });
});

test.each([
  ['scan salesforce --api-budget 0', /above 0 and up to 100/],
  ['scan salesforce --api-budget 101', /above 0 and up to 100/],
  ['scan salesforce --api-budget -5', /./],
  ['scan salesforce --api-budget lots', /not "lots"/],
  ['scan salesforce --api-budget 1e1', /not "1e1"/],
  ['scan aws --api-budget 5', /--api-budget is for the live target "salesforce"/],
  ['scan ./exports --plan', /--plan is for one live target, "aws" or "salesforce"/],
  ['scan aws salesforce --plan', /alone/],
])('%s is refused', async (line, message) => {
  await expect(read(line)).rejects.toThrow(message);
});
