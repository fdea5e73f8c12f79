// The AWS CLI in one process of its Python, for many commands: asked only whether it takes them, or run against an endpoint.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CHECKER = fileURLToPath(new URL('./aws-commands.py', import.meta.url));

const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::kagi-reports/*' };
const TRUST = {
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
};
const DISTRIBUTION = {
  CallerReference: 'kagi',
  Comment: '',
  Enabled: true,
  Origins: { Quantity: 1, Items: [{ Id: 'o', DomainName: 'kagi-site.s3.eu-west-1.amazonaws.com' }] },
  DefaultCacheBehavior: { TargetOriginId: 'o', ViewerProtocolPolicy: 'https-only' },
};
/** Files that commands read, as somebody has edited them. */
const FILES = {
  'policy.json': { Version: '2012-10-17', Statement: [ALLOW] },
  'trust.json': { Version: '2012-10-17', Statement: [TRUST] },
  'distribution.json': DISTRIBUTION,
};

/** The Python of the AWS CLI that is on this machine; one that calls itself CI must have it. */
export async function pythonOfAws(): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const start = await readFile(join(folder, 'aws'), 'latin1').catch(() => '');
    const python = /(?:^#!|exec' "?)(\/\S*python[\d.]*)/.exec(start)?.[1];
    if (python !== undefined) return python;
  }
  if ((process.env['CI'] ?? '') !== '') throw new Error('the AWS CLI is missing: pip install awscli');
  process.stderr.write('skipped: commands are read by the AWS CLI: pip install awscli\n');
  return undefined;
}

/** What the AWS CLI refuses, one line a command; with an endpoint the commands are run there, in order. */
export async function refusedByAws(python: string, commands: string[], endpoint?: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'commands-'));
  try {
    for (const [name, content] of Object.entries(FILES))
      await writeFile(join(folder, name), JSON.stringify(content));
    const env = {
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: join(folder, 'none'),
      AWS_ENDPOINT_URL: endpoint ?? 'http://127.0.0.1:9',
      AWS_MAX_ATTEMPTS: '1',
      HOME: folder,
    };
    const options = endpoint === undefined ? [] : ['--run'];
    const child = spawn(python, [CHECKER, ...options], {
      cwd: folder,
      env,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.end(commands.join('\n'));
    const said: Buffer[] = [];
    for await (const chunk of child.stdout) said.push(chunk);
    if (child.exitCode === null) await new Promise((resolve) => child.once('close', resolve));
    if (child.exitCode !== 0) throw new Error(`the checker ended with ${child.exitCode}`);
    return Buffer.concat(said)
      .toString()
      .split('\n')
      .filter((line) => line !== '');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
