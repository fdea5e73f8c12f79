// --since git from the command line: the date in every format, in both languages, and only on request.
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseReport } from '../../src/report/parse.ts';
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
