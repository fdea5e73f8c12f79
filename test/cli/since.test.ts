// Since when: --since git in every format, in both languages, and only on request; and what a running org says unasked.
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseReport } from '../../src/report/parse.ts';
import { type FakeOrg, startOrg, TOKEN } from '../servers/salesforce.ts';
import { folder, ROOT, tojimari } from './harness.ts';

const RULES = 'force-app/main/default/sharingRules/Contact.sharingRules-meta.xml';
const env = { PATH: process.env['PATH'] ?? '' };

function commit(at: string, date: string): void {
  const identity = ['-c', 'user.name=Kagi', '-c', 'user.email=kagi@example.com'];
  const run = (words: string[]) =>
    execFileSync('git', [...identity, ...words], {
      cwd: at,
      env: { ...env, HOME: at, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    });
  run(['init', '-q']);
  run(['add', '-A']);
  run(['commit', '-q', '-m', 'state']);
}

/** The example in a repository: everything from 2021, but the rule on Contact from 2022. */
function project(): string {
  const at = folder();
  cpSync(join(ROOT, 'examples/salesforce/open'), at, { recursive: true });
  const rule = readFileSync(join(at, RULES), 'utf8');
  writeFileSync(join(at, RULES), '<SharingRules xmlns="http://soap.sforce.com/2006/04/metadata"/>\n');
  commit(at, '2021-05-06T00:00:00Z');
  writeFileSync(join(at, RULES), rule);
  commit(at, '2022-02-14T09:00:00+09:00');
  return at;
}

async function json(...words: string[]) {
  const { stdout } = await tojimari(['scan', ...words, '--format', 'json'], { env });
  const report = parseReport(JSON.parse(stdout));
  if (!report.ok) throw new Error(JSON.stringify(report.misfits));
  return report.value;
}

describe('scan --since git', () => {
  test('dates each door by the last of its pieces, and says so', async () => {
    const at = project();
    const { doors, findings } = await json(at, '--since', 'git');
    const spoken = new Set(findings.flatMap((finding) => finding.doors));
    const dated = doors.filter(({ id, since }) => spoken.has(id) && since !== undefined);
    const days = (subject: string) =>
      dated.filter((door) => door.subject === subject && door.via === 'guest-rule').map(({ since }) => since);
    expect(days('Contact')).toEqual([
      expect.objectContaining({ date: '2022-02-14T09:00:00+09:00', source: 'git' }),
    ]);
    expect(days('Account')[0]?.date).toBe('2021-05-06T00:00:00+00:00');
    const commitId = days('Contact')[0]?.commit?.slice(0, 7) ?? 'none';
    expect(commitId).toMatch(/^[0-9a-f]{7}$/);

    const text = await tojimari(['scan', at, '--since', 'git', '--all', '--lang', 'en'], { env });
    expect(text.stdout.replace(/\s+/g, ' ')).toContain(
      `2022-02-14 (git: commit ${commitId} brought the last piece, Contact.sharingRules-meta.xml)`,
    );
    const japanese = await tojimari(['scan', at, '--since', 'git', '--all', '--lang', 'ja'], { env });
    expect(japanese.stdout).toContain('いつから');
    expect(japanese.stdout).toContain('2022-02-14（git: コミット');
    const sarif = await tojimari(['scan', at, '--since', 'git', '--format', 'sarif'], { env });
    expect(sarif.stdout).toContain('"since": "2022-02-14T09:00:00+09:00"');
    expect(sarif.stdout).toContain('"sinceSource": "git"');
  });

  test('what is not committed is said to be undated, not dated by something else', async () => {
    const at = project();
    const path = join(at, RULES);
    writeFileSync(path, readFileSync(path, 'utf8').replace('</fullName>', '_2</fullName>'));
    const { doors, scopes } = await json(at, '--since', 'git');
    const contact = doors.find(({ subject, via }) => subject === 'Contact' && via === 'guest-rule');
    expect(contact).toBeDefined();
    expect(contact?.since).toBeUndefined();
    expect(scopes[0]?.notes.map(({ en }) => en).join()).toMatch(
      /git cannot tell .* was not committed as it stands/,
    );
  });

  test('not asked, not said; and the judgement is the same', async () => {
    const at = project();
    const [without, dated] = [await json(at), await json(at, '--since', 'git')];
    expect(without.doors.some(({ since }) => since !== undefined)).toBe(false);
    expect(without.findings).toEqual(dated.findings);
    expect(without.gate.exitCode).toBe(dated.gate.exitCode);
  });

  test('outside of git and for live targets', async () => {
    const { scopes } = await json(join(ROOT, 'test/providers/salesforce/estate'), '--since', 'git');
    expect(scopes.length).toBeGreaterThan(0);
    const live = await tojimari(['scan', 'aws', '--since', 'git'], { env });
    expect(live.code).toBe(2);
    expect(live.stderr).toContain('--since git is for files in a git repository');
    const strange = await tojimari(['scan', ROOT, '--since', 'svn'], { env });
    expect(strange.code).toBe(2);
  });
});

describe('scan salesforce', () => {
  let org: FakeOrg;
  const ask = async (...words: string[]) =>
    await tojimari(words, { env: { SF_INSTANCE_URL: org.url, SF_ACCESS_TOKEN: TOKEN } });
  const plain = (text: string): string => text.replace(/\s+/g, ' ');

  beforeEach(async () => {
    org = await startOrg(join(ROOT, 'examples/salesforce/open'));
    org.rows.set('SetupAuditTrail', [
      {
        Action: 'createduser',
        Display: 'Created new user Kaoru',
        CreatedDate: '2026-05-05T00:00:00.000+0000',
      },
      {
        Action: 'insertSharingRule',
        Display: 'Created Contact Guest User Sharing Rule Contacts for form',
        CreatedDate: '2026-07-08T09:00:00.000+0000',
      },
    ]);
  });

  afterEach(async () => {
    await org.close();
  });

  test('says since when, by which source, without being asked; also from a snapshot, later', async () => {
    const live = await ask('scan', 'salesforce', '--all', '--lang', 'en');
    expect(plain(live.stdout)).toContain(
      'since 2026-07-08 (setup audit trail: the sharing rule Contacts_for_form was created)',
    );
    expect(plain(live.stdout)).toContain(
      '2026-05-05 or earlier (setup audit trail: it goes back to this day',
    );
    const japanese = await ask('scan', 'salesforce', '--all', '--lang', 'ja');
    expect(japanese.stdout.replace(/\s+/g, '')).toContain(
      '2026-07-08（設定変更履歴:共有ルールContacts_for_formが作成された）',
    );
    const at = folder();
    await ask('collect', 'salesforce', '--output', join(at, 'org.jsonl'));
    const report = await json(join(at, 'org.jsonl'));
    const dated = report.doors.filter(({ since }) => since?.source === 'setup-audit-trail');
    expect(dated.find(({ via, subject }) => via === 'guest-rule' && subject === 'Contact')?.since?.date).toBe(
      '2026-07-08T09:00:00.000Z',
    );
    const sarif = await ask('scan', 'salesforce', '--format', 'sarif');
    expect(sarif.stdout).toContain('"sinceBound": "or-earlier"');
  });

  test('a trail that is denied: one remark, creation dates, the same exit code', async () => {
    const { code } = await ask('scan', 'salesforce');
    org.faults.set('SetupAuditTrail', { status: 403, errorCode: 'INSUFFICIENT_ACCESS' });
    org.created.set('Contact.Contacts_for_form', '2022-02-14T00:00:00.000Z');
    const ran = await ask('scan', 'salesforce', '--all', '--lang', 'en');
    expect(ran.code).toBe(code);
    expect(plain(ran.stdout)).toContain(
      'The setup audit trail could not be read (View Setup and Configuration)',
    );
    expect(plain(ran.stdout)).toContain(
      'no earlier than 2022-02-14 (creation date of the sharing rule Contacts_for_form; the setup audit trail could not be read)',
    );
    const japanese = await ask('scan', 'salesforce', '--all', '--lang', 'ja');
    expect(japanese.stdout).toContain('早くとも 2022-02-14');
  });
});
