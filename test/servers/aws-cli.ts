// The AWS CLI as a server, for scripts that call it a hundred times: each start of its own would take half a second.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonOfAws } from '../rules/aws-cli.ts';

export interface AwsCli {
  /** What to call instead of `aws`. */
  command: string;
  stop(): void;
}

const SERVER = fileURLToPath(new URL('./aws-cli.py', import.meta.url));

/** Loads the AWS CLI, once, and what it knows of these services. Where it is no package of a Python that is known, the command is `aws` itself. */
export async function serveAwsCli(folder: string, services: string[]): Promise<AwsCli> {
  const python = (await pythonOfAws()) ?? 'python3';
  if (spawnSync(python, ['-c', 'import awscli'], { stdio: 'ignore' }).status !== 0)
    return { command: 'aws', stop: () => {} };
  const command = join(folder, 'aws-client');
  const child = spawn(python, [SERVER, join(folder, 'aws.socket'), command, ...services], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('close', (code) => reject(new Error(`the AWS CLI did not start: ${code}`)));
  });
  return { command, stop: () => void child.kill() };
}
