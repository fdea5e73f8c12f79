// What people type, and what they meant: repairs before yargs reads it, and plain words for what yargs refuses.
import { UsageError } from '../errors.ts';
import { ALL_FLAGS } from './flags.ts';
import { nearest } from './plain.ts';

/** `--allow-unknown` alone means everything; otherwise yargs would take the next word, often a path, for its value. */
export function normalise(argv: string[]): string[] {
  const end = argv.indexOf('--');
  return argv.map((word, index) =>
    word === '--allow-unknown' && (end === -1 || index < end) ? '--allow-unknown=*' : word,
  );
}

/** A refusal of yargs as one sentence and a hint. */
export function commandMistake(message: string): UsageError {
  const help = 'See "tojimari --help", or "tojimari <command> --help".';
  const [first = ''] = message.trim().split('\n');
  const unknown = /^Unknown arguments?: (.+)$/.exec(first)?.[1]?.split(', ')[0];
  if (unknown !== undefined) {
    const flag = unknown.length > 1 ? `--${unknown}` : `-${unknown}`;
    if (ALL_FLAGS.includes(unknown)) return new UsageError(`${flag} is not a flag of this command.`, help);
    const meant = nearest(unknown, ALL_FLAGS);
    const hint = meant === undefined ? help : `Did you mean --${meant}?`;
    return new UsageError(`There is no flag ${flag}.`, hint);
  }
  const meant = /^Did you mean (.+)\?$/.exec(first)?.[1];
  if (meant !== undefined) return new UsageError('There is no such command.', `Did you mean "${meant}"?`);
  const command = /^Unknown commands?: (.+)$/.exec(first)?.[1];
  if (command !== undefined) return new UsageError(`There is no command "${command}".`, help);
  return new UsageError(first, help);
}
