// Words for command lines that people paste into a shell.

/** A word as a POSIX shell reads it back; control characters are left out, so that a name cannot hide what is pasted. */
export function shellWord(word: string): string {
  const printable = word.replace(/[\u0000-\u001f\u007f-\u009f]/g, '');
  return /^[\w@%+=:,./-]+$/.test(printable) ? printable : `'${printable.replaceAll("'", "'\\''")}'`;
}

/** ` --region eu-west-1` for the region that a thing is in; nothing for one that is in none. */
export function inRegion({ region }: { region?: string | undefined }): string {
  return region === undefined || region === '' ? '' : ` --region ${shellWord(region)}`;
}
