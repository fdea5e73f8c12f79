// Bundles test/conformance/run.ts into memory and runs it: npm run conformance -- FILE.jsonl… [--answers FILE] [--json] [--random N]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = await build({
  absWorkingDir: root,
  entryPoints: ['test/conformance/run.ts'],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
});
// Beside the sources, so that nothing of it outlives the run elsewhere.
const folder = mkdtempSync(join(root, 'node_modules', '.conformance-'));
try {
  const file = join(folder, 'run.mjs');
  writeFileSync(file, built.outputFiles[0].contents);
  const { run } = await import(pathToFileURL(file).href);
  process.exitCode = await run(process.argv.slice(2), join(root, 'test/conformance'), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
