// A real moto server over HTTP on a free port of the loopback, and its seeded estate of known exposures.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

export interface Moto {
  endpoint: string;
  stop(): Promise<void>;
}

const SEED = fileURLToPath(new URL('./seed.py', import.meta.url));
const START_MS = 20_000;

/**
 * Whether the tests against moto can run here. Where it is missing they are skipped with a message, but a machine that calls itself CI must have it.
 */
export function motoIsHere(env: Record<string, string | undefined>): boolean {
  const found = spawnSync('python3', ['-c', 'import moto.server, flask'], { stdio: 'ignore' });
  if (found.status === 0) return true;
  if (env['CI'] !== undefined && env['CI'] !== '')
    throw new Error("moto is missing: pip install 'moto[server]' (CI must run the tests against it)");
  process.stderr.write("skipped: tests against moto need it: pip install 'moto[server]'\n");
  return false;
}

/** Starts moto, with the managed policies of AWS. */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const env = { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' };
  const child = spawn('python3', ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], {
    env,
    stdio: 'ignore',
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const end = Date.now() + START_MS;
  while (!(await answers(`${endpoint}/moto-api/`))) {
    if (child.exitCode !== null || Date.now() > end) {
      child.kill();
      throw new Error('moto did not start');
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { endpoint, stop: () => stopped(child) };
}

/** Fills a moto server with buckets, users and roles of every kind; name -> what it is by construction (see seed.py). */
export async function seedMoto(moto: Moto, options: string[], truthFile: string): Promise<void> {
  const child = spawn('python3', [SEED, '--endpoint', moto.endpoint, ...options, '--truth', truthFile], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`seeding moto failed: ${errors}`);
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('close', () => resolve());
    child.kill();
  });
}

async function answers(url: string): Promise<boolean> {
  return await fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('no port'));
      });
    });
  });
}
