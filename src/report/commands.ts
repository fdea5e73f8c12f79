// The commands of a rule, with the names of what was found in the place of their placeholders.
import type { Finding } from './report.ts';

const PLACEHOLDER = /\{(name|id|account)\}/g;

/**
 * A rule's commands, one an entry, lines joined that end with a backslash. `{name}`, `{id}` and `{account}` become the resource's, as words
 * of a POSIX shell; with no resource, or several, they stay as NAME, ID and ACCOUNT.
 */
export function commandsFor(cli: string, resource: Finding['resource'] | undefined): string[] {
  return filled(cli, resource)
    .replace(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
}

/** The same text with its placeholders filled in. */
export function filled(cli: string, resource: Finding['resource'] | undefined): string {
  return cli.replace(PLACEHOLDER, (_whole, word: string) => {
    if (word === 'name' && resource !== undefined) return shellWord(resource.name);
    if (word === 'id' && resource !== undefined) return shellWord(resource.id);
    const account = word === 'account' ? /^aws\/(\d{12})$/.exec(resource?.scope ?? '')?.[1] : undefined;
    return account ?? word.toUpperCase();
  });
}

/** A name as one word of a shell; control characters are left out, so that it cannot hide what is pasted. */
function shellWord(name: string): string {
  const printable = name.replace(/\p{Cc}/gu, '');
  return /^[\w@%+=:,./-]+$/.test(printable) ? printable : `'${printable.replaceAll("'", "'\\''")}'`;
}
