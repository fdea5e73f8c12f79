// argv in, exit code out: the only file that touches the process.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { Io } from './cli/io.ts';
import { keepLines } from './cli/outputs.ts';
import { main } from './cli/program.ts';

// Read by the AWS SDK when a client is made; its advice about Node versions is not for our users.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

// A live scan keeps little and throws away much. Left alone, the heap grows to four times what is kept before it is cleaned.
setFlagsFromString('--heap-growing-percent=60');

const root = fileURLToPath(new URL('..', import.meta.url));
const judge = fileURLToPath(new URL('judge.js', import.meta.url));
const builtRules = fileURLToPath(new URL('rules.json', import.meta.url));
const builtIncidents = fileURLToPath(new URL('incidents.json', import.meta.url));
const io: Io = {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: readStdin,
  env: process.env,
  now: () => Date.now(),
  cwd: process.cwd(),
  root,
  version: JSON.parse(readFileSync(`${root}package.json`, 'utf8')).version,
  unfinished: new Set(),
  partial: new Map(),
  ...(existsSync(builtRules) ? { builtRules } : {}),
  ...(existsSync(builtIncidents) ? { builtIncidents } : {}),
  ...(existsSync(judge) ? { threads: { entry: judge, cores: availableParallelism() } } : {}),
  ...(process.stdin.isTTY && process.stderr.isTTY ? { ask } : {}),
};

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
for (const [name, number] of Object.entries(SIGNALS)) process.on(name, () => stop(128 + number));
for (const stream of [process.stdout, process.stderr]) stream.on('error', onBrokenOutput);

process.exitCode = await main(process.argv.slice(2), io);

function stop(code: number): never {
  for (const [file, target] of io.partial ?? []) {
    if (!keepLines(file, target)) continue;
    const again = `tojimari collect … --resume ${target}`;
    process.stderr.write(`\ninterrupted: what was read so far is in ${target}; to go on: ${again}\n`);
  }
  for (const file of io.unfinished) rmSync(file, { force: true });
  process.exit(code);
}

/** A reader that has seen enough (`| head`) is no mistake; a full disk is one. */
function onBrokenOutput(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`error: Standard output cannot be written (${error.code}).\n`);
  stop(2);
}

async function readStdin(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function ask(prompt: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(prompt);
  } finally {
    terminal.close();
  }
}
