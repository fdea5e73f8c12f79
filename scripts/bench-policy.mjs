// The bench of the policy engine: typical bucket policies in processor time, and the worst ones that fit into 20 KB.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const COUNT = 6000;
const WARM = 8;
const ROUNDS = 3;
const LONG = 25;
const RATE = 20_000;
const WORST = 200;
const NOW = Date.UTC(2026, 0, 1);

const ENTRY = `
export { judge } from './src/policy/judge.ts';
export { analyseS3 } from './src/providers/aws/s3/analyse.ts';
export { distribution, typicalPolicies } from './test/policy/typical.ts';
export { HEAVY_BUCKET, heavyPolicies } from './test/policy/heavy.ts';
export { locateIn } from './src/snapshot/locate.ts';
`;

/** Measures and prints; returns whether both targets are met. */
export async function benchPolicy() {
  const engine = await load();
  const { judge, typicalPolicies } = engine;
  const { each, parse } = rateOf(engine);
  const others = typicalPolicies(COUNT, WARM + ROUNDS + 1);
  const { times, families } = spread(others, judge);
  const rate = Math.round(1e6 / each);
  console.log(`policy     ${rate} judgements/s of one core  target ${RATE}: ${word(rate >= RATE)}`);
  console.log(
    `           median of 3 rounds over ${COUNT} distinct bucket policies each, parsed beforehand, after ${WARM * COUNT} others; processor time`,
  );
  console.log(
    `           mean ${each.toFixed(1)} us, ${(each / parse).toFixed(1)}x JSON.parse of the same texts (${parse.toFixed(1)} us)`,
  );
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(0);
  console.log(`           elapsed p50 ${at(0.5)} us  p90 ${at(0.9)}  p99 ${at(0.99)}  max ${at(1)}`);
  console.log(`           ${'family'.padEnd(26)}weight   median us`);
  for (const [family, weight] of engine.distribution()) {
    const own = families.get(family) ?? [0];
    console.log(
      `           ${family.padEnd(26)}${`${weight} %`.padStart(6)}${middle(own).toFixed(0).padStart(12)}`,
    );
  }
  wholeAnalysis(engine, others);
  const slowest = worst(engine);
  return rate >= RATE && slowest <= WORST;
}

/** Microseconds of one core that a typical policy takes, and that parsing its text takes, as `benchPolicy` measures them. */
export function rateOf(engine) {
  const results = roundsOf(engine, ROUNDS);
  results.sort((a, b) => a.each - b.each);
  return results[ROUNDS >> 1];
}

/** The same beside something that takes long, in whose time the machine may change its speed: the mean of many rounds. */
export function longRateOf(engine) {
  const results = roundsOf(engine, LONG);
  return results.reduce((sum, { each }) => sum + each, 0) / results.length;
}

function roundsOf({ judge, typicalPolicies }, count) {
  // The compiler takes some tens of thousands of judgements until it is done with the rare ways.
  for (let seed = 1; seed <= WARM; seed++)
    for (const one of typicalPolicies(COUNT, seed)) judge(question(one));
  const seeds = Array.from({ length: count }, (_, round) => WARM + round + 1);
  return seeds.map((seed) => measure(typicalPolicies(COUNT, seed), judge));
}

/** The engine and its policies, built from the sources. */
export async function load() {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const { outputFiles } = await build({
    absWorkingDir: root,
    stdin: { contents: ENTRY, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    mainFields: ['module', 'main'],
    external: ['@aws-sdk/*', '@smithy/*'],
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  // Beside the sources, so that nothing of it outlives the run elsewhere.
  const folder = mkdtempSync(join(root, 'node_modules', '.bench-'));
  try {
    const file = join(folder, 'policy.mjs');
    writeFileSync(file, outputFiles[0].contents);
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function question({ bucket, account, text }) {
  const ours = { accounts: [account], organizations: [], networks: [] };
  const resource = `arn:aws:s3:::${bucket}`;
  return { kind: 's3-bucket', policy: JSON.parse(text), resource, account, ours, now: NOW };
}

/** Microseconds of processor time for each policy, and for parsing its text. */
function measure(policies, judge) {
  const parse = processor(() => {
    for (const { text } of policies) JSON.parse(text);
  });
  const questions = policies.map(question);
  const all = processor(() => {
    for (const asked of questions) judge(asked);
  });
  return { each: all / policies.length, parse: parse / policies.length };
}

/** How long each of other judgements takes, in microseconds by the clock: all of them in order, and by family. */
function spread(policies, judge) {
  const times = [];
  const families = new Map();
  for (const policy of policies) {
    const asked = question(policy);
    const start = process.hrtime.bigint();
    judge(asked);
    const time = Number(process.hrtime.bigint() - start) / 1000;
    times.push(time);
    const own = families.get(policy.family);
    if (own) own.push(time);
    else families.set(policy.family, [time]);
  }
  times.sort((a, b) => a - b);
  return { times, families };
}

/** Processor time of a piece of work in microseconds. */
function processor(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** For information: the whole judgement of a bucket with its cures. */
function wholeAnalysis({ analyseS3 }, policies) {
  const buckets = policies.slice(0, 2000).map(({ bucket, account, text }) => ({
    record: 'resource',
    type: 'aws.s3.bucket',
    id: `arn:aws:s3:::${bucket}`,
    name: bucket,
    scope: `aws/${account}`,
    settings: {
      policy: JSON.parse(text),
      acl: { owner: '75aa57f0', grants: [] },
      ownership: 'BucketOwnerEnforced',
      blockPublicAccess: null,
      accessPoints: [],
    },
    unknowns: [],
  }));
  const ours = { accounts: [], organizations: [], networks: [], domains: [], vendors: [] };
  const context = { all: () => [], ours, now: NOW };
  const all = processor(() => {
    for (const bucket of buckets) analyseS3(bucket, context);
  });
  console.log(
    `           whole S3 analysis with cures: ${Math.round((1e6 * buckets.length) / all)} buckets/s (for information)`,
  );
}

/** The slowest of the constructed policies in milliseconds. */
function worst({ judge, heavyPolicies, HEAVY_BUCKET }) {
  let slowest = 0;
  console.log(`worst 20 KB                                bytes      ms  answers`);
  for (const [name, policy] of heavyPolicies()) {
    let judgement;
    const ask = () => {
      judgement = judge({
        kind: 's3-bucket',
        policy,
        resource: HEAVY_BUCKET,
        account: '111122223333',
        now: NOW,
      });
    };
    const time = middle([ask, ask, ask].map((work) => processor(work) / 1000));
    slowest = Math.max(slowest, time);
    const exact = judgement.grants.filter((grant) => grant.certainty === 'exact').length;
    const bytes = JSON.stringify(policy).length;
    console.log(
      `${name.padEnd(41)}${String(bytes).padStart(7)}${time.toFixed(0).padStart(8)}  ${exact} exact, ${judgement.grants.length - exact} maybe`,
    );
  }
  console.log(
    `worst      ${slowest.toFixed(0)} ms (median of 3)  target ${WORST} ms: ${word(slowest <= WORST)}`,
  );
  return slowest;
}

function middle(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

function word(met) {
  return met ? 'met' : 'MISSED';
}
