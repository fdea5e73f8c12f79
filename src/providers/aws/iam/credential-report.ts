// The credential report: a CSV with a row for the root user and for every user.
import type { Known, Resource, Unknown } from '../../../snapshot/resource.ts';
import { flag, type Raw, time } from '../answers/shape.ts';
import { below, put, type Source } from './draft.ts';
import { type Answer, type IamSource, sourceOf } from './source.ts';

/** One row of the credential report, by the names of its columns. */
export type ReportRow = Record<string, string>;

/** A whole report: its rows by ARN, and the line of each. */
interface Table {
  rows: Map<string, ReportRow>;
  lines: Map<ReportRow, number>;
}

/**
 * Rows of a credential report (IAM user guide, "Get credential reports for your AWS account"), or the line that is not one: a report that
 * lost its end is none.
 */
export function readCredentialReport(text: string): Table | { brokenAt: number } {
  const [head = '', ...lines] = text.trim().split(/\r?\n/);
  const columns = head.split(',');
  if (columns[0] !== 'user' || columns[1] !== 'arn') return { brokenAt: 1 };
  const table: Table = { rows: new Map(), lines: new Map() };
  for (const [index, line] of lines.entries()) {
    const cells = splitRow(line, columns.length);
    if (cells === undefined) return { brokenAt: index + 2 };
    const row: ReportRow = {};
    for (const [place, column] of columns.entries()) row[column] = cells[place] ?? '';
    table.rows.set(row['arn'] ?? '', row);
    table.lines.set(row, index + 2);
  }
  return table;
}

/** User names may hold commas (`+=,.@-_` are allowed), and the ARN repeats the name: the cells after it are counted from the end. */
function splitRow(line: string, columns: number): string[] | undefined {
  const cells = line.split(',');
  if (cells.length < columns) return undefined;
  const tail = cells.slice(cells.length - (columns - 2));
  const front = cells.slice(0, cells.length - (columns - 2)).join(',');
  const arnAt = front.indexOf(',arn:');
  return arnAt === -1 ? undefined : [front.slice(0, arnAt), front.slice(arnAt + 1), ...tail];
}

/** The row of the root user, when the report has one. */
export function rootRow(rows: Map<string, ReportRow>): ReportRow | undefined {
  for (const row of rows.values()) if (row['user'] === '<root_account>') return row;
  return undefined;
}

/** The four sign-in settings of a user from its row; `source` is the row's. */
export function putReportRow(user: Resource, row: ReportRow, source: Source): void {
  if (source.origin !== undefined) user.origins ??= {};
  const consoleAccess = flag(row['password_enabled']);
  const at = (cell: string) => ({ ...source, ...cellOrigin(source, row, cell) });
  put(user, at('password_enabled'), 'consoleAccess', consoleAccess);
  const lastUsed = consoleAccess === false ? null : timeCell(row['password_last_used']);
  put(user, at('password_last_used'), 'passwordLastUsed', lastUsed);
  put(user, at('mfa_active'), 'mfaActive', flag(row['mfa_active']));
  const keys = keysOf(row);
  put(user, at('access_key_1_active'), 'accessKeys', keys);
  for (const [index, { number }] of (keys === undefined ? [] : keyCells(row)).entries()) {
    const { origin } = at(`access_key_${number}_active`);
    if (user.origins !== undefined && origin?.line !== undefined)
      user.origins[`accessKeys/${index}`] = origin;
  }
}

/** In a CSV file a cell has a column of its own. */
function cellOrigin({ origin }: Source, row: ReportRow, name: string): Pick<Source, 'origin'> {
  if (origin?.line === undefined) return {};
  const cells = Object.entries(row);
  const before = cells.slice(
    0,
    cells.findIndex(([column]) => column === name),
  );
  return { origin: { ...origin, column: before.reduce((sum, [, cell]) => sum + cell.length + 1, 1) } };
}

/** Where a row stands: the line of a CSV file, or the text inside a JSON answer. */
export function rowSource({ lines, source }: Rows, row: ReportRow | undefined): Source {
  const { origin } = source;
  if (origin === undefined) return source;
  if (origin.pointer !== undefined) return { ...source, origin: below(origin, 'Content') };
  const line = (row && lines.get(row)) ?? 1;
  return { ...source, origin: { file: origin.file, line, column: 1 } };
}

/** A time, null for what the report says never happened, undefined for what it does not say. */
export function timeCell(cell: string | undefined): string | null | undefined {
  if (cell === 'N/A' || cell === 'no_information') return null;
  return cell === undefined ? undefined : time(cell);
}

type Key = { id?: string; active: boolean; createdAt?: string | null; lastUsedAt?: string | null };

/** The keys that a row has, by their numbers. */
function keyCells(row: ReportRow): { number: number; active: boolean; createdAt?: string | null }[] {
  const cells = [];
  for (const number of [1, 2]) {
    const active = flag(row[`access_key_${number}_active`]) === true;
    const createdAt = timeCell(row[`access_key_${number}_last_rotated`]);
    if (active || createdAt !== null)
      cells.push({ number, active, ...(createdAt !== undefined && { createdAt }) });
  }
  return cells;
}

function keysOf(row: ReportRow): Key[] | undefined {
  const keys: Key[] = [];
  for (const number of [1, 2]) if (flag(row[`access_key_${number}_active`]) === undefined) return undefined;
  for (const { number, active, createdAt } of keyCells(row)) {
    const lastUsedAt = timeCell(row[`access_key_${number}_last_used_date`]);
    keys.push({
      active,
      ...(createdAt !== undefined && { createdAt }),
      ...(lastUsedAt !== undefined && { lastUsedAt }),
    });
  }
  return keys;
}

/** Why an answer says nothing of users. */
export const NO_REPORT: Unknown = {
  setting: 'Content',
  reason: 'malformed',
  detail: 'the answer holds no credential report that is whole',
};

/** The rows of a report, and where they were read. */
export interface Rows extends Table {
  source: Source;
}

/** The rows that an answer holds, or why they are not known. */
export function rowsOf(from: IamSource, report: Known<Answer>): Rows | { why: Unknown } {
  if (report.state === 'unknown') return { why: report.why };
  const content = report.state === 'present' ? contentText(report.value.body['Content']) : undefined;
  const table = content === undefined ? undefined : readCredentialReport(content);
  if (table === undefined || 'brokenAt' in table) return { why: NO_REPORT };
  return { ...table, source: sourceOf(from, report) };
}

/** The SDK gives bytes, the AWS CLI base64, other tools the text itself. */
function contentText(content: unknown): string | undefined {
  if (content instanceof Uint8Array) return new TextDecoder().decode(content);
  if (typeof content !== 'string') return undefined;
  return content.startsWith('user,') ? content : Buffer.from(content, 'base64').toString('utf8');
}

/** The users of a report as ListUsers would name them; undefined when it is no report. */
export function usersOf(content: unknown): Raw[] | undefined {
  const text = contentText(content);
  const table = text === undefined ? undefined : readCredentialReport(text);
  if (table === undefined || 'brokenAt' in table) return undefined;
  const users: Raw[] = [];
  for (const row of table.rows.values())
    if (row['user'] !== '<root_account>')
      users.push({ Arn: row['arn'], UserName: row['user'], CreateDate: row['user_creation_time'] });
  return users;
}
