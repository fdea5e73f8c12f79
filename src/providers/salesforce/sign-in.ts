// How a person or a job is signed in to an org: through the sf CLI, with a token, or with a signed assertion.
import { type ExecFileException, execFile } from 'node:child_process';
import { createSign } from 'node:crypto';
import { UsageError } from '../../errors.ts';
import { findFiles } from '../../snapshot/files.ts';
import type { CollectRequest } from '../provider.ts';

/** A way in. `assertion` still has to be exchanged for a token at `loginUrl`. */
export type Credentials =
  | { kind: 'token'; instanceUrl: string; accessToken: string; username?: string }
  | { kind: 'assertion'; loginUrl: string; assertion: string; username: string };

const HINT =
  'Use --org ALIAS (an org that the sf CLI knows), or set SF_INSTANCE_URL and SF_ACCESS_TOKEN, or SF_CLIENT_ID, SF_USERNAME and SF_JWT_KEY_FILE.';

/**
 * Finds credentials: --org; else SF_INSTANCE_URL + SF_ACCESS_TOKEN; else SF_CLIENT_ID + SF_USERNAME + SF_JWT_KEY_FILE
 * (and SF_LOGIN_URL, default https://login.salesforce.com). Every name also works with SALESFORCE_ in place of SF_, and
 * SF_ORG_INSTANCE_URL, the sf CLI's own name, in place of SF_INSTANCE_URL.
 */
export async function findCredentials(request: CollectRequest): Promise<Credentials> {
  const { env, org } = request;
  if (org !== undefined) return await fromCli(org, env);
  const read = (name: string): string | undefined =>
    env[`SF_${name}`] || env[`SALESFORCE_${name}`] || undefined;
  const instanceUrl = read('INSTANCE_URL') ?? read('ORG_INSTANCE_URL');
  const accessToken = read('ACCESS_TOKEN');
  if (instanceUrl !== undefined && accessToken !== undefined)
    return { kind: 'token', instanceUrl: address(instanceUrl, 'SF_INSTANCE_URL'), accessToken };
  const clientId = read('CLIENT_ID');
  const username = read('USERNAME');
  const keyFile = read('JWT_KEY_FILE');
  if (clientId !== undefined && username !== undefined && keyFile !== undefined) {
    const loginUrl = address(read('LOGIN_URL') ?? 'https://login.salesforce.com', 'SF_LOGIN_URL');
    const [file] = await findFiles([keyFile]);
    if (file === undefined) throw new UsageError(`${keyFile} is not a key file.`);
    const assertion = signedAssertion(clientId, username, loginUrl, await file.text(), request.now);
    return { kind: 'assertion', loginUrl, assertion, username };
  }
  throw new UsageError('There is nothing to sign in to Salesforce with.', HINT);
}

/** An https address without a path; http only for this machine. */
export function address(text: string, name: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new UsageError(`${name} is not an address.`, 'It looks like https://kagi.my.salesforce.com.');
  }
  const local = url.hostname === '127.0.0.1' || url.hostname === 'localhost';
  if (url.protocol !== 'https:' && !local) throw new UsageError(`${name} has to start with https://.`);
  if (url.hostname.endsWith('.lightning.force.com'))
    throw new UsageError(
      `${name} is an address of Lightning Experience.`,
      `Use https://${url.hostname.replace('.lightning.force.com', '.my.salesforce.com')}.`,
    );
  return url.origin;
}

/** The OAuth 2.0 JWT bearer assertion, valid for three minutes. */
function signedAssertion(
  clientId: string,
  username: string,
  loginUrl: string,
  key: string,
  now: number,
): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(now / 1000) + 180;
  const content = `${encode({ alg: 'RS256' })}.${encode({ iss: clientId, sub: username, aud: loginUrl, exp })}`;
  try {
    return `${content}.${createSign('RSA-SHA256').update(content).sign(key, 'base64url')}`;
  } catch {
    throw new UsageError(
      'The key in SF_JWT_KEY_FILE cannot sign.',
      'It has to be an RSA private key in PEM form.',
    );
  }
}

async function fromCli(org: string, env: CollectRequest['env']): Promise<Credentials> {
  const shown = await sf(['org', 'display', `--target-org=${org}`, '--json'], env, org);
  const instanceUrl = field(shown, 'instanceUrl');
  if (instanceUrl === undefined) throw new UsageError(`The sf CLI does not say where the org "${org}" is.`);
  const username = field(shown, 'username');
  const token =
    usable(field(shown, 'accessToken')) ??
    usable(
      field(
        await sf(
          ['org', 'auth', 'show-access-token', `--target-org=${org}`, '--json', '--no-prompt'],
          env,
          org,
        ),
        'accessToken',
      ),
    );
  if (token === undefined)
    throw new UsageError(
      `The sf CLI does not give out the access token of "${org}".`,
      'Update it (npm install --global @salesforce/cli), or set SF_INSTANCE_URL and SF_ACCESS_TOKEN.',
    );
  return {
    kind: 'token',
    instanceUrl: address(instanceUrl, 'The address of the org'),
    accessToken: token,
    ...(username === undefined ? {} : { username }),
  };
}

/** Since 2.136.8 the CLI hides tokens unless they are asked for. */
function usable(token: string | undefined): string | undefined {
  return token === undefined || token === '' || /redacted/i.test(token) ? undefined : token;
}

function field(result: unknown, name: string): string | undefined {
  if (typeof result === 'string') return name === 'accessToken' ? result : undefined;
  if (typeof result !== 'object' || result === null) return undefined;
  const value = Object.entries(result).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : undefined;
}

/** `result` of an sf command. Its output holds secrets and is never shown. */
async function sf(words: string[], env: CollectRequest['env'], org: string): Promise<unknown> {
  const { error, stdout } = await new Promise<{ error: ExecFileException | null; stdout: string }>(
    (settle) => {
      execFile(
        'sf',
        words,
        {
          env: { ...env, NO_COLOR: '1', SF_SKIP_NEW_VERSION_CHECK: 'true' },
          timeout: 120_000,
          maxBuffer: 4 << 20,
        },
        (failed, out) => settle({ error: failed, stdout: out }),
      );
    },
  );
  if (error?.code === 'ENOENT')
    throw new UsageError(
      '--org needs the sf CLI, which is not installed here.',
      'Install it (npm install --global @salesforce/cli), or set SF_INSTANCE_URL and SF_ACCESS_TOKEN.',
    );
  let answer: unknown;
  try {
    answer = JSON.parse(stdout);
  } catch {
    answer = undefined;
  }
  if (error === null && typeof answer === 'object' && answer !== null && 'result' in answer)
    return answer.result;
  // An older CLI has no command for the token alone.
  if (words[1] === 'auth') return undefined;
  throw new UsageError(
    `The sf CLI cannot use the org "${org}".`,
    `Sign in again: sf org login web --alias ${/^[\w.@-]+$/.test(org) ? org : 'ALIAS'}`,
  );
}
