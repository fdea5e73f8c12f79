// npm run bench -- offline | offline-small | config | positions: how large exports are judged, against bounds that are measured beside them.
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  createReadStream,
  createWriteStream,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { createGzip } from 'node:zlib';
import { writeConfigSnapshot } from './bench-offline-config.mjs';
import { accountOf, ORGANIZATION, writeEstate } from './bench-offline-estate.mjs';
import { load, longRateOf } from './bench-policy.mjs';

const CORES = 2;
const BOUND = 1.3;
/** The bound on time is that of an estate of this size. In smaller ones, starting threads and warming up is the most. */
const LARGE = 1_000_000;
const ROUNDS = 3;
const MEGABYTES = { offline: 300, config: 400 };
/** Ten times as many resources may take so many times as long. */
const LINEAR = 11.5;
const POSITIONS = { bytes: 55e6, times: 2 };

/** Two estates, one ten times the other. True when all bounds are met. */
export async function benchOffline(sizes) {
  const engine = await load();
  let met = true;
  const walls = [];
  for (const size of sizes) {
    const one = await inFolder((folder) => judged(folder, size, engine));
    walls.push(one.wall);
    met = one.met && met;
  }
  const [small, large] = walls;
  if (large === undefined) return met;
  const times = large / small;
  const linear = times <= (LINEAR * sizes[1]) / sizes[0] / 10;
  console.log(
    `           ${sizes[1] / sizes[0]} times as many take ${times.toFixed(1)} times as long: ${word(linear)}`,
  );
  return met && linear;
}

/** Several rounds, because machines change their speed: what a scan is compared with is measured before and behind each. */
async function judged(folder, size, engine) {
  const file = join(folder, 'estate.jsonl');
  const bound = size >= LARGE ? BOUND : undefined;
  const { policies, conditioned, bytes } = await writeEstate(file, size, engine);
  console.log(
    `offline    ${size} buckets, ${policies} distinct policies (${Math.round((100 * conditioned) / policies)} % with conditions), ${(bytes / 1e6).toFixed(0)} MB`,
  );
  const beside = async () => ({ bare: await parseOnly(file), each: longRateOf(engine) / 1e6 });
  const rounds = [];
  let before = await beside();
  while (rounds.length < (bound === undefined ? 1 : ROUNDS)) {
    const run = scan([file, '--format', 'sarif', '--output', join(folder, 'report.sarif')], folder);
    const behind = await beside();
    const parse = (before.bare.wall + behind.bare.wall) / 2;
    const parsing = (before.bare.processor + behind.bare.processor) / 2;
    const each = (before.each + behind.each) / 2;
    const wall = run.wall / (parse + (size * each) / CORES);
    const processor = run.processor / (parsing + size * each);
    rounds.push({ ...run, ratio: wall });
    console.log(
      `           ${run.wall.toFixed(1)} s, ${run.megabytes.toFixed(0)} MB, report of ${(reportBytes(folder) / 1e6).toFixed(1)} MB; beside it JSON.parse by ${CORES} threads ${parse.toFixed(1)} s, policies at ${Math.round(1 / each)}/s of each core ${((size * each) / CORES).toFixed(1)} s: ` +
        `${wall.toFixed(2)} times by the clock (${processor.toFixed(2)} of processor time)`,
    );
    before = behind;
  }
  const { ratio, wall } = rounds.sort((a, b) => a.ratio - b.ratio)[rounds.length >> 1];
  const megabytes = Math.max(...rounds.map((one) => one.megabytes));
  const met = (bound === undefined || ratio <= bound) && megabytes <= MEGABYTES.offline;
  const target = `${bound === undefined ? '' : `${bound}, `}${MEGABYTES.offline} MB`;
  console.log(
    `           ratio ${ratio.toFixed(2)}${rounds.length > 1 ? ', the middle one' : ''}, at most ${megabytes.toFixed(0)} MB  target ${target}: ${word(met)}`,
  );
  return { wall, met };
}

