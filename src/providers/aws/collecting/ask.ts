// One question to an AWS API: an answer, "there is none", or an unknown with its reason; never an exception.
import type { Known, Unknown, UnknownReason } from '../../../snapshot/resource.ts';

/** How many questions a run has asked, and how often it waited because a service told it to slow down. */
export interface Calls {
  count: number;
  waits?: number;
  /** Why nothing more is asked: the credentials ended. */
  ended?: string;
  /** Told once, when that happens. */
  onEnded?(why: string): void;
}

/** What is asked, in the words of the report. */
export interface Question {
  /** Key of the settings schema that the answer becomes; for a list call, what is listed. */
  setting: string;
  /** The permission it needs: `s3:GetBucketPolicy`. */
  permission: string;
  /** Error codes with which the service says "there is none" (they become `absent`): `NoSuchBucketPolicy`. */
  absent?: readonly string[];
}

/**
 * Sends one SDK command and says what came of it. Only the call itself is guarded: make settings of the answer outside,
 * so that our own bugs stay visible. `ask(session.calls, { setting: 'policy', permission: 's3:GetBucketPolicy',
 * absent: ['NoSuchBucketPolicy'] }, () => s3.send(new GetBucketPolicyCommand({ Bucket })))`
 */
export async function ask<T>(calls: Calls, question: Question, send: () => Promise<T>): Promise<Known<T>> {
  if (calls.ended !== undefined) return { state: 'unknown', why: notAsked(calls.ended, question) };
  calls.count += 1;
  try {
    return { state: 'present', value: await send() };
  } catch (error) {
    if (isOver(error)) return { state: 'unknown', why: notAsked(end(calls), question) };
    if (question.absent?.includes(errorCode(error))) return { state: 'absent' };
    return { state: 'unknown', why: whyUnknown(error, question) };
  }
}

/** The credentials are over, for good: none of the SDK's providers could replace them. */
function isOver(error: unknown): boolean {
  const code = errorCode(error);
  if (code.startsWith('ExpiredToken')) return true;
  return /^(Credentials|Token)ProviderError$/.test(code) && /\bexpired\b/.test(describeError(error));
}

function end(calls: Calls): string {
  if (calls.ended === undefined) {
    calls.ended = 'the AWS credentials expired during the run';
    calls.onEnded?.(calls.ended);
  }
  return calls.ended;
}

function notAsked(detail: string, { setting, permission }: Question): Unknown {
  return { setting, reason: 'failed', permission, detail };
}

/** Makes a setting of an answer; what is absent or unknown stays so. */
export function andThen<T, V>(answer: Known<T>, project: (value: T) => Known<V>): Known<V> {
  return answer.state === 'present' ? project(answer.value) : answer;
}

/** Puts a setting where it belongs: a value, null for "there is none", or an entry in `unknowns`. */
export function settle(
  into: { settings: Record<string, unknown>; unknowns: Unknown[] },
  name: string,
  known: Known<unknown>,
): void {
  if (known.state === 'present') into.settings[name] = known.value;
  else if (known.state === 'absent') into.settings[name] = null;
  else into.unknowns.push({ ...known.why, setting: name });
}

/** The unknown that a thrown SDK or network error stands for. */
export function whyUnknown(error: unknown, question: Question): Unknown {
  return {
    setting: question.setting,
    reason: reasonOf(error),
    permission: question.permission,
    detail: describeError(error),
  };
}

/** `AccessDenied`, `NoSuchBucketPolicy`, `ECONNREFUSED`: the code of an SDK or system error, '' when it has none. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  for (const key of ['Code', 'code'] as const) {
    const code = key in error ? Reflect.get(error, key) : undefined;
    if (typeof code === 'string' && code !== '') return code;
  }
  return error.name === 'Error' ? (SYSTEM_CODE.exec(error.message)?.[0] ?? error.name) : error.name;
}

/** Codes of the operating system, which some wrappers only quote. */
const SYSTEM_CODE = /\bE(NOTFOUND|CONNREFUSED|CONNRESET|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN|PIPE)\b/;

/** HTTP status of the answer an SDK error came with. */
export function errorStatus(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const metadata: unknown = Reflect.get(error, '$metadata');
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const status: unknown = Reflect.get(metadata, 'httpStatusCode');
  return typeof status === 'number' ? status : undefined;
}

const DENIED = /^(AccessDenied|UnauthorizedOperation|AuthorizationError|NotAuthorized|AllAccessDisabled)/;
const THROTTLED =
  /Throttl|^(SlowDown|TooManyRequests|RequestLimitExceeded|BandwidthLimitExceeded|LimitExceeded|RequestThrottled)/;
/** Refusals of the credentials rather than of the permission, although they come with status 403. */
const CREDENTIALS =
  /^(ExpiredToken|InvalidAccessKeyId|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|RequestTimeTooSkewed|RequestExpired|InvalidToken|TokenRefreshRequired)/;

/** What saved answers throw in place of a service. */
const SAVED: Record<string, UnknownReason> = {
  NotHeld: 'not-held',
  NotSaved: 'missing',
  CutShort: 'cut-short',
  InputError: 'malformed',
};

function reasonOf(error: unknown): UnknownReason {
  const code = errorCode(error);
  const saved = Object.hasOwn(SAVED, code) ? SAVED[code] : undefined;
  if (saved !== undefined) return saved;
  const status = errorStatus(error);
  if (CREDENTIALS.test(code)) return 'failed';
  if (DENIED.test(code)) return 'denied';
  if (THROTTLED.test(code) || status === 429) return 'throttled';
  if (status === 403) return 'denied';
  if (status !== undefined && status >= 200 && status < 300) return 'malformed';
  return 'failed';
}

/** The service's own words on one line, short enough for a report. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const message = error.message.replace(/\s+/g, ' ').trim();
  const code = errorCode(error);
  // What saved answers throw says itself what is wrong.
  const text =
    code === '' || Object.hasOwn(SAVED, code) || message.startsWith(code) ? message : `${code}: ${message}`;
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
