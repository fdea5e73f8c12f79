// Around a whole run of the tests: a folder for what is made once and used by many files, gone at the end.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default function begin() {
  const folder = mkdtempSync(join(tmpdir(), 'tojimari-once-'));
  process.env.TOJIMARI_ONCE = folder;
  globalThis.endOnce = () => rmSync(folder, { recursive: true, force: true });
}
