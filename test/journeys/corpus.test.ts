// Real settings that nobody here wrote: each folder gives a sensible report in every format, twice the same.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseReport } from '../../src/report/parse.ts';
import type { Report } from '../../src/report/report.ts';
import { lintForGitHub } from '../../src/report/sarif-lint.ts';
import { folder, ROOT, tojimari } from '../cli/harness.ts';

const CORPUS = resolve(ROOT, process.env['TOJIMARI_CORPUS'] ?? '../shared/corpus');
const HERE = existsSync(CORPUS);
if (!HERE) process.stderr.write('skipped: real settings are not on this machine (TOJIMARI_CORPUS)\n');

/** Folders by provider: `aws/terraform-plan`. */
function folders(): string[] {
  if (!HERE) return [];
  const providers = readdirSync(CORPUS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return providers.flatMap(({ name }) => readdirSync(join(CORPUS, name)).map((below) => `${name}/${below}`));
}

const described = HERE ? describe : describe.skip;
described('each folder of the corpus', () => {
  test.each(folders())('%s', async (name) => {
    const out = folder();
    const argv = ['scan', join(CORPUS, name), '--format', 'text', '--format', 'json', '--format', 'sarif'];
    const outputs = ['txt', 'json', 'sarif'].flatMap((extension) => [
      '--output',
      join(out, `1.${extension}`),
    ]);
    const { code, stderr } = await tojimari([...argv, ...outputs]);
    expect(stderr).not.toMatch(/is a bug|error:/);
    expect([0, 1, 3]).toContain(code);

    const text = readFileSync(join(out, '1.txt'), 'utf8');
    expect(text).toMatch(/looked at/);
    expect(text).toMatch(new RegExp(`exit ${code}`));
    const report = parseReport(JSON.parse(readFileSync(join(out, '1.json'), 'utf8')));
    if (!report.ok) throw new Error(JSON.stringify(report.misfits.slice(0, 5)));
    expect(report.value.scopes.length).toBeGreaterThan(0);
    // Many scopes are several files.
    const logs = readdirSync(out).filter((file) => /^1[-.0-9]*\.sarif$/.test(file));
    expect(logs.length).toBeGreaterThan(0);
    for (const log of logs)
      expect(lintForGitHub(JSON.parse(readFileSync(join(out, log), 'utf8')))).toEqual([]);

    const again = ['txt', 'json', 'sarif'].flatMap((extension) => ['--output', join(out, `2.${extension}`)]);
    await tojimari([...argv, ...again]);
    for (const file of ['1.json', ...logs])
      expect(readFileSync(join(out, file.replace('1', '2')), 'utf8')).toBe(
        readFileSync(join(out, file), 'utf8'),
      );
  });
});

/** Settings that say nothing by themselves, so that no finding may rest on them. */
const SAYS_NOTHING =
  /enableSecureGuestAccess|enableGuestFileAccess|enableAuraApexCtrlGuestUserAccessCheckPref/;

async function judged(name: string): Promise<{ code: number; report: Report }> {
  const { code, stdout } = await tojimari(['scan', join(CORPUS, 'salesforce', name), '--format', 'json']);
  const report = parseReport(JSON.parse(stdout));
  if (!report.ok) throw new Error(JSON.stringify(report.misfits.slice(0, 5)));
  return { code, report: report.value };
}

/** `rule state subject` of each finding, one for each of its doors. */
function said({ findings, doors }: Report): string[] {
  return findings.flatMap(({ rule, doors: through }) =>
    doors
      .filter(({ id }) => through.includes(id))
      .map(({ state, subject }) => [rule, state, subject].join(' ').trim()),
  );
}

const withSalesforce = existsSync(join(CORPUS, 'salesforce')) ? describe : describe.skip;
withSalesforce('real Salesforce exports', () => {
  test('ebikes-lwc: rules that match every record are open, and a flag that the platform refuses is no proof', async () => {
    const { code, report } = await judged('ebikes-lwc');
    expect(code).toBe(1);
    expect(said(report)).toEqual(
      expect.arrayContaining([
        'salesforce.guest.every-record open Product__c',
        'salesforce.guest.every-record open Product_Family__c',
        'salesforce.guest.platform-conflict shut-by',
      ]),
    );
    const open = report.doors.filter(
      ({ via, subject }) => via === 'guest-rule' && subject?.startsWith('Product'),
    );
    expect(open).toHaveLength(2);
    for (const { basis, evidence, witness } of open) {
      expect(basis).toBe('configuration');
      expect(witness?.checked).toBe(true);
      const places = evidence.map(({ origin }) => `${origin?.file.split('.').at(-1)}:${typeof origin?.line}`);
      expect(places).toEqual(expect.arrayContaining(['sharingRules:number', 'profile:number']));
      // What only a file claims is no part of the chain.
      expect(JSON.stringify(evidence)).not.toMatch(/viewAllRecords|View All/i);
    }
    const conflict = report.doors.find(({ via }) => via === 'guest-conflict');
    expect(conflict?.guard?.en).toMatch(/platform policy.*confirm in the org/);
    expect(report.findings.find(({ rule }) => rule.endsWith('platform-conflict'))?.severity).toBe('low');
  });

  test.each([
    [
      'ust-easy',
      /retrieve Profile "EASY Applicant Portal Profile", the guest user's, together with CustomObject/,
    ],
    [
      'volunteers-for-salesforce',
      /retrieve Profile "Volunteers Profile", the guest user's, together with CustomObject/,
    ],
  ])('%s: what guests read is unknown, and what to export is said', async (name, wanted) => {
    const { report } = await judged(name);
    const guests = report.doors.filter(({ via, audience }) => via === 'guest-rule' && audience === 'anyone');
    expect(guests.length).toBeGreaterThan(0);
    for (const { state, missing } of guests) {
      expect(state).toBe('unknown');
      expect(missing.map(({ detail }) => detail).join()).toMatch(wanted);
    }
    expect(report.complete).toBe(false);
    expect(said(report).filter((one) => /^salesforce\.guest\.\S+ open/.test(one))).toEqual([]);
    expect(report.undecided.map(({ rule }) => rule)).toContain('salesforce.guest.records-readable');
  });

  test.each(['ebikes-lwc', 'ust-easy', 'volunteers-for-salesforce'])(
    '%s: no finding rests on a setting that says nothing',
    async (name) => {
      const { report } = await judged(name);
      for (const { evidence } of [...report.findings, ...report.doors])
        for (const { origin } of evidence) {
          if (origin?.line === undefined) continue;
          const line = readFileSync(origin.file, 'utf8').split('\n')[origin.line - 1] ?? '';
          expect(line).not.toMatch(SAYS_NOTHING);
        }
    },
  );
});

test('the corpus is looked for where it should be', () => {
  expect(HERE ? folders().length : 10).toBeGreaterThanOrEqual(10);
});
