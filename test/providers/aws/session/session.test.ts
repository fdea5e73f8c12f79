// Signing in: every way in which it does not work is one sentence with a hint, and nothing else is read first.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../../src/errors.ts';
import { accountLabel, askerName, homeRegion } from '../../../../src/providers/aws/session/session.ts';
import { ACCOUNT, type Answers, type AwsServer, failure, ok, serveAws } from '../../../servers/aws.ts';
import { collectFrom, TEST_ENV, useEnvironment } from '../live.ts';

const folder = mkdtempSync(join(tmpdir(), 'tojimari-aws-'));
let server: AwsServer | undefined;
beforeEach(() => useEnvironment(TEST_ENV));
afterEach(async () => {
  await server?.stop();
  server = undefined;
});
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** The refusal, or a failure of the test. */
async function refusal(answers: Answers, more: Parameters<typeof collectFrom>[1] = {}): Promise<UsageError> {
  server = await serveAws(answers);
  const thrown = await collectFrom(server.endpoint, more).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(UsageError);
  if (!(thrown instanceof UsageError)) throw new Error('it signed in');
  expect(thrown.message).not.toMatch(/\n|secret-of-the-test|\bat .*:\d+:\d+/);
  expect(thrown.hint ?? '').not.toBe('');
  return thrown;
}

function withConfig(config: string, more: Record<string, string> = {}): void {
  const path = join(folder, `config-${Math.random()}`);
  writeFileSync(path, config);
  const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _secret, ...rest } = TEST_ENV;
  useEnvironment({ ...rest, AWS_CONFIG_FILE: path, HOME: folder, ...more });
}

describe('refusals', () => {
  test.each([
    ['ExpiredToken', 403, /have expired/],
    ['InvalidClientTokenId', 403, /does not accept these credentials \(InvalidClientTokenId\)/],
    ['SignatureDoesNotMatch', 403, /does not accept these credentials/],
    ['AccessDenied', 403, /denied/],
    ['RequestTimeTooSkewed', 403, /clock/],
  ])('%s', async (code, status, words) => {
    const error = await refusal({ 'sts:GetCallerIdentity': (call) => failure(call, status, code) });
    expect(error.message).toMatch(words);
    expect(server?.asked.map(({ operation }) => operation)).toEqual(['sts:GetCallerIdentity']);
  });

  test('another account than expected: nothing else is read', async () => {
    const error = await refusal({}, { expectAccount: '999999999999' });
    expect(error.message).toBe(
      `Signed in to account ${ACCOUNT}, not to 999999999999 as --expect-account demands.`,
    );
    expect(server?.asked.map(({ operation }) => operation)).toEqual(['sts:GetCallerIdentity']);
  });

  test('the expected account goes on', async () => {
    server = await serveAws();
    const { scope } = await collectFrom(server.endpoint, { expectAccount: ACCOUNT });
    expect(scope?.id).toBe(`aws/${ACCOUNT}`);
  });

  test('no credentials at all', async () => {
    withConfig('');
    expect(await refusal({})).toMatchObject({
      message: 'No AWS credentials were found.',
      hint: expect.stringContaining('--profile'),
    });
  });

  test('a profile that does not exist', async () => {
    withConfig('[profile other]\nregion = eu-west-1\n');
    const error = await refusal({}, { profile: 'prod' });
    expect(error.message).toBe('There is no AWS profile prod that holds credentials.');
  });

  test('an SSO session that has expired is answered with the command that renews it', async () => {
    withConfig(
      '[profile kagi-prod]\nsso_start_url = https://kagi.example/start\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = auditor\n',
    );
    const error = await refusal({}, { profile: 'kagi-prod' });
    expect(error.message).toBe('The SSO session of profile kagi-prod has expired.');
    expect(error.hint).toBe('Run: aws sso login --profile kagi-prod');
  });

  test('an sso-session section too', async () => {
    withConfig(
      '[sso-session kagi]\nsso_start_url = https://kagi.example/start\nsso_region = eu-west-1\n[profile prod]\nsso_session = kagi\nsso_account_id = 111122223333\nsso_role_name = auditor\n',
    );
    expect((await refusal({}, { profile: 'prod' })).hint).toBe('Run: aws sso login --profile prod');
  });

  test('an endpoint that nobody listens on', async () => {
    const thrown: unknown = await collectFrom('http://127.0.0.1:1').catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(UsageError);
    expect(thrown).toMatchObject({ message: 'http://127.0.0.1:1 cannot be reached (ECONNREFUSED).' });
  });

  test('a certificate file that does not exist', async () => {
    const error = await refusal({}, { env: { AWS_CA_BUNDLE: '/nonexistent/ca.pem' } });
    expect(error.message).toBe('AWS_CA_BUNDLE names /nonexistent/ca.pem, which cannot be read (ENOENT).');
  });

  test.each(['localhost:5000', 'ftp://127.0.0.1', 'nowhere'])(
    'an endpoint that is not a URL: %s',
    async (endpointUrl) => {
      expect((await refusal({}, { endpointUrl })).message).toBe(`The endpoint ${endpointUrl} is not a URL.`);
    },
  );

  test('a proxy that is not a URL', async () => {
    const error = await refusal({}, { env: { HTTP_PROXY: 'http://' } });
    expect(error.message).toBe('The proxy in HTTPS_PROXY is not a URL.');
  });

  test('a server that is not AWS', async () => {
    const error = await refusal({ 'sts:GetCallerIdentity': () => ok('<html>hello</html>') });
    expect(error.message).toMatch(/AWS/);
  });
});

