// How old exports are: by what they say themselves, else by the dates of their files.
import type { Age } from '../merge/export.ts';
import type { InputFile } from '../snapshot/files.ts';

/** The age of each file of an export; of the newest one where no file is named. A snapshot says when it was begun. */
export function agesOf(
  files: InputFile[],
  startedAt?: string,
): (file: string | undefined) => Age | undefined {
  const known = new Map(files.map((file) => [file.path, file]));
  return (path) => {
    if (startedAt !== undefined) return { at: startedAt, by: 'export' };
    const ages = (path === undefined ? files : [known.get(path)]).flatMap((file) => ageOf(file) ?? []);
    return ages.reduce<Age | undefined>(
      (newest, age) => (newest !== undefined && newest.at >= age.at ? newest : age),
      undefined,
    );
  };
}

/** When a snapshot was begun, by its first line. */
export function snapshotDate(head: string): string | undefined {
  return /^[^\n]*"startedAt"\s*:\s*"(\d{4}-\d\d-\d\dT[^"]{5,20})"/.exec(head)?.[1];
}

function ageOf(file: InputFile | undefined): Age | undefined {
  if (file?.dateWithin !== undefined) return { at: file.dateWithin, by: 'export' };
  return file?.date === undefined ? undefined : { at: file.date, by: 'file' };
}
