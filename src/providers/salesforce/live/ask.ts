// One question to an org: an answer, "there is no such thing here", or an unknown with its reason; never an exception.
import type { Known, Text, Unknown, UnknownReason } from '../../../snapshot/resource.ts';

/** What is asked, in the words of the report. */
export interface Need {
  /** Key of the settings schema that the answer becomes, or what is listed. */
  setting: string;
  /** The user permission that it needs: `View Setup and Configuration`. */
  permission: string;
  /** The org may lack the feature, and then the object does not exist: INVALID_TYPE means that there is none. */
  feature?: boolean;
}

/** Asks, and says what came of it. */
export async function ask<T>(need: Need, send: () => Promise<T>): Promise<Known<NonNullable<T>>> {
  try {
    const value = await send();
    return value === null || value === undefined ? { state: 'absent' } : { state: 'present', value };
  } catch (error) {
    if (error instanceof NotAnswered)
      return { state: 'unknown', why: unknownOf(need, 'failed', { en: error.message, ja: error.ja }) };
    if (error instanceof CutShort)
      return { state: 'unknown', why: unknownOf(need, 'cut-short', { en: error.message, ja: error.ja }) };
    const code = errorCode(error);
    if (need.feature === true && code === 'INVALID_TYPE') return { state: 'absent' };
    return { state: 'unknown', why: unknownOf(need, reasonOf(code), describe(error, code)) };
  }
}

/** Thrown when an answer holds fewer rows than it says there are. */
export class CutShort extends Error {
  readonly ja: string;
  constructor({ en, ja }: Text) {
    super(en);
    this.ja = ja;
  }
}

/** Thrown when what every org has was not answered. */
export class NotAnswered extends Error {
  readonly ja: string;
  constructor({ en, ja }: Text) {
    super(en);
    this.ja = ja;
  }
}

function unknownOf(need: Need, reason: UnknownReason, said: string | Text): Unknown {
  return {
    setting: need.setting,
    reason,
    ...(reason === 'denied' ? { permission: need.permission } : {}),
    ...(typeof said === 'string' ? { detail: said } : { detail: said.en, detailJa: said.ja }),
  };
}

const DENIED =
  /^(INSUFFICIENT_ACCESS.*|INSUFFICIENT_PRIVILEGES|API_DISABLED_FOR_ORG|API_CURRENTLY_DISABLED|INVALID_TYPE|INVALID_TYPE_FOR_OPERATION|FUNCTIONALITY_NOT_ENABLED|ERROR_HTTP_403|FORBIDDEN)$/;
const THROTTLED =
  /^(REQUEST_LIMIT_EXCEEDED|ERROR_HTTP_429|ERROR_HTTP_503|SERVER_UNAVAILABLE|TXN_SECURITY_METERING_ERROR|EXCEEDED_ID_LIMIT)$/;

function reasonOf(code: string): UnknownReason {
  if (THROTTLED.test(code)) return 'throttled';
  return DENIED.test(code) ? 'denied' : 'failed';
}

/** After what nothing more can be asked today: the session is gone, or every call of the day is used. In words. */
export function lastWord(error: unknown): Text | undefined {
  const code = errorCode(error);
  if (code === 'INVALID_SESSION_ID' || code === 'ERROR_HTTP_401') return ENDED;
  const said = error instanceof Error ? error.message : '';
  // The same code also stands for too many requests at one time, which passes.
  return code === 'REQUEST_LIMIT_EXCEEDED' && /TotalRequests/i.test(said) ? SPENT : undefined;
}

const ENDED: Text = {
  en: 'the session expired or was ended: sign in again',
  ja: 'セッションの期限切れまたは終了。サインインし直してください',
};
const SPENT: Text = {
  en: 'the org has no API calls left today',
  ja: '本日の API コール数が残っていません',
};

/** `INVALID_SESSION_ID`; the prefix of SOAP faults taken away; '' when the error has no code. */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { errorCode: named, code, name }: { errorCode?: unknown; code?: unknown; name?: unknown } = error;
  const found = [named, code, name].find((value) => typeof value === 'string' && value !== 'Error');
  return typeof found === 'string' ? found.replace(/^\w+:/, '') : '';
}

function describe(error: unknown, code: string): string | Text {
  if (code === 'INVALID_SESSION_ID' || code === 'ERROR_HTTP_401') return ENDED;
  const message = error instanceof Error ? error.message : String(error);
  const line = message.split('\n')[0]?.slice(0, 200) ?? '';
  return code === '' || line.startsWith(code) ? line : `${code}: ${line}`;
}
