// When a call is tried again: told to slow down it waits as long as that takes, broken off it is tried a few times more.
import { type Calls, errorStatus } from '../collecting/ask.ts';

/** Tries of a call that failed on its way or in the service: about ten seconds. */
export const TRIES = 8;
/** Tries of a call that was answered too late. */
const SLOW_TRIES = 3;
/** Tries of a call that was refused for the clock of this machine, or for what services also say of it. */
const SKEWED_TRIES = 3;
/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, and what other services answer to a signature of another time. */
const SKEWED =
  /^(AccessDeniedException|AuthFailure|InvalidSignatureException|RequestExpired|RequestInTheFuture|RequestTimeTooSkewed|SignatureDoesNotMatch)$/;
/** Tries of a call that was told to slow down: longer than any burst lasts, about three minutes. */
const THROTTLED_TRIES = 64;
const FIRST_MS = 100;
/** Long enough for those who wait to be fewer a second than any service takes, short enough for none to be the last by far. */
const LONGEST_MS = 5_000;
/** Calls given up with no answer to any other in between, after which no more are made. */
const HOPELESS = 32;

/** Where a call stands, as the SDK asks for it. */
interface Token {
  getRetryCount(): number;
  getRetryDelay(): number;
  /** How often it failed, and how often it was told to slow down: being patient with one leaves the other its tries. */
  failed: number;
  throttled: number;
}

/** What the SDK tells about a call that failed. */
interface Failed {
  /** The SDK marks what came while it set its own clock by an answer. */
  error?: Error & { $metadata?: { clockSkewCorrected?: true } };
  errorType: 'TRANSIENT' | 'THROTTLING' | 'SERVER_ERROR' | 'CLIENT_ERROR';
}

/**
 * The retry strategy of one client (RetryStrategyV2 of the SDK). Those of the SDK share a quota of retries that only successes refill: to them
 * "there is no such policy" is a failure, so that an audit, half of whose answers say so, would lose calls which it gets by waiting.
 */
export class Patience {
  readonly #calls: Calls;
  readonly #tries: number;
  #givenUp = 0;

  /** `tries`: of a call that fails; where a person waits for the first answer they are few. */
  constructor(calls: Calls, tries = TRIES) {
    this.#calls = calls;
    this.#tries = tries;
  }

  async acquireInitialRetryToken(): Promise<Token> {
    if (this.#givenUp < HOPELESS) return token(0, 0, 0);
    const hopeless = new Error(`${HOPELESS} calls before it had no answer, one after the other`);
    hopeless.name = 'NotAsked';
    throw hopeless;
  }

  /** Throws when the call is not to be tried again; the SDK then throws what was wrong with the call. */
  async refreshRetryTokenForRetry(last: Token, { error, errorType }: Failed): Promise<Token> {
    if (errorType === 'CLIENT_ERROR' || (errorType === 'TRANSIENT' && isAnswerAllTheSame(last, error))) {
      this.#givenUp = 0;
      throw new Error('this is the answer');
    }
    const told = errorType === 'THROTTLING';
    const throttled = last.throttled + (told ? 1 : 0);
    const failed = last.failed + (told ? 0 : 1);
    if (failed >= (error?.name === 'TimeoutError' ? SLOW_TRIES : this.#tries)) {
      this.#givenUp += 1;
      throw new Error('tried often enough');
    }
    if (throttled >= THROTTLED_TRIES) throw new Error('waited long enough');
    if (told) this.#calls.waits = (this.#calls.waits ?? 0) + 1;
    // Between half and the whole of it: a crowd that was sent away together must not come back together.
    const longest = Math.min(FIRST_MS * 2 ** ((told ? throttled : failed) - 1), LONGEST_MS);
    return token(failed, throttled, longest * (0.5 + Math.random() / 2));
  }

  recordSuccess(): void {
    this.#givenUp = 0;
  }
}

/**
 * While this machine's clock is minutes off, the SDK takes whatever is refused ("there is no such policy") for the clock's doing, to be
 * tried again. Only what says so is, and that not for long: by then it is signed with the service's time.
 */
function isAnswerAllTheSame(last: Token, error: Failed['error']): boolean {
  if (error?.$metadata?.clockSkewCorrected !== true) return false;
  if (SKEWED.test(error.name)) return last.failed + 1 >= SKEWED_TRIES;
  const status = errorStatus(error);
  return (
    status !== undefined && status >= 400 && status < 500 && !/^RequestTimeout(Exception)?$/.test(error.name)
  );
}

function token(failed: number, throttled: number, wait: number): Token {
  return { failed, throttled, getRetryCount: () => failed + throttled, getRetryDelay: () => wait };
}
