// node scripts/sarif-check.mjs MULTITOOL: makes SARIF of every kind and has Microsoft's validator read it, with the rules of SARIF and of GitHub. Exit 1 when it
// finds an error. The tool says 0 whatever it finds: its output is read.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [multitool] = process.argv.slice(2);
if (multitool === undefined) {
  console.error(
    'error: Name the program Sarif.Multitool of the npm package @microsoft/sarif-multitool-linux.',
  );
  process.exit(2);
}

/** Rules about GitHub that are off unless they are asked for; GH1004 knows limits of long ago. */
const RULES = [
  'GH1001.ProvideRequiredLocationProperties',
  'GH1002.InlineThreadFlowLocations',
  'GH1003.ProvideRequiredRegionProperties',
  'GH1005.LocationsMustBeRelativeUrisOrFilePaths',
  'GH1006.ProvideCheckoutPath',
  'GH1007.ProvideFullyFormattedMessageStrings',
];
const scratch = mkdtempSync(join(tmpdir(), 'tojimari-sarif-'));
const made = join(scratch, 'made');
mkdirSync(made);
try {
  makeAll();
  process.exitCode = check();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function makeAll() {
  const start = performance.now();
  const golden = join(root, 'test/report/golden');
  for (const name of readdirSync(golden))
    if (name.endsWith('.sarif')) copyFileSync(join(golden, name), join(made, `golden-${name}`));
  tojimari('demo', ['demo']);
  tojimari('demo-ja', ['demo', '--lang', 'ja']);
  tojimari('demo-all', ['scan', 'examples/demo/estate.jsonl', '--allow-unknown']);
  tojimari('demo-redacted', ['demo', '--redact']);
  tojimari('salesforce', ['scan', 'examples/salesforce/open']);
  tojimari('terraform', ['scan', 'answers', '--source', 'infra'], terraform());
  tojimari('anchor', ['scan', 'answers', '--sarif-anchor', 'infra/main.tf'], terraform());
  for (const name of ['busy', 'blind', 'hostile']) {
    const file = join(golden, `${name}.json`);
    tojimari(name, ['render', file, '--allow-unknown']);
    tojimari(`${name}-left-out`, ['render', file]);
  }
  const busy = JSON.parse(readFileSync(join(golden, 'busy.json'), 'utf8'));
  tojimari('compared', ['render', saved('compared', compared(busy)), '--allow-unknown']);
  tojimari('shards', ['render', saved('shards', manyScopes(busy, 5)), '--allow-unknown']);
  console.log(`sarif: made in ${seconds(start)}`);
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(0)} s`;
}

/** One run of the program for each profile. */
function tojimari(name, words, cwd = root) {
  for (const profile of ['github', 'full']) {
    const file = join(made, `${name}-${profile}.sarif`);
    const flags = ['--format', 'sarif', '--output', file, '--sarif-profile', profile, '--quiet'];
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(root, 'bin/tojimari.js'), ...words, ...flags],
      {
        cwd,
        encoding: 'utf8',
      },
    );
    if (![0, 1, 3].includes(status)) throw new Error(`${name}: exit ${status}: ${stderr}`);
  }
}

/** A folder with a saved answer about an open bucket, and the Terraform that declares it. */
function terraform() {
  const folder = mkdtempSync(join(scratch, 'terraform-'));
  mkdirSync(join(folder, 'answers'));
  mkdirSync(join(folder, 'infra'));
  const Statement = [
    { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme-logs/*' },
  ];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  writeFileSync(join(folder, 'answers/acme-logs.policy.json'), JSON.stringify({ Policy }, null, 1));
  writeFileSync(
    join(folder, 'answers/s3api-list-buckets.json'),
    JSON.stringify({ Buckets: [{ Name: 'acme-logs' }] }, null, 1),
  );
  writeFileSync(
    join(folder, 'infra/main.tf'),
    '# ours\nresource "aws_s3_bucket" "logs" {\n  bucket = "acme-logs"\n}\n',
  );
  return folder;
}

function saved(name, report) {
  const file = join(scratch, `${name}.json`);
  writeFileSync(file, JSON.stringify(report));
  return file;
}

/** The report of a run that was compared with an earlier one. */
function compared(report) {
  const states = ['new', 'unchanged', 'updated'];
  const doors = report.doors.map((door, index) => ({
    ...door,
    baselineState: states[index % 3],
    firstSeen: '2026-10-01T00:00:00.000Z',
  }));
  return { ...report, doors };
}

/** The first scope, its doors and findings, many times over. */
function manyScopes(report, number) {
  const [scope] = report.scopes;
  const doors = report.doors.filter(({ resource }) => resource.scope === scope.id).slice(0, 3);
  const ids = new Set(doors.map(({ id }) => id));
  const findings = report.findings.filter((finding) => finding.doors.some((id) => ids.has(id)));
  const copies = Array.from({ length: number }, (_, n) => `aws/${300000000000 + n}`);
  const within = (each, id) => ({ ...each, resource: { ...each.resource, scope: id } });
  return {
    ...report,
    scopes: copies.map((id) => ({ ...scope, id, label: id })),
    doors: copies.flatMap((id, n) => doors.map((door) => ({ ...within(door, id), id: `${door.id}-${n}` }))),
    findings: copies.flatMap((id, n) =>
      findings.map((finding) => ({
        ...within(finding, id),
        fingerprint: `${finding.fingerprint}-${n}`,
        doors: finding.doors.map((door) => `${door}-${n}`),
      })),
    ),
    undecided: [],
  };
}

/** Prints what the validator found; 1 when there is an error. */
function check() {
  const files = readdirSync(made).filter((name) => name.endsWith('.sarif'));
  const config = join(scratch, 'rules.xml');
  const rule = (name) =>
    `<Properties Key="${name}.Options"><Property Key="RuleEnabled" Value="Error" Type="Driver.RuleEnabledState" /></Properties>`;
  writeFileSync(
    config,
    `<?xml version="1.0" encoding="utf-8"?>\n<Properties>${RULES.map(rule).join('')}</Properties>\n`,
  );
  const output = join(scratch, 'found.json');
  const start = performance.now();
  const words = ['validate', ...files.map((name) => join(made, name)), '--rule-kind', 'Sarif;Ghas'];
  execFileSync(
    multitool,
    [...words, '-c', config, '-o', output, '--log', 'ForceOverwrite', '--quiet', 'true'],
    {
      env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const [run] = JSON.parse(readFileSync(output, 'utf8')).runs;
  const problems = [...(run.invocations ?? []).flatMap((one) => one.toolExecutionNotifications ?? [])];
  const levels = { error: 0, warning: 0, note: 0 };
  for (const { level = 'warning', ruleId, message, locations } of run.results ?? []) {
    levels[level] = (levels[level] ?? 0) + 1;
    const uri = locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '';
    if (level === 'error')
      console.error(`${uri.split('/').at(-1)}: ${ruleId} ${message.text ?? JSON.stringify(message)}`);
  }
  for (const { message } of problems) console.error(`the validator itself: ${message.text}`);
  console.log(
    `sarif: ${files.length} files, ${levels.error} errors, ${levels.warning} warnings, ${levels.note} notes in ${seconds(start)}`,
  );
  const seen = (run.artifacts ?? []).length;
  if (seen > 0 && seen < files.length) console.error(`the validator read ${seen} of ${files.length} files`);
  return levels.error === 0 && problems.length === 0 && !(seen > 0 && seen < files.length) ? 0 : 1;
}
