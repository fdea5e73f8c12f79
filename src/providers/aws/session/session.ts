// Signing in to AWS: the SDK's whole credential chain, the partition, and what every client is made with.
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { UsageError } from '../../../errors.ts';
import type { CollectRequest } from '../../provider.ts';
import type { Calls } from '../collecting/ask.ts';
import { explainFailure } from './failure.ts';
import { Patience, TRIES } from './patience.ts';
import { type Transport, transport } from './transport.ts';

/** A signed-in caller. `options` are spread into every SDK client, with a `region` beside them. */
export interface Session {
  /** Twelve digits. */
  account: string;
  /** `aws`, `aws-cn`, `aws-us-gov` */
  partition: string;
  /** ARN of the caller. */
  arn: string;
  /** Region of global services (IAM, Organizations, listing buckets): `us-east-1`, `cn-north-1`, `us-gov-west-1`. */
  home: string;
  options: ClientOptions;
  calls: Calls;
  /** Exports: answers in place of the services; nothing is sent. */
  replay?: Replay;
}

/**
 * Answers calls that somebody else made and saved: `SNSClient`, `ListTopicsCommand` and its input. Throws as the SDK would for refusals.
 */
export type Replay = (client: string, command: string, input: object) => Promise<object>;

export interface ClientOptions {
  credentials: ReturnType<typeof fromNodeProviderChain>;
  /** Shared: destroying one client leaves the others' connections alone. */
  requestHandler: Transport;
  customUserAgent: [string, string][];
  /** Made anew for every client that these are spread into: services do not wait for each other. */
  readonly retryStrategy: Patience;
  maxAttempts: number;
  endpoint?: string;
}

/** Region where the global services of a partition answer. */
export function homeRegion(partition: string): string {
  if (partition === 'aws-cn') return 'cn-north-1';
  if (partition === 'aws-us-gov') return 'us-gov-west-1';
  return 'us-east-1';
}

/** Signs in and asks who we are. Anything that prevents it is a UsageError with a hint. */
export async function signIn(request: CollectRequest): Promise<Session> {
  const { env, profile = env['AWS_PROFILE'] } = request;
  const handler = await transport(env);
  const { askCode } = request;
  const credentials = fromNodeProviderChain({
    ...(profile !== undefined && { profile }),
    ...(askCode && { mfaCodeProvider: (serial: string) => askCode(`MFA code for ${serial}`) }),
    clientConfig: { requestHandler: handler },
  });
  const [tool = request.userAgent, version = ''] = request.userAgent.split('/');
  const endpoint = request.endpointUrl ?? env['AWS_ENDPOINT_URL'];
  if (endpoint && !(URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol)))
    throw new UsageError(
      `The endpoint ${endpoint} is not a URL.`,
      'Write --endpoint-url as http://host:port.',
    );
  const calls = callsOf(request);
  const options: ClientOptions = {
    credentials,
    requestHandler: handler,
    customUserAgent: [[tool, version]],
    get retryStrategy() {
      return new Patience(calls);
    },
    maxAttempts: TRIES,
    ...(endpoint !== undefined && endpoint !== '' && { endpoint }),
  };
  const identity = await whoAmI(request, options, profile, calls);
  const [, partition = 'aws'] = identity.arn.split(':');
  if (request.expectAccount !== undefined && request.expectAccount !== identity.account)
    throw new UsageError(
      `Signed in to account ${identity.account}, not to ${request.expectAccount} as --expect-account demands.`,
      'Choose the profile of the account that is meant, or change --expect-account.',
    );
  return { ...identity, partition, home: homeRegion(partition), options, calls };
}

/** Counts for the whole run; that credentials ended is known of this sign-in alone. */
function callsOf({ calls: run = { count: 0 }, onRemark }: CollectRequest): Calls {
  return {
    get count() {
      return run.count;
    },
    set count(count) {
      run.count = count;
    },
    get waits() {
      return run.waits ?? 0;
    },
    set waits(waits) {
      run.waits = waits;
    },
    onEnded: (why) => onRemark?.(`${why}; what was not read by then is unknown. Sign in again and repeat.`),
  };
}

async function whoAmI(
  request: CollectRequest,
  options: ClientOptions,
  profile: string | undefined,
  calls: Calls,
): Promise<{ account: string; arn: string }> {
  const region = await startRegion(request, profile);
  const sts = new STSClient({ ...options, retryStrategy: new Patience(calls, 3), region });
  try {
    await options.credentials();
    calls.count += 1;
    const { Account: account, Arn: arn } = await sts.send(new GetCallerIdentityCommand({}));
    if (account === undefined || arn === undefined)
      throw new UsageError('AWS did not say which account this is.', 'Check --endpoint-url.');
    return { account, arn };
  } catch (error) {
    throw await explainFailure(error, { profile, endpoint: options.endpoint, region });
  }
}

/** The region to sign in through: the person's own default, or one that was asked for, or us-east-1. */
async function startRegion(request: CollectRequest, profile: string | undefined): Promise<string> {
  const probe = new STSClient(profile === undefined ? {} : { profile });
  const own = request.env['AWS_REGION'] || request.env['AWS_DEFAULT_REGION'];
  return own || (await probe.config.region().catch(() => request.regions[0] ?? 'us-east-1'));
}

/** `role/auditor` of an assumed-role ARN, `user/alice`, `root`. */
export function askerName(arn: string): string {
  const resource = arn.split(':').slice(5).join(':');
  const assumed = /^assumed-role\/([^/]+)\//.exec(resource);
  return assumed ? `role/${assumed[1]}` : resource;
}

/** `1111-2222-3333`, with the alias when there is one. */
export function accountLabel(account: string, alias: string | undefined): string {
  const grouped = account.replace(/^(\d{4})(\d{4})(\d{4})$/, '$1-$2-$3');
  return alias === undefined ? grouped : `${grouped} (${alias})`;
}
