// Signing in as people do: through an sf CLI of either kind, with a token, or with a signed assertion; secrets stay inside.
import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../src/errors.ts';
import type { CollectRequest } from '../../../src/providers/provider.ts';
import { salesforce } from '../../../src/providers/salesforce/provider.ts';
import { findCredentials } from '../../../src/providers/salesforce/sign-in.ts';
import { type FakeOrg, startOrg, TOKEN } from '../../servers/salesforce.ts';
import { judge, request } from './judged.ts';

const HOME = 'https://kagi.my.salesforce.com';
let scratch: string;

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'tojimari-'));
});

afterEach(async () => {
  await rm(scratch, { recursive: true, force: true });
});

/** An sf CLI that writes down how it was called. `auth`: undefined for one that has no such command yet. */
async function fakeSf(display: string, auth: string | undefined): Promise<CollectRequest['env']> {
  const said = async (name: string, text: string) => await writeFile(join(scratch, name), text);
  await said('display.json', display);
  await said('auth.json', auth ?? '{"status":1,"message":"org auth show-access-token is not a sf command"}');
  const script = [
    '#!/bin/sh',
    `{ for word in "$@"; do printf '<%s>' "$word"; done; printf ' NO_COLOR=%s\\n' "$NO_COLOR"; } >> '${scratch}/calls'`,
    `case "$2" in display) cat '${scratch}/display.json';; auth) cat '${scratch}/auth.json'; exit ${auth === undefined ? 1 : 0};; esac`,
  ];
  await said('sf', `${script.join('\n')}\n`);
  await chmod(join(scratch, 'sf'), 0o755);
  return { PATH: `${scratch}:/bin:/usr/bin`, SF_ACCESS_TOKEN: 'of-another-org' };
}

const shown = (more: object = {}) =>
  JSON.stringify({ status: 0, result: { instanceUrl: HOME, username: 'auditor@kagi.example', ...more } });
const found = async (env: CollectRequest['env'], org = 'kagi') =>
  await findCredentials(request(env, { org }));
const calls = async () => (await readFile(join(scratch, 'calls'), 'utf8')).trimEnd().split('\n');

describe('the sf CLI', () => {
  test('is asked for the address, then for the token by its own command, without colours', async () => {
    const env = await fakeSf(
      shown({ accessToken: '[REDACTED]' }),
      `{"status":0,"result":{"accessToken":"${TOKEN}"}}`,
    );
    expect(await found(env)).toEqual({
      kind: 'token',
      instanceUrl: HOME,
      accessToken: TOKEN,
      username: 'auditor@kagi.example',
    });
    expect(await calls()).toEqual([
      '<org><display><--target-org=kagi><--json> NO_COLOR=1',
      '<org><auth><show-access-token><--target-org=kagi><--json><--no-prompt> NO_COLOR=1',
    ]);
  });

  test('that is older gives the token with the address, and is not asked for more', async () => {
    expect(await found(await fakeSf(shown({ accessToken: TOKEN }), undefined))).toMatchObject({
      accessToken: TOKEN,
    });
    expect(await calls()).toHaveLength(1);
  });

  test('may answer with the token alone', async () => {
    const env = await fakeSf(shown(), `{"status":0,"result":"${TOKEN}"}`);
    expect(await found(env)).toMatchObject({ accessToken: TOKEN });
  });

  test.each([
    ['hides it in both answers', '{"status":0,"result":{"accessToken":"[REDACTED] Use \'sf org auth\'"}}'],
    ['hides it and has no command for it', undefined],
    ['answers with nothing', '{"status":0,"result":{}}'],
  ])('%s: a hint, and no try with a token that is none', async (_, auth) => {
    const failed = await found(await fakeSf(shown({ accessToken: '[REDACTED]' }), auth)).catch(
      (error) => error,
    );
    expect(failed).toBeInstanceOf(UsageError);
    expect(failed.message).toMatch(/does not give out the access token of "kagi"/);
    expect(failed.hint).toMatch(/Update it .* or set SF_INSTANCE_URL and SF_ACCESS_TOKEN/);
  });

  test.each(['x; touch pwned', '$(touch pwned)', '`touch pwned`', '--json', '-o other', "a' 'b"])(
    'an alias is one word, never a command or a flag: %s',
    async (alias) => {
      await found(await fakeSf(shown({ accessToken: TOKEN }), undefined), alias);
      expect(await calls()).toEqual([`<org><display><--target-org=${alias}><--json> NO_COLOR=1`]);
      expect((await readdir(scratch)).sort()).toEqual(['auth.json', 'calls', 'display.json', 'sf']);
      await rm(join(scratch, 'calls'));
    },
  );

  test('what it prints is never repeated', async () => {
    const secret = '00DSECRET!token';
    for (const display of [
      `warning: ${secret}`,
      JSON.stringify({ status: 1, message: secret }),
      `{"result":"${secret}"}`,
    ]) {
      const failed = await found(await fakeSf(display, `{"status":1,"message":"${secret}"}`)).catch(
        (error) => error,
      );
      expect(failed).toBeInstanceOf(UsageError);
      expect(`${failed.message} ${failed.hint} ${failed.stack}`).not.toContain(secret);
    }
  });

  test('an address that is no org is refused', async () => {
    for (const instanceUrl of ['http://kagi.my.salesforce.com', 'https://kagi.lightning.force.com', 'kagi'])
      await expect(
        found(await fakeSf(shown({ instanceUrl, accessToken: TOKEN }), undefined)),
      ).rejects.toThrow(UsageError);
  });
});

describe('a signed assertion', () => {
  let org: FakeOrg;

  beforeEach(async () => {
    org = await startOrg('examples/salesforce/closed');
  });

  afterEach(async () => {
    await org.close();
  });

  test('is exchanged at the login address only; the org has to be at an address that is safe', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = join(scratch, 'key.pem');
    await writeFile(key, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const env = {
      SF_CLIENT_ID: 'kagi-client',
      SF_USERNAME: 'auditor@kagi.example',
      SF_JWT_KEY_FILE: key,
      SF_LOGIN_URL: org.url,
    };
    const sign = async () => await judge(salesforce.collect(request(env, { services: ['files'] })));
    await sign();
    expect(org.requests[0]).toBe('POST /services/oauth2/token');
    const before = org.requests.length;
    org.instanceUrl = 'http://elsewhere.example';
    await expect(sign()).rejects.toThrow(/has to start with https/);
    expect(org.requests.slice(before)).toEqual(['POST /services/oauth2/token']);
  });
});