const MFA_CONFIG =
  '[profile base]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = secret-of-the-test\n[profile prod]\nrole_arn = arn:aws:iam::111122223333:role/auditor\nsource_profile = base\nmfa_serial = arn:aws:iam::111122223333:mfa/alice\nregion = eu-west-1\n';

describe('other ways in', () => {
  test('credential_process', async () => {
    const answer = JSON.stringify({ Version: 1, AccessKeyId: 'AKIDPROCESS', SecretAccessKey: 'x' });
    withConfig(`[profile prod]\ncredential_process = echo '${answer}'\n`);
    server = await serveAws();
    await collectFrom(server.endpoint, { profile: 'prod' });
    expect(server.asked[0]?.headers.authorization).toContain('Credential=AKIDPROCESS/');
  });

  test('an MFA code is asked for, and goes into the request for the role', async () => {
    server = await serveAws({
      'iam:AssumeRole': () =>
        ok(
          '<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>x</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>',
        ),
    });
    withConfig(MFA_CONFIG, { AWS_ENDPOINT_URL_STS: server.endpoint });
    const prompts: string[] = [];
    await collectFrom(server.endpoint, {
      profile: 'prod',
      askCode: async (prompt) => {
        prompts.push(prompt);
        return '123456';
      },
    });
    expect(prompts).toEqual(['MFA code for arn:aws:iam::111122223333:mfa/alice']);
    expect(server.asked[0]?.body).toContain('TokenCode=123456');
    expect(server.asked[1]?.headers.authorization).toContain('Credential=ASIAROLE/');
  });

  test('an MFA code without a terminal is a refusal', async () => {
    withConfig(MFA_CONFIG);
    expect((await refusal({}, { profile: 'prod' })).message).toMatch(/asks for an MFA code/);
  });
});

describe('names', () => {
  test.each([
    ['arn:aws:sts::111122223333:assumed-role/auditor/me@example.com', 'role/auditor'],
    ['arn:aws:iam::111122223333:user/path/alice', 'user/path/alice'],
    ['arn:aws:iam::111122223333:root', 'root'],
  ])('%s is %s', (arn, name) => expect(askerName(arn)).toBe(name));

  test('accounts are read in groups of four', () => {
    expect(accountLabel('111122223333', undefined)).toBe('1111-2222-3333');
    expect(accountLabel('111122223333', 'prod')).toBe('1111-2222-3333 (prod)');
  });

  test.each([
    ['aws', 'us-east-1'],
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
  ])('global services of %s are in %s', (partition, region) => expect(homeRegion(partition)).toBe(region));

  test('the partition comes from the caller, and goes into ids', async () => {
    server = await serveAws({
      'sts:GetCallerIdentity': () =>
        ok(
          `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws-cn:iam::${ACCOUNT}:user/alice</Arn><Account>${ACCOUNT}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
        ),
    });
    const { resources } = await collectFrom(server.endpoint);
    expect(resources.get('aws.s3.bucket kagi-open')?.id).toBe('arn:aws-cn:s3:::kagi-open');
    const scopes = server.asked.map(
      ({ headers }) => /\/\d{8}\/([^/]+)\//.exec(headers.authorization ?? '')?.[1],
    );
    expect(scopes).toContain('cn-northwest-1');
    expect(scopes).toContain('cn-north-1');
  });
});
