// An estate that somebody saved with the export script is judged as it is live: the same doors, in the same states.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportScript } from '../../src/providers/aws/export/script.ts';
import type { Door, Report } from '../../src/report/report.ts';
import { tojimari } from '../cli/harness.ts';
import { TEST_ENV, useEnvironment } from '../providers/aws/live.ts';
import { type AwsCli, serveAwsCli } from '../servers/aws-cli.ts';
import { type Moto, motoIsHere, seedMoto, startMoto } from '../servers/moto.ts';

/** What moto answers well enough, as the command line and as tojimari call it. */
const SERVICES: Record<string, string> = {
  iam: 'iam',
  s3api: 's3',
  s3control: 's3',
  sns: 'sns',
  sqs: 'sqs',
  ecr: 'ecr',
  opensearch: 'opensearch',
};
const REGION = 'us-east-1';

/** Whether the AWS CLI is on this machine; one that calls itself CI must have it. */
async function awsIsHere(): Promise<boolean> {
  const code = await ended(spawn('aws', ['--version'], { stdio: 'ignore' }));
  if (code === 0) return true;
  if ((process.env['CI'] ?? '') !== '') throw new Error('the AWS CLI is missing: pip install awscli');
  process.stderr.write('skipped: the export script needs the AWS CLI: pip install awscli\n');
  return false;
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
}

/** Version 1 of the command line has hosts of its own for SQS, whatever the environment says: only an option keeps it here. */
const wrapper = (aws: string) => `#!/bin/sh
PATH=\${PATH#*:}
case " $* " in *" sqs "*) exec ${aws} --endpoint-url "$AWS_ENDPOINT_URL" "$@" ;; esac
exec ${aws} "$@"
`;

/** S3 Control puts the account before the host of an endpoint, a name that does not exist here: everything goes to moto. */
async function proxyTo(port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const { method, headers, url = '/' } = request;
    const path = url.replace(/^http:\/\/[^/]+/, '');
    const onwards = send({ host: '127.0.0.1', port, method, headers, path }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onwards.on('error', () => response.destroy());
    request.pipe(onwards);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const ready = motoIsHere(process.env) && (await awsIsHere());

(ready ? describe : describe.skip)('a saved estate', () => {
  let moto: Moto;
  let cli: AwsCli | undefined;
  let folder: string;
  let live: Report;
  let saved: Report;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tojimari-'));
    moto = await startMoto();
    const size = ['--buckets', '3', '--users', '1', '--roles', '3', '--others'];
    await seedMoto(moto, size, join(folder, 'truth.json'));
    const proxy = await proxyTo(Number(new URL(moto.endpoint).port));
    const address = proxy.address();
    if (typeof address !== 'object' || address === null) throw new Error('no port');
    await mkdir(join(folder, 'bin'));
    cli = await serveAwsCli(folder, ['sts', 's3control', ...new Set(Object.values(SERVICES))]);
    await writeFile(join(folder, 'bin', 'aws'), wrapper(cli.command), { mode: 0o755 });
    const { PATH = '' } = process.env;
    const env = {
      ...TEST_ENV,
      PATH: `${join(folder, 'bin')}${delimiter}${PATH}`,
      AWS_ENDPOINT_URL: moto.endpoint,
      HTTP_PROXY: `http://127.0.0.1:${address.port}`,
      // Nothing leaves this machine: the proxy refuses tunnels.
      HTTPS_PROXY: `http://127.0.0.1:${address.port}`,
      SERVICES: Object.keys(SERVICES).join(' '),
      REGIONS: REGION,
    };
    await writeFile(join(folder, 'export.sh'), exportScript());
    expect(await ended(spawn('bash', ['export.sh', 'export'], { cwd: folder, env, stdio: 'ignore' }))).toBe(
      0,
    );
    proxy.closeAllConnections();
    proxy.close();
    saved = await reportOf(['scan', join(folder, 'export')], folder);
    useEnvironment(TEST_ENV);
    const services = [...new Set(Object.values(SERVICES))].flatMap((name) => ['--service', name]);
    const target = ['scan', 'aws', '--endpoint-url', moto.endpoint, '--region', REGION, ...services];
    live = await reportOf(target, folder);
  }, 600_000);
  afterAll(async () => {
    cli?.stop();
    await moto.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('has the same doors as live', () => {
    expect(doorsOf(saved)).toEqual(doorsOf(live));
    expect(doorsOf(live).length).toBeGreaterThan(5);
    for (const type of ['aws.s3.bucket', 'aws.sqs.queue', 'aws.sns.topic'])
      expect(live.doors.map(({ resource }) => resource.type)).toContain(type);
  });

  test('has the same findings as live', () => {
    const [ofSaved, ofLive] = [findingsOf(saved), findingsOf(live)];
    expect(ofSaved.filter((one) => !ofLive.includes(one))).toEqual([]);
    expect(ofLive.filter((one) => !ofSaved.includes(one))).toEqual([]);
    expect(ofLive.length).toBeGreaterThan(5);
  });

  test('says of each where it stands', () => {
    for (const { evidence } of saved.doors.filter(({ state }) => state === 'open')) {
      const [first] = evidence;
      expect(first?.origin?.file).toMatch(/\/export\/(global|us-east-1)\//);
      expect(first?.origin?.line).toBeGreaterThan(0);
    }
  });

  test('holds no secret and is not for others to read', async () => {
    const top = await readdir(join(folder, 'export'));
    expect(top.sort()).toEqual(['global', REGION]);
  });
});

async function reportOf(argv: string[], cwd: string): Promise<Report> {
  const { stdout, stderr } = await tojimari([...argv, '--format', 'json', '--quiet'], { cwd });
  if (stdout === '') throw new Error(stderr);
  const report: Report = JSON.parse(stdout);
  return report;
}

/** Each finding by its rule, its severity and what it is about. */
function findingsOf({ findings }: Report): string[] {
  return findings.map(({ rule, severity, resource }) => `${rule} ${severity} ${resource.id}`).sort();
}

/** Each door by what, who, how and in which state. The organization is not in such an export, so its accounts are not known. */
function doorsOf({ doors }: Report): string[] {
  const inWords = ({ resource, audience, via, subject, access, state }: Door) =>
    [resource.type, resource.id, audience, via, subject, access.join('+'), state].join(' ');
  return doors.map(inWords).sort();
}
