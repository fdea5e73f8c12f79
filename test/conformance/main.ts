// Runs the suite from a copy of its folder: node main.ts --answers ANSWERS.jsonl [FILE.jsonl…] [--json]
import { fileURLToPath } from 'node:url';
import { run } from './run.ts';

process.exitCode = await run(process.argv.slice(2), fileURLToPath(new URL('.', import.meta.url)), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
