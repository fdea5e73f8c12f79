// Asking again what failed for the moment. Done here and not by jsforce, whose own tries nobody could count.
import { errorCode } from './ask.ts';

const TRIES = 3;
const FIRST_PAUSE_MS = 300;

/** The other side is busy or the line broke. A query that took too long would take too long again. */
const PASSING =
  /^(ERROR_HTTP_(420|429|500|502|503|504)|SERVER_UNAVAILABLE|ECONNRESET|ECONNREFUSED|ENETUNREACH|EPIPE|ETIMEDOUT)$/;

/** Sends, and sends again twice at most. Only for reads. */
export async function patiently<T>(send: () => PromiseLike<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      if (attempt === TRIES || !PASSING.test(errorCode(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (attempt - 1)));
    }
  }
}
