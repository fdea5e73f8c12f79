// The SARIF files of a folder of reports: those of the index, or the only one.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names of the files that hold something to upload. */
export function filesOf(folder) {
  const index = join(folder, 'tojimari.index.json');
  if (existsSync(index)) {
    const { files } = JSON.parse(readFileSync(index, 'utf8'));
    return files.filter(({ categories }) => categories.length > 0).map(({ file }) => file);
  }
  return existsSync(join(folder, 'tojimari.sarif')) ? ['tojimari.sarif'] : [];
}
