// What the runner says: inputs, outputs, the event, and whether the repository is public.
import { appendFileSync, readFileSync } from 'node:fs';

/** A step that cannot go on, in one sentence. */
export class Refusal extends Error {}

/** An input of the action; empty when it was not given. */
export function input(env, name) {
  return (env[`TOJIMARI_${name.toUpperCase().replaceAll('-', '_')}`] ?? '').trim();
}

/** The words of an input of several lines; words within a line are apart unless it is one word a line that is wanted. */
export function words(env, name, separator = /\s+/) {
  return input(env, name)
    .split(separator)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** What started the workflow; empty when the runner does not say. */
export function eventOf(env) {
  const file = env.GITHUB_EVENT_PATH;
  if (!file) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) ?? {};
  } catch {
    return {};
  }
}

/**
 * Throws Refusal on a repository that others may read: logs, summaries, artifacts and alerts there are a list of what can be broken into. A
 * repository of which it is not known counts as public.
 */
export function refusePublic(env) {
  const { repository } = eventOf(env);
  if (repository?.private === true || ['private', 'internal'].includes(repository?.visibility)) return;
  const what = repository === undefined ? 'may be public: the event does not say' : 'is public';
  if (input(env, 'allow-public') === 'true') {
    command('warning', `This repository ${what}. Whoever reads it can read what stands open.`);
    return;
  }
  throw new Refusal(
    `This repository ${what}. Its logs, summaries, artifacts and alerts would tell everybody what stands open, so nothing was scanned. Run it in a private repository, or set allow-public: true if that is meant.`,
  );
}

/** Prints a workflow command. */
export function command(name, message) {
  const data = message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  process.stdout.write(`::${name} title=tojimari::${data}\n`);
}

/** Sets an output of the step; values are ours, of one line. */
export function output(env, name, value) {
  if (env.GITHUB_OUTPUT)
    appendFileSync(env.GITHUB_OUTPUT, `${name}=${String(value).replaceAll(/[\r\n]/g, ' ')}\n`);
}

/** Runs a step: a refusal is an error of the workflow and exit 2. */
export async function step(work) {
  try {
    await work(process.env);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    command('error', error.message);
    process.exitCode = 2;
  }
}
