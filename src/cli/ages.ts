// How old exports are: by what they say themselves, else by the dates of their files.
import { statSync } from 'node:fs';
import type { Age } from '../merge/export.ts';
import type { InputFile } from '../snapshot/files.ts';
import { archiveOf } from '../snapshot/packed.ts';

/** The age of each file of an export; of the newest one where no file is named. A snapshot says when it was begun. */
export function agesOf(
  files: InputFile[],
  startedAt?: string,
): (file: string | undefined) => Age | undefined {
  const known = new Map<string, Age | undefined>();
  const dateOf = (path: string): Age | undefined => {
    if (!known.has(path)) known.set(path, fileDate(archiveOf(path) ?? path));
    return known.get(path);
  };
  let newest: Age | undefined;
  let looked = false;
  return (file) => {
    if (startedAt !== undefined) return { at: startedAt, by: 'export' };
    if (file !== undefined) return dateOf(file);
    if (!looked)
      for (const { path } of files) {
        const age = dateOf(path);
        if (age !== undefined && (newest === undefined || age.at > newest.at)) newest = age;
      }
    looked = true;
    return newest;
  };
}

/** When a snapshot was begun, by its first line. */
export function snapshotDate(head: string): string | undefined {
  return /^[^\n]*"startedAt"\s*:\s*"(\d{4}-\d\d-\d\dT[^"]{5,20})"/.exec(head)?.[1];
}

function fileDate(path: string): Age | undefined {
  try {
    return { at: statSync(path).mtime.toISOString(), by: 'file' };
  } catch {
    return undefined;
  }
}
