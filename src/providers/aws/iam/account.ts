// The account as a whole: answers about its root user and its password policy -> settings.
import type { Known, Resource, Unknown } from '../../../snapshot/resource.ts';
import { count, flag, type Raw, raw } from '../answers/shape.ts';
import { type ReportRow, rootRow, rowSource, rowsOf, timeCell } from './credential-report.ts';
import { draft, put, type Source } from './draft.ts';
import { type Answer, type IamSource, originOf, sourceOf } from './source.ts';

/** An answer with the place it was read at: its value, null when the service said that there is none, or why it is not known. */
export type Told<T> = { value: T | null; source: Source } | { why: Unknown };

/** What has been learned about an account. */
export interface AccountAnswers {
  /** SummaryMap of GetAccountSummary. */
  summary: Told<Raw>;
  /** PasswordPolicy of GetAccountPasswordPolicy; null for NoSuchEntity. */
  passwordPolicy: Told<Raw>;
  /** The root user's row of the credential report; null when the report has none. */
  rootRow: Told<ReportRow>;
}

/** Id of the account resource: the ARN of its root. */
export function accountId(account: string, partition = 'aws'): string {
  return `arn:${partition}:iam::${account}:root`;
}

/** The resource `aws.iam.account`. */
function projectAccount(id: string, name: string, source: Source, answers: AccountAnswers): Resource {
  const account = draft('aws.iam.account', id, name, source);
  told(
    account,
    answers.passwordPolicy,
    (value, from) => put(account, from, 'passwordPolicy', value && policy(value), 'PasswordPolicy'),
    ['passwordPolicy'],
  );
  told(
    account,
    answers.summary,
    (value, from) => {
      const map = value ?? {};
      put(
        account,
        from,
        'rootAccessKeyActive',
        positive(map['AccountAccessKeysPresent']),
        'SummaryMap',
        'AccountAccessKeysPresent',
      );
      put(
        account,
        from,
        'rootMfaActive',
        positive(map['AccountMFAEnabled']),
        'SummaryMap',
        'AccountMFAEnabled',
      );
      put(
        account,
        from,
        'rootPasswordPresent',
        positive(map['AccountPasswordPresent']),
        'SummaryMap',
        'AccountPasswordPresent',
      );
    },
    ['rootAccessKeyActive', 'rootMfaActive', 'rootPasswordPresent'],
  );
  told(
    account,
    answers.rootRow,
    (row, from) => {
      fillFromRow(account, row, from);
      put(account, from, 'rootPasswordLastUsed', row ? timeCell(row['password_last_used']) : undefined);
      put(account, from, 'rootAccessKeyLastUsed', row ? lastKeyUse(row) : undefined);
    },
    ['rootPasswordLastUsed', 'rootAccessKeyLastUsed'],
  );
  return account;
}

function told<T>(
  account: Resource,
  answer: Told<T>,
  keep: (value: T | null, source: Source) => void,
  settings: string[],
): void {
  if ('why' in answer) for (const setting of settings) account.unknowns.push({ ...answer.why, setting });
  else keep(answer.value, answer.source);
}

/** The report says the same as the summary where that could not be read; the summary is current, the report up to four hours old. */
function fillFromRow(account: Resource, row: ReportRow | null, from: Source): void {
  if (row === null) return;
  const known: Record<string, boolean | undefined> = {
    rootMfaActive: flag(row['mfa_active']),
    rootAccessKeyActive: either(flag(row['access_key_1_active']), flag(row['access_key_2_active'])),
  };
  for (const [setting, value] of Object.entries(known)) {
    if (value === undefined || account.settings[setting] !== undefined) continue;
    account.unknowns = account.unknowns.filter((unknown) => unknown.setting !== setting);
    put(account, from, setting, value);
  }
}

function either(one: boolean | undefined, other: boolean | undefined): boolean | undefined {
  if (one === true || other === true) return true;
  return one === false && other === false ? false : undefined;
}

function lastKeyUse(row: ReportRow): string | null | undefined {
  const uses = [1, 2].map((number) => timeCell(row[`access_key_${number}_last_used_date`]));
  if (uses.includes(undefined)) return undefined;
  const times = uses.filter((use) => typeof use === 'string').sort();
  return times.at(-1) ?? null;
}

function positive(value: unknown): boolean | undefined {
  const number = count(value);
  return number === undefined ? undefined : number > 0;
}

function policy(from: Raw): Raw | undefined {
  const settings: Raw = {};
  const keep = (name: string, value: unknown) => {
    if (value !== undefined) settings[name] = value;
  };
  keep('minimumLength', count(from['MinimumPasswordLength']));
  keep('requireSymbols', flag(from['RequireSymbols']));
  keep('requireNumbers', flag(from['RequireNumbers']));
  keep('requireUppercase', flag(from['RequireUppercaseCharacters']));
  keep('requireLowercase', flag(from['RequireLowercaseCharacters']));
  // The API leaves these out when they are not set.
  keep('maxAgeDays', count(from['MaxPasswordAge']) || null);
  keep('reusePrevention', count(from['PasswordReusePrevention']) || null);
  return raw(settings);
}

/** Asks what concerns the account as a whole. */
export async function gatherAccount(from: IamSource, report: Known<Answer>): Promise<Resource> {
  const [summary, policy] = await Promise.all([
    from.ask('GetAccountSummary'),
    from.ask('GetAccountPasswordPolicy'),
  ]);
  const rows = rowsOf(from, report);
  const id = from.account === undefined ? from.scope : accountId(from.account, from.partition);
  const source: Source = {
    scope: from.scope,
    lacking: (setting) => ({ setting, reason: 'missing' }),
    ...originOf(report),
  };
  const root = 'why' in rows ? undefined : rootRow(rows.rows);
  const row: Told<ReportRow> = 'why' in rows ? rows : { value: root ?? null, source: rowSource(rows, root) };
  const account = projectAccount(id, from.account ?? from.scope, source, {
    summary: part(from, summary, 'SummaryMap'),
    passwordPolicy: part(from, policy, 'PasswordPolicy'),
    rootRow: row,
  });
  if ('why' in rows) brokenReport(account, rows.why);
  return account;
}

/** A report that cannot be read could have said of root what its export does not hold otherwise. */
function brokenReport(account: Resource, why: Unknown): void {
  if (why.reason === 'not-held') return;
  account.unknowns = account.unknowns.map((one) =>
    ['rootMfaActive', 'rootAccessKeyActive'].includes(one.setting) && one.reason === 'not-held'
      ? { ...why, setting: one.setting }
      : one,
  );
}

function part(from: IamSource, answer: Known<Answer>, key: string): Told<Raw> {
  if (answer.state === 'unknown') return { why: answer.why };
  const source = sourceOf(from, answer);
  if (answer.state === 'absent') return { value: null, source };
  const value = raw(answer.value.body[key]);
  if (value === undefined)
    return { why: { setting: key, reason: 'malformed', detail: `the answer has no ${key}` } };
  return { value, source };
}
