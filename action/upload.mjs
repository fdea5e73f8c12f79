// The upload of the GitHub Action: each SARIF file to code scanning of this repository, and what GitHub made of it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { filesOf } from './files.mjs';
import { command, input, output, Refusal, refusePublic, step } from './surroundings.mjs';

const MOST_BYTES = 10_000_000;
const TRIES = 60;

await step(async (env) => {
  refusePublic(env);
  const folder = input(env, 'folder');
  if (folder === '' || !existsSync(folder))
    throw new Refusal(`There is no folder of reports${folder === '' ? '' : ` ${folder}`}.`);
  const files = filesOf(folder);
  let uploaded = 0;
  for (const name of files) {
    const text = readFileSync(join(folder, name));
    if (JSON.parse(text.toString()).runs.length === 0) continue;
    const packed = gzipSync(text);
    if (packed.length > MOST_BYTES) throw new Refusal(`${name} has more than the 10 MB that GitHub takes.`);
    const { id } = await call(env, 'POST', 'code-scanning/sarifs', {
      commit_sha: env.GITHUB_SHA,
      ref: env.GITHUB_REF,
      sarif: packed.toString('base64'),
      tool_name: 'tojimari',
    });
    await processed(env, name, id);
    uploaded += 1;
  }
  if (uploaded === 0)
    command('warning', 'Nothing was uploaded: no scope was seen whole, and alerts stay as they are.');
  output(env, 'uploaded', uploaded);
});

/** Waits until GitHub has read the file; throws Refusal with its reasons when it refused it. */
async function processed(env, name, id) {
  for (let left = TRIES; left > 0; left -= 1) {
    const { processing_status: state, errors } = await call(
      env,
      'GET',
      `code-scanning/sarifs/${encodeURIComponent(id)}`,
    );
    if (state === 'complete') {
      console.log(`uploaded ${name}`);
      return;
    }
    if (state === 'failed')
      throw new Refusal(`GitHub refused ${name}: ${(errors ?? ['no reason given']).join('; ')}`);
    await new Promise((resolve) => setTimeout(resolve, Number(env.TOJIMARI_WAIT || 2000)));
  }
  command('warning', `GitHub has not finished reading ${name}; see the tool status page of code scanning.`);
}

async function call(env, method, path, body) {
  const response = await fetch(`${env.GITHUB_API_URL}/repos/${env.GITHUB_REPOSITORY}/${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${env.GITHUB_TOKEN}`,
      'x-github-api-version': '2022-11-28',
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const why = typeof answer.message === 'string' ? answer.message : `status ${response.status}`;
  const hint =
    response.status === 403
      ? ' The job needs permissions: security-events: write; a private repository needs GitHub Code Security. Without it, the summary of the step has the report.'
      : '';
  throw new Refusal(`GitHub did not take the upload: ${why}.${hint}`);
}
