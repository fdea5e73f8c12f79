// Answers of AWS APIs that somebody saved: which call a file answers, and what the file says.
import { InputError } from '../../../errors.ts';
import type { InputFile } from '../../../snapshot/files.ts';
import type { Known, Origin, Unknown, UnknownReason } from '../../../snapshot/resource.ts';
import { type Raw, raw, word } from '../answers/shape.ts';
import { readCredentialReport } from '../iam/credential-report.ts';
import { parseJson } from './json.ts';

/** A file and the call that it answers. */
export interface SavedAnswer {
  /** `iam`, `s3`, `s3control`, `sts` */
  service: string;
  /** As the API calls it: `GetBucketPolicy`. */
  operation: string;
  /** What it was asked about, when the name of the file says: a bucket, a user. */
  parameter?: string;
  file: InputFile;
  /** The region that it was asked in, when the layout says. */
  region?: string;
  /** Wrapped as `{ status_code, data }`. */
  recorded?: boolean;
  /** Saved by a tool that asks the same of every account, in a layout of its own. */
  systematic?: boolean;
}

/** What a saved answer says. `refused`: the service answered with an error. `broken`: the file cannot be read. */
export type Reading =
  | { state: 'present'; body: Raw; origin: Origin }
  | { state: 'refused'; code: string; message: string }
  | { state: 'broken'; detail: string };

/** Reads a saved answer. Throws InputError only for a file that was named by itself and does not parse. */
export async function readSaved(saved: SavedAnswer): Promise<Reading> {
  const { file } = saved;
  try {
    const text = await file.text();
    const refusal = cliRefusal(text);
    if (refusal !== undefined) return refusal;
    if (text.startsWith('user,arn,')) {
      const table = readCredentialReport(text);
      if ('brokenAt' in table) throw cutReport(file.path, table.brokenAt);
      // The root user is in all of them.
      if (table.rows.size === 0) throw cutReport(file.path, 2);
      return { state: 'present', body: { Content: text }, origin: { file: file.path } };
    }
    return outcome(parseJson(text, file.path), saved);
  } catch (error) {
    if (!(error instanceof InputError) || file.named) throw error;
    return { state: 'broken', detail: error.message };
  }
}

function cutReport(file: string, line: number): InputError {
  return new InputError([
    { message: 'is no row of a credential report; is the file whole?', place: { file, line } },
  ]);
}

/** What the AWS CLI prints on stderr, saved with `2>&1`. */
function cliRefusal(text: string): Reading | undefined {
  const found =
    /^\s*(?:aws: \[ERROR\]: )?An error occurred \((\w+)\) when calling the \w+ operation[^:]*: ?([^\n]*)/.exec(
      text,
    );
  return found === null
    ? undefined
    : { state: 'refused', code: found[1] ?? '', message: (found[2] ?? '').trim() };
}

function outcome(value: unknown, saved: SavedAnswer): Reading {
  const outer = raw(value);
  const body = saved.recorded === true ? raw(outer?.['data']) : outer;
  if (body === undefined) {
    const fault = { message: 'is JSON, but not an answer of an AWS API', place: { file: saved.file.path } };
    if (saved.file.named) throw new InputError([fault]);
    return { state: 'broken', detail: `${saved.file.path} ${fault.message}` };
  }
  const error = raw(body['Error']);
  const code = word(error?.['Code']);
  const made = madeAt(body);
  if (made !== undefined) saved.file.dateWithin = made;
  if (code !== undefined) return { state: 'refused', code, message: word(error?.['Message']) ?? '' };
  const origin = { file: saved.file.path, pointer: saved.recorded === true ? '/data' : '' };
  return { state: 'present', body, origin };
}

/** When the service answered, where the answer says so: `ResponseMetadata` of recorded ones, the date of a credential report. */
function madeAt(body: Raw): string | undefined {
  const headers = raw(raw(body['ResponseMetadata'])?.['HTTPHeaders']);
  const time = Date.parse(word(headers?.['date']) ?? word(body['GeneratedTime']) ?? '');
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** A saved answer as a setting; `absent` are the error codes that say "there is none". */
export function told(
  setting: string,
  reading: Reading,
  permission: string,
  absent: readonly string[] = [],
): Known<Raw> {
  if (reading.state === 'present') return { state: 'present', value: reading.body };
  if (reading.state === 'refused' && absent.includes(reading.code)) return { state: 'absent' };
  const why: Unknown =
    reading.state === 'broken'
      ? { setting, reason: 'malformed', permission, detail: reading.detail }
      : refusal(setting, permission, reading.code, reading.message);
  return { state: 'unknown', why };
}

/** The unknown that an error answer stands for. */
function refusal(setting: string, permission: string, code: string, message: string): Unknown {
  const denied = /^(AccessDenied|Unauthorized|NotAuthorized|AllAccessDisabled)/.test(code);
  const throttled = /Throttl|^(SlowDown|TooManyRequests|RequestLimitExceeded)/.test(code);
  const reason: UnknownReason = denied ? 'denied' : throttled ? 'throttled' : 'failed';
  return { setting, reason, permission, detail: message === '' ? code : `${code}: ${message}` };
}
