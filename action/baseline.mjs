// The baseline of a run: a file of the repository, or the report that the last run on the default branch left as an artifact.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { command, eventOf, input, Refusal } from './surroundings.mjs';

/** Path of the baseline, `git:REF`, or undefined. Throws Refusal when GitHub cannot be asked. */
export async function baselineOf(env, folder) {
  const given = input(env, 'baseline');
  const artifact = input(env, 'baseline-artifact');
  if (given !== '' && artifact !== '') throw new Refusal('Give baseline or baseline-artifact, not both.');
  if (given !== '' || artifact === '') return given === '' ? undefined : given;
  const branch = eventOf(env).repository?.default_branch;
  const found = newest(env, artifact, branch);
  if (found === undefined) {
    command(
      'notice',
      `No run on ${branch ?? 'the default branch'} left an artifact ${artifact}: nothing is known yet, and fail-on alone decides.`,
    );
    return undefined;
  }
  const into = join(folder, 'baseline');
  gh(env, [
    'run',
    'download',
    String(found),
    '--repo',
    env.GITHUB_REPOSITORY ?? '',
    '--name',
    artifact,
    '--dir',
    into,
  ]);
  const file = join(into, 'report.json');
  if (!existsSync(file)) throw new Refusal(`The artifact ${artifact} of run ${found} holds no report.json.`);
  return file;
}

/** The latest run of this repository's own default branch that left the artifact: a fork may call its branch the same. */
function newest(env, name, branch) {
  const query = `repos/${env.GITHUB_REPOSITORY}/actions/artifacts?per_page=100&name=${encodeURIComponent(name)}`;
  const { artifacts = [] } = JSON.parse(gh(env, ['api', query]));
  const own = artifacts.filter(
    ({ expired, workflow_run: run }) =>
      !expired && run?.head_branch === branch && run.head_repository_id === run.repository_id,
  );
  own.sort((a, b) => (a.created_at < b.created_at ? 1 : -1));
  return own[0]?.workflow_run.id;
}

function gh(env, words) {
  const { status, stdout, stderr, error } = spawnSync('gh', words, { encoding: 'utf8', env });
  if (status === 0) return stdout;
  const why = error?.message ?? stderr.trim().split('\n')[0];
  throw new Refusal(
    `The earlier report cannot be fetched (${why}). The job needs permissions: actions: read.`,
  );
}
