// When a call is tried again: told to slow down it waits as long as that takes, broken off it is tried a few times more.
import type { Calls } from '../ask.ts';

/** Tries of a call that failed on its way or in the service: about ten seconds. */
export const TRIES = 8;
/** Tries of a call that was answered too late. */
const SLOW_TRIES = 3;
/** Tries of a call that was told to slow down: longer than any burst lasts, about five minutes. */
const THROTTLED_TRIES = 24;
const FIRST_MS = 100;
const LONGEST_MS = 20_000;
/** Calls given up with no answer to any other in between, after which no more are made. */
const HOPELESS = 32;

interface Token {
  getRetryCount(): number;
  getRetryDelay(): number;
}

/** What the SDK tells about a call that failed. */
interface Failed {
  error?: Error;
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
    if (this.#givenUp < HOPELESS) return token(0, 0);
    const hopeless = new Error(`${HOPELESS} calls before it had no answer, one after the other`);
    hopeless.name = 'NotAsked';
    throw hopeless;
  }

  /** Throws when the call is not to be tried again; the SDK then throws what was wrong with the call. */
  async refreshRetryTokenForRetry(last: Token, { error, errorType }: Failed): Promise<Token> {
    const count = last.getRetryCount() + 1;
    const throttled = errorType === 'THROTTLING';
    const answered = errorType === 'CLIENT_ERROR';
    const most = throttled ? THROTTLED_TRIES : error?.name === 'TimeoutError' ? SLOW_TRIES : this.#tries;
    if (answered || count >= most) {
      this.#givenUp = answered || throttled ? 0 : this.#givenUp + 1;
      throw new Error(answered ? 'this is the answer' : 'tried often enough');
    }
    if (throttled) this.#calls.waits = (this.#calls.waits ?? 0) + 1;
    // Between half and the whole of it: a crowd that was sent away together must not come back together.
    const wait = Math.min(FIRST_MS * 2 ** (count - 1), LONGEST_MS) * (0.5 + Math.random() / 2);
    return token(count, wait);
  }

  recordSuccess(): void {
    this.#givenUp = 0;
  }
}

function token(count: number, wait: number): Token {
  return { getRetryCount: () => count, getRetryDelay: () => wait };
}
