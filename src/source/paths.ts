// Paths with forward slashes, as they are found and as they are written.

/** The folder of a path; `.` for a bare name. */
export function folderOf(file: string): string {
  const slash = file.lastIndexOf('/');
  return slash === -1 ? '.' : file.slice(0, slash) || '/';
}

/** A path without `./`, steps back and doubled slashes; `.` for the folder itself. */
export function tidy(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '.' || (step === '' && steps.length > 0)) continue;
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..' && steps.at(-1) !== '') steps.pop();
    else steps.push(step);
  }
  return steps.join('/') || (path.startsWith('/') ? '/' : '.');
}
