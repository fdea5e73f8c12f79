// What went wrong, in words, and the exit code that says whose fault it is.
import { InputError, UsageError } from '../errors.ts';
import { maskAccounts, visible } from '../report/escape.ts';
import type { Io } from './io.ts';
import { isCi } from './surroundings.ts';

const ISSUES = 'https://github.com/tojimari/tojimari/issues';

/** Writes a thrown value to stderr. A person's mistake is a sentence and a hint, exit 2; anything else is our bug with its stack, exit 4. */
export function explain(error: unknown, io: Io): 2 | 4 {
  const plain = (text: string) => (isCi(io.env) ? maskAccounts(visible(text)) : visible(text));
  if (error instanceof UsageError || error instanceof InputError) {
    for (const line of error.message.trim().split(/\s*\n/)) io.stderr.write(`error: ${plain(line)}\n`);
    if (error.hint !== undefined) io.stderr.write(`hint: ${plain(error.hint)}\n`);
    return 2;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.stderr.write(
    `${stack.split('\n').map(plain).join('\n')}\n\nThis is a bug in tojimari ${io.version}. Please report it, with the lines above: ${ISSUES}\n`,
  );
  return 4;
}
