// npm run bench [-- startup|demo|policy|salesforce|sarif|collect|positions|offline-small|offline|config]: how long a person waits, against the targets. Exit 1 when one is missed.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { benchCollect } from './bench-collect.mjs';
import { benchConfig, benchOffline, benchPositions } from './bench-offline.mjs';
import { benchPolicy } from './bench-policy.mjs';
import { benchSalesforce } from './bench-salesforce.mjs';
import { benchSarif } from './bench-sarif.mjs';

const RUNS = 10;
const BENCHES = [
  { name: 'startup', words: ['--help'], target: 250 },
  { name: 'demo', words: ['demo'], target: 600 },
];

/** These take minutes and gigabytes: only when asked for. */
const LONG = ['offline-small', 'offline', 'config'];

const bin = fileURLToPath(new URL('../bin/tojimari.js', import.meta.url));
if (!existsSync(fileURLToPath(new URL('../dist/main.js', import.meta.url)))) {
  console.error('error: There is no build. Run "npm run build" first.');
  process.exit(2);
}
const asked = process.argv.slice(2);
const names = [
  ...BENCHES.map(({ name }) => name),
  'policy',
  'salesforce',
  'sarif',
  'collect',
  'positions',
  ...LONG,
];
const strange = asked.find((name) => !names.includes(name));
if (strange !== undefined) {
  console.error(`error: There is no bench "${strange}". Benches: ${names.join(', ')}.`);
  process.exit(2);
}

const wanted = (name) => asked.length === 0 || asked.includes(name);
const bare = BENCHES.some(({ name }) => wanted(name)) ? measure(['-e', '0']) : [];
if (bare.length > 0) print('node -e 0', bare, undefined);
for (const { name, words, target } of BENCHES) {
  if (!wanted(name)) continue;
  const times = measure([bin, ...words]);
  print(name, times, target);
  if (median(times) > target) process.exitCode = 1;
}
if (wanted('policy') && !(await benchPolicy())) process.exitCode = 1;
if (wanted('salesforce') && !benchSalesforce()) process.exitCode = 1;
if (wanted('sarif') && !benchSarif()) process.exitCode = 1;
if (wanted('collect') && !(await benchCollect())) process.exitCode = 1;
if (wanted('positions') && !(await benchPositions())) process.exitCode = 1;
if (asked.includes('offline-small') && !(await benchOffline([10_000, 100_000]))) process.exitCode = 1;
if (asked.includes('offline') && !(await benchOffline([100_000, 1_000_000]))) process.exitCode = 1;
if (asked.includes('config') && !(await benchConfig())) process.exitCode = 1;

/** Milliseconds of each run, sorted; one more run beforehand warms the disk. */
function measure(words) {
  const times = [];
  for (let run = 0; run <= RUNS; run++) {
    const start = process.hrtime.bigint();
    execFileSync(process.execPath, words, { stdio: 'ignore', env: { ...process.env, NO_COLOR: '1' } });
    if (run > 0) times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  return times.sort((a, b) => a - b);
}

function median(times) {
  const middle = times.length / 2;
  return (times[Math.floor(middle)] + times[Math.ceil(middle) - 1]) / 2;
}

function print(name, times, target) {
  const whole = (time) => `${Math.round(time)} ms`.padStart(8);
  const middle = median(times);
  const ratio = `${(middle / median(bare)).toFixed(1)}x node`;
  const verdict = target === undefined ? '' : `  target ${target} ms: ${middle > target ? 'MISSED' : 'met'}`;
  console.log(
    `${name.padEnd(10)} median ${whole(middle)}  min ${whole(times[0])}  max ${whole(times.at(-1))}  ${ratio}${verdict}`,
  );
}