/** A large SARIF report may be several files. */
function reportBytes(folder) {
  const names = readdirSync(folder).filter((name) => name !== 'estate.jsonl');
  return names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** One Config snapshot of a gigabyte, as it is and packed. True when it stays within bounds. */
export async function benchConfig(bytes = 1e9) {
  const { typicalPolicies } = await load();
  return await inFolder(async (folder) => {
    const accounts = Array.from({ length: 40 }, (_, index) => `"${accountOf(index)}"`).join(', ');
    writeFileSync(
      join(folder, 'tojimari.yaml'),
      `own:\n  accounts: [${accounts}]\n  organizations: [${ORGANIZATION}]\n`,
    );
    const file = join(folder, '210000000000_Config_eu-west-1_ConfigSnapshot_20261030T041233Z.json');
    const { items, bytes: written } = await writeConfigSnapshot(file, bytes, typicalPolicies);
    await pipeline(createReadStream(file), createGzip({ level: 1 }), createWriteStream(`${file}.gz`));
    let met = true;
    for (const path of [file, `${file}.gz`]) {
      const { wall, megabytes } = scan(
        [path, '--format', 'json', '--output', join(folder, 'report.json')],
        folder,
      );
      const within = megabytes <= MEGABYTES.config;
      met = met && within;
      console.log(
        `config     ${items} items, ${(written / 1e6).toFixed(0)} MB${path === file ? '' : ' packed'}: ${wall.toFixed(1)} s, ${megabytes.toFixed(0)} MB  target ${MEGABYTES.config} MB: ${word(within)}`,
      );
    }
    return met;
  });
}

/** Finding places in a large document, in times of parsing it. */
export async function benchPositions() {
  const { locateIn, typicalPolicies } = await load();
  const items = [];
  for (let bytes = 0, seed = 1; bytes < POSITIONS.bytes; seed += 1)
    for (const { text, bucket } of typicalPolicies(1000, seed)) {
      const item = {
        bucket,
        tags: { team: 'a', purpose: 'b' },
        policy: { policyText: text },
        grants: [1, 2, 3],
      };
      bytes += JSON.stringify(item, null, 1).length + 30;
      items.push(item);
    }
  const text = JSON.stringify({ items }, null, 1);
  const pointers = Array.from({ length: 1000 }, (_, nth) => {
    const index = Math.floor((nth * items.length) / 1000);
    return `/items/${index}/policy/policyText/Statement/0`;
  });
  const times = [1, 2, 3].map(() => {
    const parse = processor(() => JSON.parse(text));
    const origins = pointers.map((pointer) => ({ file: 'f', pointer }));
    const locate = processor(() => locateIn(text, origins));
    if (origins.some(({ line }) => line === undefined)) throw new Error('a place was not found');
    return { parse, locate, ratio: locate / parse };
  });
  times.sort((a, b) => a.ratio - b.ratio);
  const { parse, locate, ratio } = times[1];
  const met = ratio <= POSITIONS.times;
  console.log(
    `positions  ${pointers.length} places in ${(text.length / 1e6).toFixed(0)} MB: ${(locate / 1e6).toFixed(2)} s, ${ratio.toFixed(2)}x JSON.parse (${(parse / 1e6).toFixed(2)} s) of processor time  target ${POSITIONS.times}x: ${word(met)}`,
  );
  return met;
}

/** Runs a scan; seconds by the clock and of the processor, and the most memory that it had. */
function scan(words, cwd) {
  const bin = fileURLToPath(new URL('../bin/tojimari.js', import.meta.url));
  const tell = `process.on('exit', () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage(); process.stderr.write('\\n' + JSON.stringify([maxRSS, userCPUTime + systemCPUTime])); });`;
  const start = process.hrtime.bigint();
  const run = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(tell)}`, bin, 'scan', ...words, '--quiet'],
    { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' }, maxBuffer: 1024 ** 3 },
  );
  const wall = Number(process.hrtime.bigint() - start) / 1e9;
  if (run.status !== 1) throw new Error(`the scan ended with ${run.status}: ${run.stderr.slice(0, 500)}`);
  const [kilobytes, microseconds] = JSON.parse(run.stderr.trim().split('\n').at(-1));
  return { wall, megabytes: kilobytes / 1024, processor: microseconds / 1e6 };
}

/** What the threads of the bare loop do: their share of the file, read in pieces, split at newlines, parsed. */
const PARSE = `
const { parentPort, workerData: { file, from, to } } = require('node:worker_threads');
const { openSync, readSync } = require('node:fs');
const handle = openSync(file, 'r');
const size = 1 << 21;
let rest = Buffer.alloc(0);
let lines = 0;
for (let at = from; at < to; ) {
  const chunk = Buffer.allocUnsafe(Math.min(size, to - at));
  at += readSync(handle, chunk, 0, chunk.length, at);
  const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
  let start = 0;
  for (let end = data.indexOf(10); end !== -1; end = data.indexOf(10, start)) {
    JSON.parse(data.latin1Slice(start, end));
    lines += 1;
    start = end + 1;
  }
  rest = data.subarray(start);
}
parentPort.postMessage(lines);
`;

async function parseOnly(file) {
  const size = statSync(file).size;
  const bounds = [
    0,
    ...Array.from({ length: CORES - 1 }, (_, index) => lineAt(file, (size * (index + 1)) / CORES)),
    size,
  ];
  const used = process.cpuUsage();
  const start = process.hrtime.bigint();
  await Promise.all(
    bounds.slice(1).map(
      (to, index) =>
        new Promise((resolve, reject) => {
          const worker = new Worker(PARSE, { eval: true, workerData: { file, from: bounds[index], to } });
          worker.once('message', resolve);
          worker.once('error', reject);
        }),
    ),
  );
  const wall = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(used);
  return { wall, processor: (user + system) / 1e6 };
}

/** The beginning of the first line behind an offset. */
function lineAt(file, offset) {
  const from = Math.floor(offset);
  const buffer = Buffer.alloc(1 << 20);
  const handle = openSync(file, 'r');
  readSync(handle, buffer, 0, buffer.length, from);
  closeSync(handle);
  return from + buffer.indexOf(10) + 1;
}

async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'tojimari-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Microseconds of processor time of a piece of work. */
function processor(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function word(met) {
  return met ? 'met' : 'MISSED';
}
