// Why signing in did not work, in one sentence with a hint; never a stack trace for what a person can mend.
import { fromIni } from '@aws-sdk/credential-providers';
import { UsageError } from '../../../errors.ts';
import { errorCode, errorStatus } from '../collecting/ask.ts';
import { shellWord } from '../words/shell.ts';

interface Attempt {
  profile: string | undefined;
  endpoint: string | undefined;
  region: string;
}

const UNREACHABLE =
  /^(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|EPIPE|TimeoutError)$/;
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;
const REFUSED =
  /^(InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|UnrecognizedClientException|IncompleteSignature|MissingAuthenticationToken)/;

/** The UsageError for whatever was thrown while signing in. */
export async function explainFailure(error: unknown, attempt: Attempt): Promise<UsageError> {
  if (error instanceof UsageError) return error;
  const code = errorCode(error);
  const message = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').trim();
  const profile = attempt.profile ?? 'default';
  if (/SSO session|sso login|Session token not found|SSO token/i.test(message))
    return new UsageError(`The SSO session of profile ${profile} has expired.`, `Run: ${ssoLogin(attempt)}`);
  if (/multi-factor authentication/.test(message))
    return new UsageError(
      `Profile ${profile} asks for an MFA code, and there is no terminal to ask on.`,
      'Run on a terminal, or set temporary credentials in the environment.',
    );
  if (/^ExpiredToken|RequestExpired/.test(code) || /security token.*expired/i.test(message))
    return new UsageError('The AWS credentials have expired.', 'Sign in again, then repeat the command.');
  if (code === 'RequestTimeTooSkewed' || /Signature (not yet current|expired)/.test(message))
    return new UsageError(
      'AWS refuses the request because the clock of this machine is wrong.',
      'Set the clock.',
    );
  if (REFUSED.test(code))
    return new UsageError(
      `AWS does not accept these credentials (${code}).`,
      'Check the access key, or choose another --profile.',
    );
  if (UNTRUSTED.test(code) || /certificate/i.test(message))
    return new UsageError(
      `The certificate of AWS could not be verified (${code === 'Error' ? message : code}).`,
      'Behind a proxy that reads TLS, name its certificate file in AWS_CA_BUNDLE.',
    );
  if (UNREACHABLE.test(code)) return unreachable(code, attempt);
  if (code === 'CredentialsProviderError') return await noCredentials(message, attempt);
  if (errorStatus(error) === 403 || /^AccessDenied/.test(code))
    return new UsageError(`Signing in to AWS was denied: ${message}`, 'Ask for the permission it names.');
  return new UsageError(`Signing in to AWS failed: ${message || code}`, 'Try `aws sts get-caller-identity`.');
}

function unreachable(code: string, attempt: Attempt): UsageError {
  const where = attempt.endpoint ?? `AWS in region ${attempt.region}`;
  return new UsageError(
    `${where} cannot be reached (${code}).`,
    attempt.endpoint === undefined
      ? 'Check the network, the region, and HTTPS_PROXY when a proxy is needed.'
      : 'Check --endpoint-url.',
  );
}

/** The chain ends in one message for all; the profile itself knows whether it exists. */
async function noCredentials(message: string, attempt: Attempt): Promise<UsageError> {
  const { profile } = attempt;
  if (profile === undefined)
    return new UsageError(
      'No AWS credentials were found.',
      'Sign in (`aws sso login`), or name a profile with --profile or AWS_PROFILE.',
    );
  const own = await fromIni({ profile })().then(
    () => message,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (/Could not resolve credentials using profile/.test(own))
    return new UsageError(
      `There is no AWS profile ${profile} that holds credentials.`,
      'Check ~/.aws/config and ~/.aws/credentials, or `aws configure list-profiles`.',
    );
  return new UsageError(
    `Profile ${profile} gives no credentials: ${own}`,
    'Try `aws sts get-caller-identity`.',
  );
}

function ssoLogin(attempt: Attempt): string {
  return attempt.profile === undefined
    ? 'aws sso login'
    : `aws sso login --profile ${shellWord(attempt.profile)}`;
}
