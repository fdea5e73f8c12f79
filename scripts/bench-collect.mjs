// npm run bench -- collect: a live scan of made-up accounts, against what the bare SDK and bare HTTP need for the same reads.
import { fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const CONCURRENCY = 64;
const CALM = { latency: 25, jitter: 20 };
const ROUNDS = 3;

/** Measures and prints; returns whether every target is met. */
export async function benchCollect() {
  const folder = mkdtempSync(join(root, 'node_modules', '.bench-'));
  const place = { folder, server: join(folder, 'server.mjs'), report: join(folder, 'report.json') };
  try {
    await buildServer(place.server);
    return await measureAll(place);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureAll(place) {
  const thousand = await withServer(place, { buckets: 1000, ...CALM }, async (endpoint) => {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++)
      rounds.push({
        product: await product(place, endpoint),
        sdk: await floor('sdk', endpoint),
        http: await floor('http', endpoint),
      });
    return rounds;
  });
  const of = (name, key) => median(thousand.map((round) => round[name][key]));
  for (const name of ['product', 'sdk', 'http'])
    print(`1,000 ${name}`, {
      seconds: of(name, 'seconds'),
      cpu: of(name, 'cpu'),
      megabytes: of(name, 'megabytes'),
    });
  const calm = thousand[0].product;
  const met = [
    bound('wall over the SDK floor', ratio(thousand, 'seconds'), 1.15),
    bound('CPU over the SDK floor', ratio(thousand, 'cpu'), 1.3),
    bound('MB at 1,000 buckets', of('product', 'megabytes'), 200),
  ];
  for (const faults of [{ throttle: 500 }, { err: 2 }, { throttle: 500, err: 2 }]) {
    const run = await withServer(place, { buckets: 1000, ...CALM, ...faults }, (endpoint) =>
      product(place, endpoint),
    );
    const name = Object.entries(faults)
      .map((pair) => pair.join(' '))
      .join(', ');
    print(`1,000 ${name}`, run);
    met.push(said(`${name}: the findings of the calm run`, run.findings === calm.findings));
    met.push(said(`${name}: complete`, run.complete));
  }
  const ten = await withServer(place, { buckets: 10_000, ...CALM }, (endpoint) => product(place, endpoint));
  print('10,000 product', ten);
  met.push(bound('times as long as for 1,000', ten.seconds / of('product', 'seconds'), 11));
  console.log(`           ${(ten.cpu / of('product', 'cpu')).toFixed(2)} times the CPU of 1,000`);
  const twenty = await withServer(place, { buckets: 20_000, ...CALM }, (endpoint) =>
    product(place, endpoint),
  );
  print('20,000 product', twenty);
  met.push(bound('MB at 20,000 buckets', twenty.megabytes, 300));
  return met.every(Boolean);
}

/** A scan of S3 as a person would run it. */
async function product(place, endpoint) {
  const words = ['scan', 'aws', '--service', 's3', '--endpoint-url', endpoint, '--quiet', '--exit-zero'];
  const output = ['--format', 'json', '--output', place.report];
  const run = await measure([join(root, 'bin/tojimari.js'), ...words, ...output]);
  const { findings, complete, calls, waits } = JSON.parse(readFileSync(place.report, 'utf8'));
  const stable = findings
    .map(({ fingerprint, severity, doors }) => [fingerprint, severity, ...doors])
    .join(' ');
  return { ...run, findings: stable, found: findings.length, complete, calls, waits };
}

function floor(kind, endpoint) {
  return measure([join(root, 'scripts/bench-collect-floor.mjs'), kind, endpoint, String(CONCURRENCY)]);
}

/** Wall seconds, processor seconds and the highest memory of one process. */
async function measure(words) {
  const tell =
    "process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage(); process.send({ cpu: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 }); });";
  const start = process.hrtime.bigint();
  const child = spawn(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(tell)}`, ...words],
    {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        PATH: process.env.PATH,
        AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'of-the-bench',
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      },
    },
  );
  let usage;
  child.on('message', (told) => {
    usage = told;
  });
  const status = await new Promise((resolve) => child.once('close', resolve));
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0 || usage === undefined) throw new Error(`${words.join(' ')} ended with ${status}`);
  return { seconds, ...usage };
}

async function buildServer(outfile) {
  await build({
    absWorkingDir: root,
    stdin: {
      contents:
        "import { serveFleet } from './test/servers/fleet.ts'; const { endpoint } = await serveFleet(JSON.parse(process.argv[2])); process.send(endpoint);",
      resolveDir: root,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'warning',
  });
}

async function withServer({ server }, options, use) {
  const child = fork(server, [JSON.stringify(options)]);
  try {
    return await use(await new Promise((resolve) => child.once('message', resolve)));
  } finally {
    child.kill();
  }
}

/** The median of the rounds' ratios: product and floor ran one after the other, so that noise hits both. */
function ratio(rounds, key) {
  return median(rounds.map(({ product: own, sdk }) => own[key] / sdk[key]));
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function print(name, { seconds, cpu, megabytes, calls, waits, found }) {
  const more = calls === undefined ? '' : `  ${calls} calls, waited ${waits ?? 0} times, ${found} findings`;
  console.log(
    `collect    ${name.padEnd(26)} ${seconds.toFixed(2).padStart(7)} s  CPU ${cpu.toFixed(2).padStart(6)} s  ${megabytes.toFixed(0).padStart(4)} MB${more}`,
  );
}

function bound(what, value, most) {
  const met = value <= most;
  console.log(`           ${value.toFixed(2)} ${what}  target ${most}: ${met ? 'met' : 'MISSED'}`);
  return met;
}

function said(what, met) {
  console.log(`           ${what}: ${met ? 'met' : 'MISSED'}`);
  return met;
}
