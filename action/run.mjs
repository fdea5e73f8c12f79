// The scan of the GitHub Action: refuses public repositories, runs tojimari, writes summary, annotations and outputs. Its own exit code is 0 when a report is there: the
// last step of the action gives the scan's, so that reports are uploaded before the job fails.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baselineOf } from './baseline.mjs';
import { filesOf } from './files.mjs';
import { command, input, output, Refusal, refusePublic, step, words } from './surroundings.mjs';

/** GitHub refuses the whole summary of a step above this. */
const MOST_SUMMARY = 1_048_576;

await step(async (env) => {
  refusePublic(env);
  const targets = words(env, 'targets');
  if (targets.length === 0) throw new Refusal('Say what to scan: targets: aws, or a folder of exports.');
  const folder = join(env.RUNNER_TEMP || tmpdir(), 'tojimari-reports');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = (name) => join(folder, name);

  const baseline = await baselineOf(env, folder);
  const flags = [];
  const add = (flag, value) => value !== '' && flags.push(`--${flag}`, value);
  add('fail-on', input(env, 'fail-on'));
  if (baseline !== undefined) add('baseline', baseline);
  // Plans and pull requests have an earlier state of their own; only the first run before any artifact has none.
  if (baseline !== undefined || input(env, 'baseline-artifact') === '')
    add('fail-on-new', input(env, 'fail-on-new'));
  const reports = [
    ['text', '-'],
    ['json', file('report.json')],
    ['sarif', file('tojimari.sarif')],
    ['markdown', file('summary.md')],
    ['github', file('annotations.log')],
  ];
  for (const [format, name] of reports) flags.push('--format', format, '--output', name);
  flags.push(...words(env, 'args', /\r?\n/));

  const program = env.TOJIMARI_PROGRAM;
  if (!program || !existsSync(program))
    throw new Refusal('tojimari is not installed: the step before this one failed.');
  const { status, signal } = spawnSync(process.execPath, [program, 'scan', ...targets, ...flags], {
    cwd: input(env, 'working-directory') || process.cwd(),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = status ?? (signal === null ? 4 : 130);
  output(env, 'exit-code', code);
  if (!existsSync(file('report.json'))) {
    process.exitCode = code === 0 ? 4 : code;
    return;
  }
  if (input(env, 'annotations') !== 'false')
    process.stdout.write(readFileSync(file('annotations.log'), 'utf8'));
  if (input(env, 'summary') !== 'false') summarize(env, file('summary.md'));
  output(env, 'report', file('report.json'));
  output(env, 'reports', folder);
  output(env, 'sarif', folder);
  output(env, 'sarif-files', JSON.stringify(filesOf(folder)));
});

/** Appends the page to the summary of the step, which may hold some text already. */
function summarize(env, page) {
  const target = env.GITHUB_STEP_SUMMARY;
  if (!target) return;
  const before = existsSync(target) ? statSync(target).size : 0;
  if (before + statSync(page).size > MOST_SUMMARY) {
    command('warning', 'The summary of this step is full: the report is in the artifact and in the log.');
    return;
  }
  appendFileSync(target, readFileSync(page));
}
